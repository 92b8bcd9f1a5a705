//! UUIDs.

use uuid::Uuid;

use super::{Field, FieldOptions, FieldSchema, Input, input::is_integer};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

impl Field for Uuid {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid UUID."), ..FieldSchema::new("string") };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let uuid = match &input {
            Input::Text(text) => from_hex(text),
            // Python's `UUID(int=…)`; there a boolean is an integer too.
            Input::Number(number) if is_integer(number) => number.parse().ok().map(Self::from_u128),
            Input::Bool(value) => Some(Self::from_u128(u128::from(*value))),
            _ => None,
        };
        uuid.ok_or_else(|| ErrorDetail::new("Must be a valid UUID.", "invalid").into())
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(self.hyphenated().encode_lower(&mut Self::encode_buffer()), out);
    }
}

/// Hexadecimal digits with dashes anywhere or nowhere, in braces, after `urn:uuid:`.
fn from_hex(text: &str) -> Option<Uuid> {
    let text = text.replace("urn:", "").replace("uuid:", "");
    let hex: String = text.trim_matches(['{', '}']).chars().filter(|c| *c != '-').collect();
    if hex.len() != 32 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&hex, 16).ok().map(Uuid::from_u128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_read_as_in_drf() {
        let text = |text: &'static str| Input::Text(text.into());
        let shown = Some("\"550e8400-e29b-41d4-a716-446655440000\"");
        let cases = [
            (text("550e8400-e29b-41d4-a716-446655440000"), shown),
            (text("550E8400E29B41D4A716446655440000"), shown),
            (text("{550e8400-e29b-41d4-a716-446655440000}"), shown),
            (text("urn:uuid:550e8400-e29b-41d4-a716-446655440000"), shown),
            (Input::Number("5"), Some("\"00000000-0000-0000-0000-000000000005\"")),
            (Input::Bool(true), Some("\"00000000-0000-0000-0000-000000000001\"")),
            (Input::Number("-1"), None),
            (Input::Number("1.0"), None),
            (Input::Number("340282366920938463463374607431768211456"), None),
            (text("550e8400-e29b-41d4-a716-44665544000"), None),
            (text("x"), None),
            (text(""), None),
        ];
        for (input, shown) in cases {
            let name = format!("{input:?}");
            let written = Uuid::parse(input, &FieldOptions::default()).ok().map(|uuid| {
                let mut out = Vec::new();
                uuid.write(&FieldOptions::default(), &mut out);
                String::from_utf8(out).unwrap()
            });
            assert_eq!(written.as_deref(), shown, "{name}");
        }
    }
}
