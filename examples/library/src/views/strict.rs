//! Rows in which nothing is optional.

use seaview::prelude::*;

use crate::serializers::StrictSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = StrictSerializer)]
pub struct StrictViewSet;
