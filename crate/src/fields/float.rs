//! Floating-point numbers.

use super::{
    Field, FieldOptions, FieldSchema, Input, Numeric,
    input::is_integer,
    integer::{too_large, too_small},
    python,
};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_float,
};

/// Longer strings are refused before anything looks at their digits.
const MAX_STRING_LENGTH: usize = 1000;

impl Field for f64 {
    const SCHEMA: FieldSchema = FieldSchema::new("float");

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let value = match &input {
            Input::Bool(value) => Some(f64::from(u8::from(*value))),
            Input::Number(number) => match number.parse::<f64>() {
                Ok(value) if value.is_infinite() && is_integer(number) => {
                    let message = "Integer value too large to convert to float";
                    return Err(ErrorDetail::new(message, "overflow").into());
                }
                value => value.ok().filter(|value| value.is_finite()),
            },
            Input::Text(text) if text.chars().count() > MAX_STRING_LENGTH => {
                return Err(ErrorDetail::new("String value too large.", "max_string_length").into());
            }
            Input::Text(text) => python::float(text),
            _ => None,
        };
        value.ok_or_else(|| ErrorDetail::new("A valid number is required.", "invalid").into())
    }

    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        if let Some(max) = options.max_value.filter(|max| *self > max.as_float()) {
            errors.push(too_large(max));
        }
        if let Some(min) = options.min_value.filter(|min| *self < min.as_float()) {
            errors.push(too_small(min));
        }
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_float(*self, out);
    }
}

impl Numeric for f64 {}

impl Field for f32 {
    const SCHEMA: FieldSchema = f64::SCHEMA;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let wide = f64::parse(input, options)?;
        let value = wide as f32;
        if value.is_finite() {
            return Ok(value);
        }
        Err(ErrorDetail::new("A valid number is required.", "invalid").into())
    }

    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        // In this width, as 0.1 would be more than a bound of 0.1 in the other.
        if let Some(max) = options.max_value.filter(|max| *self > max.as_float() as Self) {
            errors.push(too_large(max));
        }
        if let Some(min) = options.min_value.filter(|min| *self < min.as_float() as Self) {
            errors.push(too_small(min));
        }
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        // Through its shortest digits, so that 0.1 stays 0.1 and shows no digits it never had.
        match self.to_string().parse() {
            Ok(value) => write_float(value, out),
            Err(_) => write_float(f64::from(*self), out),
        }
    }
}

impl Numeric for f32 {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_numbers_are_floats() {
        let text = |text: &'static str| Input::Text(text.into());
        let cases = [
            (Input::Number("1"), Ok(1.0)),
            (Input::Bool(true), Ok(1.0)),
            (text(" 2 "), Ok(2.0)),
            (text("1_000"), Ok(1000.0)),
            (text("inf"), Err("A valid number is required.")),
            (text("nan"), Err("A valid number is required.")),
            (text("1e400"), Err("A valid number is required.")),
            (Input::Number("1e400"), Err("A valid number is required.")),
            (text(""), Err("A valid number is required.")),
            (
                Input::Number(&"9".repeat(400).leak()[..]),
                Err("Integer value too large to convert to float"),
            ),
        ];
        for (input, expected) in cases {
            let found = f64::parse(input, &FieldOptions::default()).map_err(|e| e.to_string());
            assert_eq!(found, expected.map_err(str::to_owned));
        }
    }

    #[test]
    fn narrow_floats_are_written_with_their_own_digits() {
        let mut out = Vec::new();
        0.1_f32.write(&FieldOptions::default(), &mut out);
        assert_eq!(out, b"0.1");
        assert!(f32::parse(Input::Number("1e39"), &FieldOptions::default()).is_err());
    }
}
