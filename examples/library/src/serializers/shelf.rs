//! Shelves on the wire.

use seaview::prelude::*;

use crate::entities::{author, shelf, tag};

/// A shelf, whose relations are URLs.
#[derive(ModelSerializer)]
#[serializer(entity = shelf::Entity)]
pub struct ShelfSerializer {
    #[serializer(view_name = "shelf-detail")]
    url: String,
    label: String,
    #[serializer(related = author::Entity, view_name = "author-detail")]
    curator: Option<String>,
    #[serializer(related = tag::Entity, view_name = "tag-detail", required = false)]
    tags: Vec<String>,
}
