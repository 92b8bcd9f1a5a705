//! The name of a field.

use syn::{Ident, ext::IdentExt};

/// The name in JSON, URLs and messages, by which seaview also finds the column.
pub(crate) fn wire_name(field: &Ident) -> String {
    field.unraw().to_string()
}
