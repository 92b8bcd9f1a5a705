//! JSON of any shape.

use serde_json::Value;

use super::{Field, FieldOptions, FieldSchema, FormSpelling, Input, input::is_integer, python};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::{write_float, write_str},
    request::FormValue,
};

/// Any JSON: DRF's `JSONField`. Forms hold it as text.
///
/// Numbers are shown as Python prints them. Integers of any length stay what they are if the
/// program enables serde_json's `arbitrary_precision`, and members keep their order with its
/// `preserve_order`; without them long integers become floats, and members are sorted. Nesting is
/// limited to what serde_json reads back from the database, 127 levels.
impl Field for Value {
    const SCHEMA: FieldSchema =
        FieldSchema { form: FormSpelling::Json, ..FieldSchema::new("field") };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let value = match input {
            Input::Null => Some(Self::Null),
            Input::Bool(value) => Some(Self::Bool(value)),
            Input::Text(text) => Some(Self::String(text.into_owned())),
            Input::Number(number) => serde_json::from_str(number).ok(),
            Input::List(raw) | Input::Object(raw) => serde_json::from_str(raw.get()).ok(),
            Input::Form(part) => match part.value() {
                Some(FormValue::Text(text)) => serde_json::from_str(text).ok(),
                _ => None,
            },
            Input::Surrogate(_) | Input::File(_) => None,
        };
        let invalid = || ErrorDetail::new("Value must be valid JSON.", "invalid").into();
        value.filter(is_finite).ok_or_else(invalid)
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(value) => value.write(options, out),
            Self::Number(number) => write_number(&number.to_string(), out),
            Self::String(text) => write_str(text, out),
            Self::Array(items) => items.write(&FieldOptions::default(), out),
            Self::Object(members) => {
                out.push(b'{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    write_str(key, out);
                    out.push(b':');
                    value.write(options, out);
                }
                out.push(b'}');
            }
        }
    }
}

/// `false` if a number in it is beyond all floats: JSON could not show it again.
fn is_finite(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            is_integer(&text) || text.parse::<f64>().is_ok_and(f64::is_finite)
        }
        Value::Array(items) => items.iter().all(is_finite),
        Value::Object(members) => members.values().all(is_finite),
        _ => true,
    }
}

fn write_number(number: &str, out: &mut Vec<u8>) {
    match number.parse::<f64>() {
        Ok(float) if !is_integer(number) => write_float(float, out),
        _ => out.extend_from_slice(python::number_to_str(number).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;
    use crate::{fields::FormPart, request::Form};

    fn written(value: Result<Value, ValidationError>) -> Option<String> {
        let mut out = Vec::new();
        value.ok()?.write(&FieldOptions::default(), &mut out);
        String::from_utf8(out).ok()
    }

    #[test]
    fn any_json_is_taken_and_numbers_are_shown_as_python_prints_them() {
        let cases = [
            (r#"{"a": [true, null, 1.5, "x\n"]}"#, Some(r#"{"a":[true,null,1.5,"x\n"]}"#)),
            ("\"{}\"", Some("\"{}\"")),
            ("null", Some("null")),
            ("[1e5, 1.0, -0.0, 0.1e-6, 7]", Some("[100000.0,1.0,-0.0,1e-07,7]")),
            (r#"{"a": 1, "a": 2}"#, Some(r#"{"a":2}"#)),
            ("[1e400]", None),
            ("\"\\ud800\"", None),
        ];
        for (json, expected) in cases {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            let value = Value::parse(Input::from_json(&raw), &FieldOptions::default());
            assert_eq!(written(value).as_deref(), expected, "{json}");
        }
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        for (levels, taken) in [(127, true), (128, false), (100_000, false)] {
            let raw: Box<RawValue> = serde_json::from_str(&deep(levels)).unwrap();
            let value = Value::parse(Input::from_json(&raw), &FieldOptions::default());
            assert_eq!(written(value), taken.then(|| deep(levels)));
        }
    }

    #[test]
    fn forms_hold_json_as_text() {
        let parse = |text: &str| {
            let form = Form::new(vec![("a".into(), FormValue::Text(text.into()))]);
            let part = FormPart::of(&form).field("a");
            written(Value::parse(Input::Form(part), &FieldOptions::default()))
        };
        assert_eq!(parse("{\"a\": [1]}").as_deref(), Some("{\"a\":[1]}"));
        assert_eq!(parse("x"), None);
        assert_eq!(parse(""), None);
    }
}
