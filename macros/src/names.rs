//! The names of a field.

use heck::{ToSnakeCase, ToUpperCamelCase};
use syn::{Ident, ext::IdentExt};

/// The name in JSON, URLs and messages.
pub(crate) fn wire_name(field: &Ident) -> String {
    field.unraw().to_string()
}

/// The name by which SeaORM finds the column. It makes a variant of the field's name and a name of
/// the variant: `a_1` is `A1` and then `a1`.
pub(crate) fn column_name(field: &Ident) -> String {
    wire_name(field).to_upper_camel_case().to_snake_case()
}
