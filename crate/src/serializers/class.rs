//! A serializer that is chosen for a request, and at work on it.

use std::{marker::PhantomData, pin::Pin};

use sea_orm::{ActiveModelTrait, IntoActiveModel, Iterable, ModelTrait, QueryTrait, Select};

use super::{Entity, ModelSerializer, Table, Validated, draft::Target, read::Read, unchecked};
use crate::{Error, Json, Request, Result, ValidationError, error::Detail, hooks::future_of_two};

/// A serializer of the entity `E`, chosen at run time: what `get_serializer_class` returns.
pub struct SerializerClass<E: Entity> {
    pub(crate) table: &'static Table,
    pub(super) validate: Validate<E>,
    /// The object as a whole is checked.
    pub(crate) validates: bool,
}

/// Assembles the values of a serializer's fields and runs its check of the object as a whole. The
/// serializer's type is lost on the way, so that it may be another for each action.
pub(super) type Validate<E> = for<'a> fn(Filled<E>, &'a Request) -> Checked<'a, E>;
type Checked<'a, E> = Pin<Box<dyn Future<Output = Result<Validated<Of<E>>>> + Send + 'a>>;

/// The values of the fields, and what they are for.
pub(super) struct Filled<E: Entity> {
    pub(super) active: E::ActiveModel,
    pub(super) values: Vec<Option<Read>>,
    pub(super) new: bool,
    pub(super) partial: bool,
}

/// Any serializer of the entity `E`.
pub(super) struct Of<E>(PhantomData<fn() -> E>);

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
    pub(super) class: SerializerClass<E>,
    pub(super) request: &'a Request,
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
pub(super) fn whole_object(request: &Request) -> impl Fn(Error) -> Error {
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
pub(super) fn values<E: Entity>(model: &E::Model) -> Vec<sea_orm::Value> {
    let mut values = Vec::new();
    for column in E::Column::iter() {
        values.push(model.get(column));
    }
    values
}
