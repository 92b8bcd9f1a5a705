//! Samples.

use seaview::prelude::*;

use crate::serializers::SampleSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = SampleSerializer)]
pub struct SampleViewSet;
