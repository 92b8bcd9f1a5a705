//! The dozen names that most programs need: `use seaview::prelude::*;`.

pub use crate::{
    Action, ApiView, Database, DefaultRouter, Error, FilterSet, Json, Method, ModelSerializer,
    ModelViewSet, ReadOnlyModelViewSet, Request, Response, Result, Serializer, Settings,
    StatusCode, Validated, ValidationError, ViewSet, actions,
};
