//! Notes on the wire.

use seaview::prelude::*;

use crate::entities::note;

/// A note.
#[derive(ModelSerializer)]
#[serializer(entity = note::Entity)]
pub struct NoteSerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(source = owner.username)]
    owner_name: String,
    text: String,
    is_public: bool,
}
