//! What the code that the macros generate names. Not for applications.

use std::marker::PhantomData;

use sea_orm::EntityTrait;

use crate::{
    fields::{Number, Numeric, Text},
    serializers::FieldBuilder,
};

pub use inventory;
pub use paste::paste;

pub use crate::{
    Action, ModelSerializer, ModelViewSet, ViewSet,
    authentication::Authenticators,
    column,
    filters::{Filter, FilterBackends, Lookup, Ordering, OrderingField, SearchField},
    pagination::PaginationClass,
    permissions::Permissions,
    routers::{RegisteredViewSet, Registration},
    serializers::{ModelColumn, SerializerClass, Table, field},
    throttling::Throttles,
    viewsets::EntityOf,
};

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

// The methods of `FieldBuilder` that suit some types only. As functions they have their bounds on
// themselves, so that rustc speaks of the field's type in the words of the bound.

pub fn allow_blank<T: Text>(field: FieldBuilder<T>, allow: bool) -> FieldBuilder<T> {
    field.allow_blank(allow)
}

pub fn trim_whitespace<T: Text>(field: FieldBuilder<T>, trim: bool) -> FieldBuilder<T> {
    field.trim_whitespace(trim)
}

pub fn min_length<T: Text>(field: FieldBuilder<T>, length: usize) -> FieldBuilder<T> {
    field.min_length(length)
}

pub fn max_length<T: Text>(field: FieldBuilder<T>, length: usize) -> FieldBuilder<T> {
    field.max_length(length)
}

pub fn min_value<T: Numeric>(field: FieldBuilder<T>, value: impl Into<Number>) -> FieldBuilder<T> {
    field.min_value(value)
}

pub fn max_value<T: Numeric>(field: FieldBuilder<T>, value: impl Into<Number>) -> FieldBuilder<T> {
    field.max_value(value)
}

/// The examples of the derives.
#[cfg(doctest)]
mod derives {
    #[doc = include_str!("../../macros/docs/model_serializer.md")]
    struct ModelSerializer;

    #[doc = include_str!("../../macros/docs/view_set.md")]
    struct ViewSet;

    #[doc = include_str!("../../macros/docs/model_view_set.md")]
    struct ModelViewSet;

    #[doc = include_str!("../../macros/docs/read_only_model_view_set.md")]
    struct ReadOnlyModelViewSet;
}
