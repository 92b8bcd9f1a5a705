#![doc = include_str!("../../docs/serializers.md")]
#![doc = include_str!("../../docs/relations.md")]
#![doc = include_str!("../../docs/validators.md")]

mod builder;
mod check;
mod children;
mod class;
mod column;
mod constraints;
mod describe;
mod draft;
mod entity;
mod field;
mod file_path;
mod files;
mod finish;
mod first;
mod flexible;
mod form;
mod formats;
mod join;
mod key;
mod limits;
mod listing;
mod load;
mod many;
mod method;
mod offspring;
pub mod plain;
mod plan;
mod questions;
mod read;
mod reference;
mod related;
mod representation;
mod save;
mod sqlite_object;
mod table;
mod texts;
mod through;
mod unique;
mod unread;
mod validated;
mod validator;
mod write;

use std::marker::PhantomData;

use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, TryIntoModel};

pub use builder::{FieldBuilder, display, extra, field};
pub use class::{Serializer, SerializerClass};
pub(crate) use column::ColumnFacts;
pub use column::ModelColumn;
pub(crate) use entity::EntityFacts;
pub use field::TableField;
pub(crate) use first::First;
pub(crate) use join::Join;
pub use join::Relationship;
pub(crate) use key::kind_of_key;
pub(crate) use listing::{Listing, beside_name};
pub(crate) use load::table_name;
pub use method::method;
pub use plain::{ValueBuilder, ValueField, ValueFields, Values, value};
pub use related::{
    Hyperlink, RelatedTo, count, hyperlink, hyperlinked_related, nested, nested_many,
    primary_key_related, slug_related, string_related,
};
pub use representation::Representation;
pub(crate) use save::delete;
pub use table::Table;
pub use through::{ShownAs, Through, ToOne, shown_as, through};
pub(crate) use unread::Unread;
pub use validated::{ExtraField, Validated};
pub use validator::{Inspector, Validator};

use class::{values, whole_object};

use crate::{Request, Result};

/// What a SeaORM entity must be to be served: any entity is that comes from SeaORM's derives.
pub trait Entity:
    EntityTrait<
        Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel> + Send + Sync,
        ActiveModel: ActiveModelBehavior
                         + ActiveModelTrait<Entity = Self>
                         + TryIntoModel<<Self as EntityTrait>::Model>
                         + Send
                         + Sync,
    >
{
}

impl<E> Entity for E
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Send + Sync,
    E::ActiveModel:
        ActiveModelBehavior + ActiveModelTrait<Entity = E> + TryIntoModel<E::Model> + Send + Sync,
{
}

/// The fields of an entity that clients see and send: DRF's `ModelSerializer`.
///
/// `#[derive(ModelSerializer)]` writes it from a struct; by hand it is a table:
///
/// ```
/// use std::sync::LazyLock;
/// use seaview::{ModelSerializer, column, serializers::{Table, field}};
/// # mod country {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "country")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub name: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
///
/// struct CountrySerializer;
///
/// impl ModelSerializer for CountrySerializer {
///     type Entity = country::Entity;
///
///     fn table() -> &'static Table {
///         static TABLE: LazyLock<Table> = LazyLock::new(|| {
///             Table::of::<country::Entity>()
///                 .field(field("id", column!(country::Entity, id)).read_only())
///                 .field(field("name", column!(country::Entity, name)).max_length(100))
///         });
///         &TABLE
///     }
/// }
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/serializers/#modelserializer>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a serializer",
    label = "not a serializer",
    note = "add `#[derive(ModelSerializer)]` to `{Self}`"
)]
pub trait ModelSerializer: Send + Sync + 'static {
    /// The entity.
    type Entity: Entity;

    /// The fields.
    fn table() -> &'static Table;

    /// The check of an object as a whole, run when all its fields are valid: DRF's `validate`.
    /// What was not sent is as the row has it, or `NotSet` in a new one. In the derive it is
    /// `#[serializer(validate = …)]`.
    ///
    /// # Errors
    /// Any; a [`ValidationError`](crate::ValidationError) stands under `non_field_errors`, or
    /// where [`ValidationError::field`](crate::ValidationError::field) says.
    fn validate(
        validated: &mut Validated<Self>,
        request: &Request,
    ) -> impl Future<Output = Result<()>> + Send
    where
        Self: Sized,
    {
        let _ = (validated, request);
        unchecked::<Self>(PhantomData, ())
    }
}

/// The check of a serializer that states none; its future's type says so.
async fn unchecked<S: ?Sized>(_: PhantomData<fn(&S)>, (): ()) -> Result<()> {
    Ok(())
}

/// The key of the user that asks: for `default_with` and `hidden`, DRF's `CurrentUserDefault`.
///
/// # Errors
/// [`Error::NotAuthenticated`](crate::Error::NotAuthenticated) for an anonymous client.
pub fn current_user(request: &Request) -> Result<i64> {
    request.user_id()
}
