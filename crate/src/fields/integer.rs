//! Integers of every width.

use crate::{
    error::{ErrorDetail, ValidationError},
    fields::{
        Field, FieldOptions, FieldSchema, Input, Number, Numeric, SqliteJson, choice::find, python,
    },
    json::{write_integer, write_str},
};

/// Longer strings are refused before anything looks at their digits.
const MAX_STRING_LENGTH: usize = 1000;

macro_rules! integer {
    ($($type:ty: $max:expr),*) => {$(
        impl Field for $type {
            const SCHEMA: FieldSchema = FieldSchema {
                min_value: Some(Number::Integer(<$type>::MIN as i128)),
                max_value: Some(Number::Integer($max as i128)),
                sqlite_json: SqliteJson::Same,
                ..FieldSchema::new("integer")
            };

            fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
                let value = parse(input, options)?;
                let fits = value <= $max as i128;
                // What the type cannot hold is beyond a bound, and the message names the bound.
                match Self::try_from(value) {
                    Ok(value) if fits => Ok(value),
                    _ => Err(out_of_range(value, options, Self::SCHEMA).into()),
                }
            }

            fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
                if options.choices.is_none() {
                    check_bounds(i128::from(*self), options, errors);
                }
            }

            fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
                match options.coerce_to_string {
                    Some(true) => write_str(&self.to_string(), out),
                    _ => write_integer(*self, out),
                }
            }
        }

        impl Numeric for $type {}
    )*};
}

// No database holds more than a signed 64-bit integer in an ordinary column; Django's
// `PositiveBigIntegerField` ends there too.
integer!(
    i8: i8::MAX, i16: i16::MAX, i32: i32::MAX, i64: i64::MAX,
    u8: u8::MAX, u16: u16::MAX, u32: u32::MAX, u64: i64::MAX
);

fn parse(input: Input<'_>, options: &FieldOptions) -> Result<i128, ErrorDetail> {
    if let Some(choices) = &options.choices {
        let found = python::int(&find(choices, &input)?.value.to_string());
        return found.ok_or_else(|| invalid(options));
    }
    let value = match &input {
        Input::Text(text) if text.chars().count() > MAX_STRING_LENGTH => {
            return Err(ErrorDetail::new("String value too large.", "max_string_length"));
        }
        Input::Text(text) => python::int(without_zero_fraction(text)),
        Input::Number(number) => python::int(without_zero_fraction(&python::number_to_str(number))),
        _ => None,
    };
    value.ok_or_else(|| invalid(options))
}

fn invalid(options: &FieldOptions) -> ErrorDetail {
    let message = match options.big_integer {
        true => "A valid biginteger is required.",
        false => "A valid integer is required.",
    };
    ErrorDetail::new(message, "invalid")
}

/// DRF cuts `\.0*\s*$` off, so that `1.0` and `"5."` are integers.
fn without_zero_fraction(text: &str) -> &str {
    let trimmed = python::strip(text);
    match trimmed.rsplit_once('.') {
        Some((integer, fraction)) if fraction.bytes().all(|b| b == b'0') => integer,
        _ => trimmed,
    }
}

fn out_of_range(value: i128, options: &FieldOptions, schema: FieldSchema) -> ErrorDetail {
    let mut errors = Vec::new();
    check_bounds(value, options, &mut errors);
    let bounds = FieldOptions {
        min_value: schema.min_value,
        max_value: schema.max_value,
        ..FieldOptions::default()
    };
    check_bounds(value, &bounds, &mut errors);
    errors.into_iter().next().unwrap_or_else(|| invalid(options))
}

fn check_bounds(value: i128, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
    let beyond = |bound: Number| match bound {
        Number::Integer(bound) => value.partial_cmp(&bound),
        Number::Float(bound) => (value as f64).partial_cmp(&bound),
    };
    if let Some(max) = options.max_value.filter(|&max| beyond(max).is_some_and(|o| o.is_gt())) {
        errors.push(too_large(max));
    }
    if let Some(min) = options.min_value.filter(|&min| beyond(min).is_some_and(|o| o.is_lt())) {
        errors.push(too_small(min));
    }
}

