//! Bytes.

use base64::{Engine, engine::general_purpose::STANDARD};
use sea_orm::DeriveValueType;

use super::{Field, FieldOptions, FieldSchema, Input};
use crate::error::{ErrorDetail, ValidationError};

/// Bytes, in JSON a string of base64 (RFC 4648, section 4). As a column it is binary, as `Vec<u8>`
/// would be; that type itself is a list of numbers to serializers.
///
/// ```
/// # mod picture {
/// use sea_orm::entity::prelude::*;
/// use seaview::fields::Base64;
///
/// #[sea_orm::model]
/// #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #[sea_orm(table_name = "picture")]
/// pub struct Model {
///     #[sea_orm(primary_key)]
///     pub id: i64,
///     pub thumbnail: Base64,
/// }
/// # impl ActiveModelBehavior for ActiveModel {}
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, DeriveValueType)]
pub struct Base64(pub Vec<u8>);

impl Field for Base64 {
    const SCHEMA: FieldSchema = FieldSchema::new("string");

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let bytes = match input {
            Input::Text(text) => STANDARD.decode(text.as_bytes()).ok(),
            _ => None,
        };
        let invalid = || ErrorDetail::new("Enter a valid base64 string.", "invalid").into();
        bytes.map(Self).ok_or_else(invalid)
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        out.push(b'"');
        out.extend_from_slice(STANDARD.encode(&self.0).as_bytes());
        out.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_base64() {
        let text = |text: &'static str| Input::Text(text.into());
        let cases = [
            (text("AP8="), Some("\"AP8=\"")),
            (text(""), Some("\"\"")),
            (text("AP8"), None),
            (text("A?=="), None),
            (text(" AP8="), None),
            (Input::Number("1"), None),
        ];
        for (input, expected) in cases {
            let name = format!("{input:?}");
            let written = Base64::parse(input, &FieldOptions::default()).ok().map(|bytes| {
                let mut out = Vec::new();
                bytes.write(&FieldOptions::default(), &mut out);
                String::from_utf8(out).unwrap()
            });
            assert_eq!(written.as_deref(), expected, "{name}");
        }
    }
}
