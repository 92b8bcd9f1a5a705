//! Decimal numbers.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Field, FieldOptions, FieldSchema, Input, Number, Numeric, python};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::{write_float, write_str},
};

/// Longer strings are refused before anything looks at their digits.
const MAX_STRING_LENGTH: usize = 1000;

/// Digits as they were sent count; shown is a string with the column's decimal places.
impl Field for Decimal {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a number."), ..FieldSchema::new("decimal") };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let text = match input {
            Input::Text(text) => text.into_owned(),
            Input::Number(number) => python::number_to_str(number),
            _ => return Err(invalid().into()),
        };
        let text = python::strip(&text);
        if text.chars().count() > MAX_STRING_LENGTH {
            return Err(ErrorDetail::new("String value too large.", "max_string_length").into());
        }
        let sent = Sent::read(text).ok_or_else(invalid)?;
        sent.check(options)?;
        sent.value(options).ok_or_else(|| invalid().into())
    }

    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        use super::integer::{too_large, too_small};

        if let Some(max) = options.max_value.filter(|max| bound(*max).is_some_and(|b| *self > b)) {
            errors.push(too_large(max));
        }
        if let Some(min) = options.min_value.filter(|min| bound(*min).is_some_and(|b| *self < b)) {
            errors.push(too_small(min));
        }
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        let mut text = quantized(*self, options).to_string();
        if options.normalize_output && text.contains('.') {
            text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        }
        match text.parse() {
            Ok(number) if options.coerce_to_string == Some(false) => write_float(number, out),
            _ => write_str(&text, out),
        }
    }
}

/// With the places of the field, no more and no fewer.
fn quantized(mut value: Decimal, options: &FieldOptions) -> Decimal {
    let Some(places) = options.decimal_places else { return value };
    let negative = value.is_sign_negative();
    let rounding = options.rounding.unwrap_or(RoundingStrategy::MidpointNearestEven);
    value = value.round_dp_with_strategy(places, rounding);
    value.rescale(places);
    // Python keeps the sign of zero.
    value.set_sign_negative(negative);
    value
}

impl Numeric for Decimal {}

/// A number as Python's `Decimal` keeps it: a sign, digits and an exponent.
struct Sent {
    negative: bool,
    /// Without zeros in front; a lone zero for zero.
    digits: Vec<u8>,
    exponent: i64,
}

