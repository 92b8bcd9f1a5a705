//! Tags, which are never changed.

use seaview::{
    prelude::*,
    renderers::{CsvRenderer, JsonRenderer},
};

use crate::serializers::TagSerializer;

#[derive(ModelViewSet)]
#[viewset(
    serializer = TagSerializer,
    actions(list, create, retrieve),
    renderers(JsonRenderer, CsvRenderer)
)]
pub struct TagViewSet;
