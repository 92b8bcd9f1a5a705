//! Events on the wire.

use sea_orm::prelude::DateTimeUtc;
use seaview::prelude::*;

use crate::entities::{event, guest};

/// An event among others.
#[derive(ModelSerializer)]
#[serializer(entity = event::Entity)]
pub struct EventListSerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    starts_at: DateTimeUtc,
}

/// An event by itself.
#[derive(ModelSerializer)]
#[serializer(entity = event::Entity)]
pub struct EventSerializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    #[serializer(allow_blank)]
    city: String,
    starts_at: DateTimeUtc,
    #[serializer(min_value = 0)]
    capacity: i64,
    #[serializer(nested, read_only)]
    guests: Vec<GuestSerializer>,
}

/// Someone who comes to an event.
#[derive(ModelSerializer)]
#[serializer(entity = guest::Entity)]
pub struct GuestSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(source = event_id)]
    event: i64,
    name: String,
    #[serializer(format = email)]
    email: String,
    plus_one: bool,
}
