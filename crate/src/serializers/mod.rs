//! Models to JSON and input to models, by declaration.

mod column;
mod constraints;
mod draft;
mod field;
mod table;
mod unique;
mod validated;

use std::marker::PhantomData;

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    PrimaryKeyToColumn, QueryTrait, Select,
};

pub(crate) use column::ColumnFacts;
pub use column::ModelColumn;
use draft::Draft;
pub use field::{FieldBuilder, TableField, field};
pub use table::Table;
pub use validated::Validated;

use crate::{Json, Request, Result};

/// What a SeaORM entity must be to be served: any entity is that comes from SeaORM's derives.
pub trait Entity:
    EntityTrait<
        Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel> + Send + Sync,
        ActiveModel: ActiveModelBehavior + ActiveModelTrait<Entity = Self> + Send + Sync,
    >
{
}

impl<E> Entity for E
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel> + Send + Sync,
    E::ActiveModel: ActiveModelBehavior + ActiveModelTrait<Entity = E> + Send + Sync,
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
}

/// A serializer of the entity `E`, chosen at run time: what `get_serializer_class` returns.
pub struct SerializerClass<E> {
    pub(crate) table: &'static Table,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> SerializerClass<E> {
    /// The class of a serializer.
    pub fn of<S: ModelSerializer<Entity = E>>() -> Self {
        Self { table: S::table(), entity: PhantomData }
    }

    /// `true` if the serializer has a field of this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.table.position(name).is_some()
    }
}

impl<E> Clone for SerializerClass<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for SerializerClass<E> {}

/// A serializer at work on one request.
pub struct Serializer<'a, E> {
    class: SerializerClass<E>,
    request: &'a Request,
}

impl<'a, E: Entity> Serializer<'a, E> {
    /// A serializer of this class for this request.
    pub fn new(class: SerializerClass<E>, request: &'a Request) -> Self {
        Self { class, request }
    }

    /// Checks the data of the request for a new row.
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) with the errors of all fields, in their
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
        mut active: E::ActiveModel,
        instance: Option<Vec<sea_orm::Value>>,
        partial: bool,
    ) -> Result<Validated<S>>
    where
        S: ModelSerializer<Entity = E>,
    {
        let there = instance.is_some();
        let mut columns = self.class.table.validate(self.request, instance, partial).await?;
        for (ordinal, column) in E::Column::iter().enumerate() {
            // The key says which row is updated: a client's would be that of another row.
            if there && E::PrimaryKey::from_column(column).is_some() {
                continue;
            }
            match columns.get_mut(ordinal).and_then(Option::take) {
                Some(value) if partial => active.set_if_not_equals(column, value),
                Some(value) => active.try_set(column, value)?,
                None => {}
            }
        }
        Ok(Validated::new(active))
    }

    /// The JSON of one row: DRF's `to_representation`.
    pub fn to_representation(&self, instance: &E::Model) -> Json {
        self.class.table.write_values(values::<E>(instance))
    }

    /// The JSON array of all rows of a queryset, read straight from the database: DRF's
    /// `many=True`.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the query fails.
    pub async fn many(&self, queryset: Select<E>) -> Result<Json> {
        self.class.table.all(queryset.into_query(), self.request.database()).await
    }
}

/// The values of all columns of a row, in the entity's order.
fn values<E: Entity>(model: &E::Model) -> Vec<sea_orm::Value> {
    E::Column::iter().map(|column| model.get(column)).collect()
}

impl Table {
    /// The values to write, by column of the entity.
    async fn validate(
        &self,
        request: &Request,
        instance: Option<Vec<sea_orm::Value>>,
        partial: bool,
    ) -> Result<Vec<Option<sea_orm::Value>>> {
        let data = request.data().await?;
        let mut draft = Draft::read(self, data, partial, request.settings())?;
        self.check_unique(&mut draft, instance.as_deref(), request.database()).await?;
        let columns = self.fields.iter().map(|field| field.column.ordinal + 1).max();
        let mut by_column = vec![None; columns.unwrap_or_default()];
        let new = instance.is_none();
        for (field, value) in self.fields.iter().zip(draft.finish(self)?) {
            let value = value.or_else(|| field.implied().filter(|_| new));
            if value.is_some() {
                by_column[field.column.ordinal] = value;
            }
        }
        Ok(by_column)
    }
}
