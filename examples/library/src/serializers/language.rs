//! Languages on the wire.

use seaview::prelude::*;

use crate::entities::language;

/// A language.
#[derive(ModelSerializer)]
#[serializer(entity = language::Entity)]
pub struct LanguageSerializer {
    code: String,
    name: String,
}