pub(super) fn too_large(max: Number) -> ErrorDetail {
    ErrorDetail::new(format!("Ensure this value is less than or equal to {max}."), "max_value")
}

pub(super) fn too_small(min: Number) -> ErrorDetail {
    ErrorDetail::new(format!("Ensure this value is greater than or equal to {min}."), "min_value")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Choice;

    #[test]
    fn strings_and_whole_floats_are_integers() {
        let text = |text: &'static str| Input::Text(text.into());
        let cases = [
            (Input::Number("5"), Some(5)),
            (Input::Number("1.0"), Some(1)),
            (Input::Number("1e3"), Some(1000)),
            (Input::Number("1e22"), None),
            (Input::Number("2.5"), None),
            (text("1.0"), Some(1)),
            (text("5."), Some(5)),
            (text("1.00 "), Some(1)),
            (text("1_000"), Some(1000)),
            (text("1.2"), None),
            (text("1e3"), None),
            (text(""), None),
            (Input::Bool(true), None),
        ];
        for (input, value) in cases {
            let name = format!("{input:?}");
            assert_eq!(i64::parse(input, &FieldOptions::default()).ok(), value, "{name}");
        }
    }

    #[test]
    fn each_width_says_its_own_bound_one_past_it() {
        fn message<T: Field>(text: &'static str) -> String {
            match T::parse(Input::Number(text), &FieldOptions::default()) {
                Err(error) => error.to_string(),
                Ok(_) => "fine".into(),
            }
        }
        let more = |n| format!("Ensure this value is less than or equal to {n}.");
        let less = |n| format!("Ensure this value is greater than or equal to {n}.");
        assert_eq!(message::<i8>("127"), "fine");
        assert_eq!(message::<i8>("128"), more("127"));
        assert_eq!(message::<i16>("-32769"), less("-32768"));
        assert_eq!(message::<i32>("2147483648"), more("2147483647"));
        assert_eq!(message::<i64>("9223372036854775808"), more("9223372036854775807"));
        assert_eq!(message::<u8>("-1"), less("0"));
        assert_eq!(message::<u64>("9223372036854775807"), "fine");
        assert_eq!(message::<u64>("9223372036854775808"), more("9223372036854775807"));
        assert_eq!(message::<i64>(&"9".repeat(90).leak()[..]), more("9223372036854775807"));
    }

    #[test]
    fn big_integers_have_their_own_message_and_may_be_strings() {
        let options = FieldOptions {
            big_integer: true,
            coerce_to_string: Some(true),
            ..FieldOptions::default()
        };
        let error = i64::parse(Input::Text("big".into()), &options).unwrap_err();
        assert_eq!(error.to_string(), "A valid biginteger is required.");
        let mut out = Vec::new();
        i64::MAX.write(&options, &mut out);
        assert_eq!(out, b"\"9223372036854775807\"");
    }

    #[test]
    fn listed_integers_may_be_sent_as_text() {
        let choices = [Choice::new(1, "Low"), Choice::new(2, "Middle")];
        let options = FieldOptions { choices: Some(choices.into()), ..FieldOptions::default() };
        for (input, expected) in [
            (Input::Number("2"), "2"),
            (Input::Text("2".into()), "2"),
            (Input::Number("9"), "\"9\" is not a valid choice."),
            (Input::Text("".into()), "\"\" is not a valid choice."),
        ] {
            let read = i16::parse(input, &options);
            assert_eq!(read.map_or_else(|e| e.to_string(), |n| n.to_string()), expected);
        }
    }

    #[test]
    fn strings_of_more_than_a_thousand_characters_are_not_read() {
        let input = |n: usize| Input::Text("1".repeat(n).into());
        let message = |n| i64::parse(input(n), &FieldOptions::default()).unwrap_err().to_string();
        assert_eq!(
            message(1000),
            "Ensure this value is less than or equal to 9223372036854775807."
        );
        assert_eq!(message(1001), "String value too large.");
    }
}
