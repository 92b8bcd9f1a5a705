//! `true` and `false`.

use super::{Field, FieldOptions, FieldSchema, Input, SqliteJson};
use crate::error::{ErrorDetail, ValidationError};

const TRUE: [&str; 6] = ["t", "y", "yes", "true", "on", "1"];
const FALSE: [&str; 6] = ["f", "n", "no", "false", "off", "0"];

impl Field for bool {
    const SCHEMA: FieldSchema = FieldSchema {
        check_box: true,
        sqlite_json: SqliteJson::Boolean,
        ..FieldSchema::new("boolean")
    };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let value = match input {
            Input::Bool(value) => Some(value),
            Input::Number(number) => match number.parse::<f64>() {
                Ok(1.0) => Some(true),
                Ok(0.0) => Some(false),
                _ => None,
            },
            Input::Text(text) => {
                let is = |word: &&str| word.eq_ignore_ascii_case(&text);
                if TRUE.iter().any(is) { Some(true) } else { FALSE.iter().any(is).then_some(false) }
            }
            _ => None,
        };
        value.ok_or_else(|| ErrorDetail::new("Must be a valid boolean.", "invalid").into())
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_booleans() {
        let text = |text: &'static str| Input::Text(text.into());
        let cases = [
            (text("TRUE"), Some(true)),
            (text("on"), Some(true)),
            (Input::Number("1.0"), Some(true)),
            (Input::Number("0"), Some(false)),
            (text("No"), Some(false)),
            (text("2"), None),
            (text(""), None),
            (Input::Number("2"), None),
        ];
        for (input, value) in cases {
            let name = format!("{input:?}");
            assert_eq!(bool::parse(input, &FieldOptions::default()).ok(), value, "{name}");
        }
    }
}
