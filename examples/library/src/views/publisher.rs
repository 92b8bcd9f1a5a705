//! Publishers, which are never deleted.

use seaview::prelude::*;

use crate::serializers::PublisherSerializer;

#[derive(ModelViewSet)]
#[viewset(
    serializer = PublisherSerializer,
    lookup_field = slug,
    ordering(name),
    actions(list, create, retrieve, update, partial_update)
)]
pub struct PublisherViewSet;
