//! Reviews on the wire.

use sea_orm::prelude::DateTimeUtc;
use seaview::prelude::*;

use crate::entities::{review, user};

/// What a user thinks of a book.
#[derive(ModelSerializer)]
#[serializer(entity = review::Entity)]
pub struct ReviewSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(source = book_id, read_only)]
    book: i64,
    #[serializer(related = user::Entity, slug_field = username, read_only)]
    owner: String,
    #[serializer(min_value = 1, max_value = 5)]
    stars: i64,
    #[serializer(allow_blank)]
    text: String,
    #[serializer(read_only)]
    likes: i64,
    #[serializer(read_only)]
    created: DateTimeUtc,
}
