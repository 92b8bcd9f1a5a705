//! Readings on the wire.

use sea_orm::prelude::DateTimeUtc;
use seaview::prelude::*;

use crate::entities::reading;

/// A reading.
#[derive(ModelSerializer)]
#[serializer(entity = reading::Entity)]
pub struct ReadingSerializer {
    #[serializer(read_only)]
    id: i64,
    sensor: String,
    value: f64,
    taken_at: DateTimeUtc,
}
