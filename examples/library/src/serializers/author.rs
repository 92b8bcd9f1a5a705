//! Authors on the wire.

use sea_orm::prelude::Date;
use seaview::prelude::*;

use crate::entities::{author, book};

/// An author.
#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
pub struct AuthorSerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    #[serializer(format = email)]
    email: String,
    born: Option<Date>,
    #[serializer(allow_blank)]
    bio: String,
    #[serializer(format = url, allow_blank)]
    website: String,
    #[serializer(related = book::Entity, count)]
    book_count: i64,
}