impl Sent {
    /// Python's `Decimal(text)`, finite values only.
    fn read(text: &str) -> Option<Self> {
        let text = text.replace('_', "");
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((_, exponent)) if exponent.contains(python::is_space) => return None,
            Some((mantissa, exponent)) => (mantissa, i64::try_from(python::int(exponent)?).ok()?),
            None => (text.as_str(), 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix(['-', '+']) {
            Some(rest) => (mantissa.starts_with('-'), rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits = Vec::with_capacity(mantissa.len());
        for c in whole.chars().chain(fraction.chars()) {
            digits.push(python::decimal_digit(c)?);
        }
        if digits.is_empty() {
            return None;
        }
        let places = fraction.chars().count();
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros.min(digits.len() - 1));
        let exponent = exponent.checked_sub(i64::try_from(places).ok()?)?;
        Some(Self { negative, digits, exponent })
    }

    /// DRF's `validate_precision`: digits in total, then decimal places, then whole digits.
    fn check(&self, options: &FieldOptions) -> Result<(), ErrorDetail> {
        let count = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let places = 0.max(self.exponent.saturating_neg());
        let (total, whole) = match self.exponent {
            0.. => (count.saturating_add(self.exponent), count.saturating_add(self.exponent)),
            _ if count > places => (count, count - places),
            _ => (places, 0),
        };
        let max_digits = options.max_digits.map(i64::from);
        let max_places = options.decimal_places.map(i64::from);
        let max_whole = max_digits.zip(max_places).map(|(digits, places)| digits - places);
        if let Some(max) = max_digits.filter(|max| total > *max) {
            let message = format!("Ensure that there are no more than {max} digits in total.");
            return Err(ErrorDetail::new(message, "max_digits"));
        }
        if let Some(max) = max_places.filter(|max| places > *max) {
            let message = format!("Ensure that there are no more than {max} decimal places.");
            return Err(ErrorDetail::new(message, "max_decimal_places"));
        }
        if let Some(max) = max_whole.filter(|max| whole > *max) {
            let message = format!(
                "Ensure that there are no more than {max} digits before the decimal point."
            );
            return Err(ErrorDetail::new(message, "max_whole_digits"));
        }
        Ok(())
    }

    /// The value with the column's decimal places; `None` beyond what a `Decimal` holds, 28 digits.
    fn value(&self, options: &FieldOptions) -> Option<Decimal> {
        let mut coefficient = 0_i128;
        for digit in &self.digits {
            coefficient = coefficient.checked_mul(10)?.checked_add(i128::from(*digit))?;
        }
        if self.exponent > 0 {
            let shift = 10_i128.checked_pow(u32::try_from(self.exponent).ok()?)?;
            coefficient = coefficient.checked_mul(shift)?;
        }
        let scale = u32::try_from(0.max(-self.exponent)).ok()?;
        let mut value = Decimal::try_from_i128_with_scale(coefficient, scale).ok()?;
        value.set_sign_negative(self.negative);
        Some(quantized(value, options))
    }
}

fn bound(number: Number) -> Option<Decimal> {
    number.to_string().parse().ok()
}

fn invalid() -> ErrorDetail {
    ErrorDetail::new("A valid number is required.", "invalid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_as_their_field_says() {
        let two = || FieldOptions { decimal_places: Some(2), ..FieldOptions::default() };
        let up = Some(RoundingStrategy::MidpointAwayFromZero);
        let cases = [
            ("1.5", two(), "\"1.50\""),
            ("1.005", two(), "\"1.00\""),
            ("1.005", FieldOptions { rounding: up, ..two() }, "\"1.01\""),
            ("-0.001", two(), "\"-0.00\""),
            ("100", FieldOptions { normalize_output: true, ..two() }, "\"100\""),
            ("1.50", FieldOptions { normalize_output: true, ..two() }, "\"1.5\""),
            ("1.50", FieldOptions { coerce_to_string: Some(false), ..two() }, "1.5"),
            ("7", FieldOptions { coerce_to_string: Some(false), ..two() }, "7.0"),
            ("1.500", FieldOptions::default(), "\"1.500\""),
        ];
        for (value, options, expected) in cases {
            let mut out = Vec::new();
            value.parse::<Decimal>().unwrap().write(&options, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{value}");
        }
    }

    #[test]
    fn decimals_are_read_as_in_drf() {
        let options = FieldOptions {
            max_digits: Some(6),
            decimal_places: Some(2),
            ..FieldOptions::default()
        };
        let digits = "Ensure that there are no more than 6 digits in total.";
        let places = "Ensure that there are no more than 2 decimal places.";
        let whole = "Ensure that there are no more than 4 digits before the decimal point.";
        let number = "A valid number is required.";
        let text = |text: &'static str| Input::Text(text.into());
        let cases = [
            (Input::Number("0.1"), Ok("\"0.10\"")),
            (Input::Number("7"), Ok("\"7.00\"")),
            (text(" 3.50 "), Ok("\"3.50\"")),
            (text("-0"), Ok("\"-0.00\"")),
            (text("000001.50"), Ok("\"1.50\"")),
            (text("1e2"), Ok("\"100.00\"")),
            (text("1e-2"), Ok("\"0.01\"")),
            (text(".5"), Ok("\"0.50\"")),
            (text("1_0.5"), Ok("\"10.50\"")),
            (text("\u{661}.\u{665}"), Ok("\"1.50\"")),
            (text("1.234"), Err(places)),
            (text("10000.00"), Err(digits)),
            (Input::Number("10000"), Err(whole)),
            (Input::Number("1234567"), Err(digits)),
            (text("1e5"), Err(whole)),
            (text("1e400"), Err(digits)),
            (text("1e99999999999999999999"), Err(number)),
            (text("0.0001"), Err(places)),
            (text("1,5"), Err(number)),
            (text("NaN"), Err(number)),
            (text("Infinity"), Err(number)),
            (text("."), Err(number)),
            (text(""), Err(number)),
            (Input::Bool(true), Err(number)),
        ];
        for (input, expected) in cases {
            let name = format!("{input:?}");
            let read = Decimal::parse(input, &options).map(|decimal| {
                let mut out = Vec::new();
                decimal.write(&options, &mut out);
                String::from_utf8(out).unwrap()
            });
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(read.map_err(|error| error.to_string()), expected, "{name}");
        }
        let long =
            |n: usize| Decimal::parse(Input::Text("1".repeat(n).into()), &options).unwrap_err();
        assert_eq!(long(1000).to_string(), digits);
        assert_eq!(long(1001).to_string(), "String value too large.");
    }
}
