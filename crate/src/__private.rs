//! What the code that the macros generate names. Not for applications.

use std::marker::PhantomData;

use sea_orm::EntityTrait;

use crate::{filters::Along, serializers::Entity};

pub use http::Method;
pub use inventory;
pub use paste::paste;
pub use sea_orm::ActiveEnum;

pub use crate::{
    Action, ModelSerializer, ModelViewSet, Request, Result, ViewSet,
    authentication::Authenticators,
    column,
    error::{ErrorDetail, ValidationError},
    fields::{
        Choices, Composite, DecimalNumber, ExactNumber, Field, FieldOptions, FieldSchema, Format,
        Input, Integer, Length, Numeric, Temporal, Text, Timespan,
        choice::{choice_schema, parse_choice, write_choice},
    },
    filters::{
        ComparedWith, Filter, FilterBackends, FilterSet, Lookup, Ordering, OrderingField, Part,
        Path, SearchField, Searched,
    },
    pagination::PaginationClass,
    parsers::Parsers,
    permissions::{Permission, Permissions, not},
    renderers::Renderers,
    routers::{RegisteredViewSet, Registration},
    serializers::{
        ExtraField, ModelColumn, Relationship, SerializerClass, Table, Validated, ValueFields,
        Values, count, display, extra, field, hyperlink, hyperlinked_related, method, nested,
        nested_many, plain, plain::Serializer, primary_key_related, shown_as, slug_related,
        string_related, through, value,
    },
    throttling::Throttles,
    viewsets::{DeclaredActions, EntityOf, ExtraAction, on_collection, on_row},
};

/// `-name` or `name`.
pub fn order(descending: bool) -> sea_orm::Order {
    if descending { sea_orm::Order::Desc } else { sea_orm::Order::Asc }
}

/// The entity of a viewset as a value: if its serializer is none, this alone is the error, and not
/// each column.
pub fn entity_of<V: ViewSet>() -> PhantomData<EntityOf<V>> {
    PhantomData
}

/// [`ModelColumn::new`] for an entity that is a value.
pub fn model_column<E: EntityTrait, T>(
    _entity: PhantomData<E>,
    name: &'static str,
    field: fn(&E::Model) -> &T,
) -> ModelColumn<E, T> {
    ModelColumn::new(name, field)
}

/// The start of a path from an entity that is a value.
pub fn along<E: Entity>(_entity: PhantomData<E>) -> Along<E, E> {
    Along::start()
}

/// The entity of a filter set as a value.
pub fn filtered_by<F: FilterSet>() -> PhantomData<F::Entity> {
    PhantomData
}

/// The same path, if a filter of it can be declared with the type `D`.
pub fn compared_with<D: ComparedWith<T>, E, T>(path: Path<E, T>) -> Path<E, T> {
    path
}

/// The filters of a filter set of an entity that is a value.
pub fn filters_of<F: FilterSet<Entity = E>, E: Entity>(_entity: PhantomData<E>) -> Vec<Filter> {
    F::filters()
}

/// The examples of the derives.
#[cfg(doctest)]
mod derives {
    #[doc = include_str!("../../macros/docs/model_serializer.md")]
    struct ModelSerializer;

    #[doc = include_str!("../../macros/docs/field.md")]
    struct Field;

    #[doc = include_str!("../../macros/docs/serializer.md")]
    struct Serializer;

    #[doc = include_str!("../../macros/docs/filter_set.md")]
    struct FilterSet;

    #[doc = include_str!("../../macros/docs/actions.md")]
    struct Actions;

    #[doc = include_str!("../../macros/docs/view_set.md")]
    struct ViewSet;

    #[doc = include_str!("../../macros/docs/model_view_set.md")]
    struct ModelViewSet;

    #[doc = include_str!("../../macros/docs/read_only_model_view_set.md")]
    struct ReadOnlyModelViewSet;
}
