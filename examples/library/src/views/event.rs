//! Events, in short where they are many.

use seaview::prelude::*;

use crate::serializers::{EventListSerializer, EventSerializer};

#[derive(ModelViewSet)]
#[viewset(
    serializer = EventSerializer,
    serializer_class(list = EventListSerializer),
    ordering(starts_at)
)]
pub struct EventViewSet;
