//! The dozen names that most programs need: `use seaview::prelude::*;`.

pub use crate::{
    Action, Database, DefaultRouter, Error, Json, ModelSerializer, ModelViewSet,
    ReadOnlyModelViewSet, Request, Response, Result, Serializer, Settings, Validated,
    ValidationError, ViewSet,
};
