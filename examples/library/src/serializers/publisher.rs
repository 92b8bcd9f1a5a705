//! Publishers on the wire.

use seaview::prelude::*;

use crate::entities::{book, publisher};

/// A publisher.
#[derive(ModelSerializer)]
#[serializer(entity = publisher::Entity)]
pub struct PublisherSerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    #[serializer(format = slug)]
    slug: String,
    #[serializer(allow_blank)]
    country: String,
    #[serializer(min_value = 0)]
    founded: Option<i64>,
    #[serializer(related = book::Entity, string)]
    books: Vec<String>,
}
