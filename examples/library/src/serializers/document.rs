//! Documents on the wire.

use sea_orm::prelude::Uuid;
use seaview::prelude::*;

use crate::entities::document::{self, Status};

/// A document.
#[derive(ModelSerializer)]
#[serializer(entity = document::Entity)]
pub struct DocumentSerializer {
    #[serializer(read_only)]
    id: Uuid,
    title: String,
    status: Status,
    #[serializer(read_only)]
    revision: i64,
}
