//! What Python's `int()`, `float()`, `str()` and `str.strip()` make of text: DRF's coercions are
//! theirs.

use std::borrow::Cow;

use crate::fields::input::is_integer;
use crate::json::write_float;

/// `str.strip()`.
pub(crate) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// `str.isspace()`: Unicode white space and the four ASCII separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `str()` of a JSON number: integers as they are, floats as Python prints them.
pub(crate) fn number_to_str(number: &str) -> String {
    if is_integer(number) {
        return if number == "-0" { "0" } else { number }.to_owned();
    }
    match number.parse::<f64>() {
        Ok(float) if float.is_infinite() => if float > 0.0 { "inf" } else { "-inf" }.to_owned(),
        Ok(float) => float_to_str(float),
        Err(_) => number.to_owned(),
    }
}

/// `str()` of a finite float.
pub(crate) fn float_to_str(float: f64) -> String {
    let mut out = Vec::new();
    write_float(float, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// `int()`: blanks around, a sign, decimal digits of any script, single underscores between them.
/// Numbers outside of `i128` become its ends, which no bound of a field lets pass.
pub(crate) fn int(text: &str) -> Option<i128> {
    let text = strip(text);
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    // Counted downwards, since there is one more number below zero than above.
    let mut magnitude = Some(0_i128);
    let mut underscore_allowed = false;
    for c in digits.chars() {
        match decimal_digit(c) {
            Some(digit) => {
                let above = |value: i128| value.checked_mul(10)?.checked_sub(i128::from(digit));
                magnitude = magnitude.and_then(above);
                underscore_allowed = true;
            }
            None if c == '_' && underscore_allowed => underscore_allowed = false,
            None => return None,
        }
    }
    if !underscore_allowed {
        return None;
    }
    Some(match magnitude {
        Some(value) if negative => value,
        Some(value) => value.checked_neg().unwrap_or(i128::MAX),
        None if negative => i128::MIN,
        None => i128::MAX,
    })
}

/// `float()`, finite values only: blanks around, underscores between digits, an exponent.
pub(crate) fn float(text: &str) -> Option<f64> {
    let text = strip(text);
    let mut ascii = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (decimal_digit(c), c) {
            (Some(digit), _) => ascii.push(char::from(b'0' + digit)),
            (None, '_') => {
                let between = decimal_digit(previous).is_some()
                    && characters.peek().copied().and_then(decimal_digit).is_some();
                if !between {
                    return None;
                }
            }
            (None, '+' | '-' | '.' | 'e' | 'E') => ascii.push(c),
            _ => return None,
        }
        previous = c;
    }
    ascii.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// The value of a character of Unicode's category Nd.
pub(crate) fn decimal_digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    let code = u32::from(c);
    let above = ZEROS.partition_point(|&zero| zero <= code);
    let zero = ZEROS.get(above.checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|&digit| digit < 10)
}

/// The same text with the digits of all scripts as ASCII ones.
pub(crate) fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| decimal_digit(c).map_or(c, |digit| char::from(b'0' + digit))).collect()
}

/// The zero of each script's ten digits, Unicode 14 (the database of CPython 3.11).
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_python_reads_them() {
        let cases = [
            ("5", Some(5)),
            (" +5 ", Some(5)),
            ("-0012", Some(-12)),
            ("1_000", Some(1000)),
            ("\u{661}", Some(1)),
            ("\u{1d7d9}", Some(1)),
            ("170141183460469231731687303715884105727", Some(i128::MAX)),
            ("-170141183460469231731687303715884105728", Some(i128::MIN)),
            ("170141183460469231731687303715884105728", Some(i128::MAX)),
            ("1__0", None),
            ("_1", None),
            ("1_", None),
            ("+-1", None),
            ("0x10", None),
            ("1e3", None),
            ("", None),
            ("²", None),
        ];
        for (text, value) in cases {
            assert_eq!(int(text), value, "{text:?}");
        }
    }

    #[test]
    fn floats_are_read_as_python_reads_them() {
        let cases = [
            ("1.5", Some(1.5)),
            (" 2 ", Some(2.0)),
            ("1_000.5", Some(1000.5)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("1e3", Some(1000.0)),
            ("\u{663}.\u{661}", Some(3.1)),
            ("1_.5", None),
            ("inf", None),
            ("nan", None),
            ("1e400", None),
            ("1,5", None),
            ("", None),
        ];
        for (text, value) in cases {
            assert_eq!(float(text), value, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_printed_as_python_prints_them() {
        for (number, text) in [("1.0", "1.0"), ("1e3", "1000.0"), ("1e22", "1e+22"), ("007", "007")]
        {
            assert_eq!(number_to_str(number), text);
        }
    }
}
