//! Tags, which are never changed.

use seaview::prelude::*;

use crate::serializers::TagSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = TagSerializer, actions(list, create, retrieve))]
pub struct TagViewSet;
