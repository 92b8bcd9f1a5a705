//! What the code that the macros generate names. Not for applications.

use std::marker::PhantomData;

use sea_orm::EntityTrait;

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
