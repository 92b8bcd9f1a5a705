//! Readings, the newest first.

use seaview::prelude::*;

use crate::serializers::ReadingSerializer;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = ReadingSerializer, filterset_fields(sensor), ordering(-taken_at))]
pub struct ReadingViewSet;
