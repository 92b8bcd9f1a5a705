//! Tags on the wire.

use seaview::prelude::*;

use crate::entities::tag;

/// A tag.
#[derive(ModelSerializer)]
#[serializer(entity = tag::Entity)]
pub struct TagSerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
}
