//! Rows in which nothing is optional, on the wire.

use sea_orm::prelude::{Date, DateTimeUtc, Decimal, Json, Uuid};
use seaview::prelude::*;

use crate::entities::{
    sample::Size,
    strict::{self, StrictToTags},
    tag,
};

/// A row in which nothing is optional.
#[derive(ModelSerializer)]
#[serializer(entity = strict::Entity)]
pub struct StrictSerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    note: String,
    #[serializer(format = email)]
    email: String,
    count: i64,
    ratio: f64,
    amount: Decimal,
    active: bool,
    day: Date,
    moment: DateTimeUtc,
    size: Size,
    payload: Json,
    token: Uuid,
    #[serializer(source = tag_id)]
    tag: i64,
    #[serializer(related = tag::Entity, via = StrictToTags, allow_empty = false)]
    tags: Vec<i64>,
}
