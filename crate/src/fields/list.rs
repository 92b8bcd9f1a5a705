//! Lists of values of one type.

use super::{
    Composite, Field, FieldOptions, FieldSchema, FormSpelling, Input, Length, part::parse_part,
};
use crate::error::{Detail, ErrorDetail, NON_FIELD_ERRORS, ValidationError};

/// A list: DRF's `ListField`, and its `many=True` where the items are objects. Errors stand at the
/// number of their item.
///
/// Also a `Vec<u8>` is a list of numbers; bytes are a [`Base64`](super::Base64).
impl<T: Field> Field for Vec<T> {
    const SCHEMA: FieldSchema = FieldSchema {
        child: Some(&T::SCHEMA),
        ..match T::SCHEMA.children {
            Some(_) => FieldSchema { form: FormSpelling::Objects, ..FieldSchema::new("field") },
            None => FieldSchema { form: FormSpelling::List, ..FieldSchema::new("list") },
        }
    };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let items = items(input, options).and_then(|items| {
            let count_first = T::SCHEMA.children.is_some();
            check_length(items.len(), options).filter(|_| count_first).map_or(Ok(items), Err)
        });
        let items = items.map_err(|error| place::<T>(error))?;
        let mut values = Self::with_capacity(items.len());
        let mut failed = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            match parse_part(item, options.child.as_deref()) {
                Ok(value) => values.push(value),
                Err(error) => failed.push((index.to_string().into(), error)),
            }
        }
        if failed.is_empty() { Ok(values) } else { Err(Detail::Fields(failed).into()) }
    }

    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        errors.extend(check_length(self.len(), options));
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        let unstated = FieldOptions::default();
        let options = options.child.as_deref().unwrap_or(&unstated);
        out.push(b'[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            item.write(options, out);
        }
        out.push(b']');
    }
}

impl<T: Field> Length for Vec<T> {}

impl<T: Field> Composite for Vec<T> {
    type Child = T;
}

/// The items, if it is a list and may have so few.
fn items<'a>(input: Input<'a>, options: &FieldOptions) -> Result<Vec<Input<'a>>, ErrorDetail> {
    let items = input.items().ok_or_else(|| not_a_list(&input))?;
    match items.is_empty() && !options.allow_empty {
        true => Err(ErrorDetail::new("This list may not be empty.", "empty")),
        false => Ok(items),
    }
}

pub(super) fn not_a_list(input: &Input<'_>) -> ErrorDetail {
    let name = input.type_name();
    ErrorDetail::new(format!("Expected a list of items but got type \"{name}\"."), "not_a_list")
}

fn check_length(length: usize, options: &FieldOptions) -> Option<ErrorDetail> {
    if let Some(max) = options.max_length.filter(|&max| length > max) {
        let message = format!("Ensure this field has no more than {max} elements.");
        return Some(ErrorDetail::new(message, "max_length"));
    }
    let min = options.min_length.filter(|&min| length < min)?;
    let message = format!("Ensure this field has at least {min} elements.");
    Some(ErrorDetail::new(message, "min_length"))
}

/// A list of objects is a serializer to DRF, and its own errors stand where those of serializers
/// do.
fn place<T: Field>(error: ErrorDetail) -> ValidationError {
    if T::SCHEMA.children.is_none() {
        return error.into();
    }
    ValidationError::field(NON_FIELD_ERRORS, Detail::messages(vec![error]))
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;
    use crate::fields::Number;

    fn parse<T: Field>(json: &str, options: &FieldOptions) -> String {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        let mut out = Vec::new();
        match parse_part::<T>(Input::from_json(&raw), Some(options)) {
            Ok(value) => value.write(options, &mut out),
            Err(error) => error.for_each_message(&mut |path, error| {
                out.extend(format!("{}: {error} ", path.join(".")).into_bytes());
            }),
        }
        String::from_utf8(out).unwrap().trim_end().to_owned()
    }

    #[test]
    fn items_are_checked_before_their_number() {
        let child = FieldOptions { min_value: Some(Number::Integer(0)), ..Default::default() };
        let options = FieldOptions {
            min_length: Some(1),
            max_length: Some(3),
            child: Some(Box::new(child)),
            ..FieldOptions::default()
        };
        let cases = [
            ("[1, \"2\", 3.0]", "[1,2,3]"),
            ("\"1,2\"", ": Expected a list of items but got type \"str\"."),
            ("{\"0\": 1}", ": Expected a list of items but got type \"dict\"."),
            ("5", ": Expected a list of items but got type \"int\"."),
            ("[]", ": Ensure this field has at least 1 elements."),
            ("[1, 2, 3, 4]", ": Ensure this field has no more than 3 elements."),
            (
                "[\"x\", 1, -5, null, []]",
                "0: A valid integer is required. 2: Ensure this value is greater than or equal to 0. \
                 3: This field may not be null. 4: A valid integer is required.",
            ),
        ];
        for (json, expected) in cases {
            assert_eq!(parse::<Vec<i64>>(json, &options), expected, "{json}");
        }
        let options = FieldOptions { allow_empty: false, ..FieldOptions::default() };
        assert_eq!(parse::<Vec<i64>>("[]", &options), ": This list may not be empty.");
    }

    #[test]
    fn lists_nest_and_hold_nulls_where_their_type_does() {
        let options = FieldOptions::default();
        assert_eq!(
            parse::<Vec<Vec<i64>>>("[[1], 2, [3, \"x\"]]", &options),
            "1: Expected a list of items but got type \"int\". 2.1: A valid integer is required."
        );
        assert_eq!(parse::<Vec<Option<bool>>>("[null, \"\", 1]", &options), "[null,null,true]");
    }
}
