//! Shelves.

use seaview::prelude::*;

use crate::serializers::ShelfSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = ShelfSerializer)]
pub struct ShelfViewSet;
