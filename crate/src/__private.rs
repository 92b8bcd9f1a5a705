//! What the code that the macros generate names. Not for applications.

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
