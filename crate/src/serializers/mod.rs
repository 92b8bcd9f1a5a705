#![doc = include_str!("../../docs/serializers.md")]
#![doc = include_str!("../../docs/relations.md")]
#![doc = include_str!("../../docs/validators.md")]

mod builder;
mod check;
mod children;
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

use std::{marker::PhantomData, pin::Pin};

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    QueryTrait, Select, TryIntoModel,
};

pub use builder::{FieldBuilder, display, extra, field};
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

use draft::Target;
use read::Read;

use crate::{Error, Json, Request, Result, ValidationError, error::Detail, hooks::future_of_two};

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
    /// Any; a [`ValidationError`] stands under `non_field_errors`, or
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

/// A serializer of the entity `E`, chosen at run time: what `get_serializer_class` returns.
pub struct SerializerClass<E: Entity> {
    pub(crate) table: &'static Table,
    validate: Validate<E>,
    /// The object as a whole is checked.
    pub(crate) validates: bool,
}

/// Assembles the values of a serializer's fields and runs its check of the object as a whole. The
/// serializer's type is lost on the way, so that it may be another for each action.
type Validate<E> = for<'a> fn(Filled<E>, &'a Request) -> Checked<'a, E>;
type Checked<'a, E> = Pin<Box<dyn Future<Output = Result<Validated<Of<E>>>> + Send + 'a>>;

/// The values of the fields, and what they are for.
pub(crate) struct Filled<E: Entity> {
    active: E::ActiveModel,
    values: Vec<Option<Read>>,
    new: bool,
    partial: bool,
}

/// Any serializer of the entity `E`.
pub(crate) struct Of<E>(PhantomData<fn() -> E>);

impl<E: Entity> ModelSerializer for Of<E> {
    type Entity = E;

    fn table() -> &'static Table {
        unreachable!("the table of a serializer without a type")
    }
}

impl<E: Entity> SerializerClass<E> {
    /// The class of a serializer.
    pub fn of<S: ModelSerializer<Entity = E>>() -> Self {
        let validate: Validate<E> = |filled, request| {
            Box::pin(async move {
                let Filled { active, values, new, partial } = filled;
                let mut validated =
                    Validated::<S>::assemble(S::table(), active, values, new, partial)?;
                S::validate(&mut validated, request).await?;
                Ok(validated.of_serializer())
            })
        };
        let own = future_of_two::<&'static mut Validated<S>, &'static Request, _>(S::validate);
        let validates = own != future_of_two::<PhantomData<fn(&S)>, (), _>(unchecked::<S>);
        Self { table: S::table(), validate, validates }
    }

    /// `true` if the serializer has a field of this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.table.position(name).is_some()
    }
}

impl<E: Entity> Clone for SerializerClass<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Entity> Copy for SerializerClass<E> {}

/// A serializer at work on one request.
pub struct Serializer<'a, E: Entity> {
    class: SerializerClass<E>,
    request: &'a Request,
}

impl<'a, E: Entity> Serializer<'a, E> {
    /// A serializer of this class for this request.
    pub fn new(class: SerializerClass<E>, request: &'a Request) -> Self {
        Self { class, request }
    }

    /// The class of the serializer.
    pub(crate) fn class(&self) -> SerializerClass<E> {
        self.class
    }

    /// Checks the data of the request for a new row.
    ///
    /// # Errors
    /// [`Error::Validation`] with the errors of all fields, in their
    /// order; whatever the parsers find.
    pub async fn validate<S>(&self) -> Result<Validated<S>>
    where
        S: ModelSerializer<Entity = E>,
    {
        let new = <E::ActiveModel as ActiveModelTrait>::default();
        self.fill(new, None, false).await
    }

    /// Checks the data of the request for a row that is there. With `partial` only what was sent
    /// is looked at, and only what differs will be written.
    ///
    /// # Errors
    /// As [`Serializer::validate`].
    pub async fn validate_update<S>(
        &self,
        instance: E::Model,
        partial: bool,
    ) -> Result<Validated<S>>
    where
        S: ModelSerializer<Entity = E>,
    {
        let values = values::<E>(&instance);
        self.fill(instance.into_active_model(), Some(values), partial).await
    }

    async fn fill<S>(
        &self,
        active: E::ActiveModel,
        instance: Option<Vec<sea_orm::Value>>,
        partial: bool,
    ) -> Result<Validated<S>>
    where
        S: ModelSerializer<Entity = E>,
    {
        let (request, new) = (self.request, instance.is_none());
        let values =
            self.class.table.read(Target::of(instance.as_deref()), partial, request).await?;
        let filled = Filled { active, values, new, partial };
        Ok((self.class.validate)(filled, request)
            .await
            .map_err(whole_object(request))?
            .of_serializer())
    }

    /// The JSON of one row with what is nested in it: DRF's `to_representation`.
    ///
    /// # Errors
    /// [`Error::Database`] if related rows cannot be read.
    pub async fn to_representation(&self, instance: &E::Model) -> Result<Json> {
        self.class.table.one(instance, values::<E>(instance), self.request).await
    }

    /// The JSON array of all rows of a queryset, read straight from the database: DRF's
    /// `many=True`. All of it is in memory; for long lists there is a viewset's
    /// [`get_list_response`](crate::ModelViewSet::get_list_response).
    ///
    /// # Errors
    /// [`Error::Database`] if the query fails.
    pub async fn many(&self, queryset: Select<E>) -> Result<Json> {
        self.class.table.all(queryset.into_query(), self.request).await
    }
}

/// Puts the message of a failed check of the whole object under `non_field_errors`, and the
/// messages of fields into lists.
fn whole_object(request: &Request) -> impl Fn(Error) -> Error {
    let key = request.settings().non_field_errors_key;
    move |error| match error {
        Error::Validation(Detail::Fields(fields)) => {
            let in_list = |(name, detail)| (name, ValidationError::from(detail).into_detail());
            let fields: Vec<(_, Detail)> = fields;
            Error::Validation(Detail::Fields(fields.into_iter().map(in_list).collect()))
        }
        Error::Validation(detail) => {
            let detail = ValidationError::from(detail).into_detail();
            Error::Validation(Detail::Fields(vec![(key.into(), detail)]))
        }
        error => error,
    }
}

/// The values of all columns of a row, in the entity's order.
fn values<E: Entity>(model: &E::Model) -> Vec<sea_orm::Value> {
    let mut values = Vec::new();
    for column in E::Column::iter() {
        values.push(model.get(column));
    }
    values
}

/// The key of the user that asks: for `default_with` and `hidden`, DRF's `CurrentUserDefault`.
///
/// # Errors
/// [`Error::NotAuthenticated`] for an anonymous client.
pub fn current_user(request: &Request) -> Result<i64> {
    request.user_id()
}
