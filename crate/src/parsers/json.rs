//! `application/json`.

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{Parser, charset::Charset};
use crate::{Error, Result, Settings, request::Data};

/// Strict JSON (RFC 8259): no NaN, no trailing commas, no byte order mark. Of repeated keys the
/// last counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonParser;

impl Parser for JsonParser {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn parse(&self, body: Bytes, content_type: &str, _: &Settings) -> Result<Data> {
        let text = Charset::of(content_type).decode(&body);
        let text = text.map_err(|position| undecodable(&body, position))?;
        match serde_json::from_str::<Box<RawValue>>(&text) {
            Ok(value) => Ok(Data::Json(value)),
            Err(error) => {
                Err(Error::parse(format!("JSON parse error - {}", sentence(&text, &error))))
            }
        }
    }
}

fn undecodable(body: &[u8], position: Option<usize>) -> Error {
    let Some(position) = position else {
        return Error::parse(
            "JSON parse error - the body is not in the charset that its type names",
        );
    };
    let byte = body.get(position).copied().unwrap_or_default();
    Error::parse(format!(
        "JSON parse error - 'utf-8' codec can't decode byte 0x{byte:02x} in position {position}: \
         invalid start byte"
    ))
}

/// The parser's complaint in the words of Python's `json`, whose clients may know them.
fn sentence(text: &str, error: &serde_json::Error) -> String {
    if text.starts_with('\u{feff}') {
        return "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)".into();
    }
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full);
    let before = &text[..offset(text, error, what)];
    if let Some(word) = not_finite(text, before.len()) {
        return format!("Out of range float values are not JSON compliant: '{word}'");
    }
    let what = match what {
        "EOF while parsing an object" if before.trim_end().ends_with(['{', ',']) => PROPERTY_NAME,
        "EOF while parsing a list" if before.trim_end().ends_with('[') => "Expecting value",
        "trailing comma" if text[before.len()..].starts_with(']') => "Expecting value",
        "expected value" | "EOF while parsing a value" | "expected ident" => "Expecting value",
        "key must be a string" | "trailing comma" => PROPERTY_NAME,
        "expected `,` or `}`" | "expected `,` or `]`" => "Expecting ',' delimiter",
        "EOF while parsing an object" | "EOF while parsing a list" => "Expecting ',' delimiter",
        "expected `:`" => "Expecting ':' delimiter",
        "EOF while parsing a string" => "Unterminated string starting at",
        "invalid escape" => "Invalid \\escape",
        "trailing characters" => "Extra data",
        CONTROL_CHARACTER => "Invalid control character at",
        other => other,
    };
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{what}: line {line} column {column} (char {})", before.chars().count())
}

const PROPERTY_NAME: &str = "Expecting property name enclosed in double quotes";

const CONTROL_CHARACTER: &str = "control character (\\u0000-\\u001F) found while parsing a string";

/// The byte at which the text goes wrong. The parser counts columns from 1, but names the byte
/// before it at the end of the text and for control characters.
fn offset(text: &str, error: &serde_json::Error, what: &str) -> usize {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let past = error.is_eof() || what == CONTROL_CHARACTER;
    let column = error.column().saturating_sub(usize::from(!past));
    let offset = (lines.map(str::len).sum::<usize>() + column).min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

/// The word that Python's `json` would take for a number, if one stands here.
fn not_finite(text: &str, offset: usize) -> Option<&'static str> {
    let here = |word: &&str| {
        let mut starts = offset.saturating_sub(1)..=offset;
        starts.any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(*word)))
    };
    ["-Infinity", "Infinity", "NaN"].into_iter().find(here)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &'static [u8]) -> Result<Data> {
        JsonParser.parse(Bytes::from_static(body), "application/json", &Settings::default())
    }

    #[test]
    fn malformed_bodies_are_refused_with_their_place() {
        let cases: [(&[u8], &str); 5] = [
            (b"{\"a\": }", "JSON parse error - Expecting value: line 1 column 7 (char 6)"),
            (
                b"{\n\"a\": 1,}",
                "JSON parse error - Expecting property name enclosed in double quotes: line 2 \
                 column 8 (char 9)",
            ),
            (b"[1] x", "JSON parse error - Extra data: line 1 column 5 (char 4)"),
            (
                b"{\"a\": \"\x01\"}",
                "JSON parse error - Invalid control character at: line 1 column 8 (char 7)",
            ),
            (
                b"{\"a\": \"\xff\"}",
                "JSON parse error - 'utf-8' codec can't decode byte 0xff in position 7: invalid \
                 start byte",
            ),
        ];
        for (body, message) in cases {
            assert_eq!(parse(body).unwrap_err().to_string(), message);
        }
        for body in [&b"NaN"[..], b"\xef\xbb\xbf{}", b"  ", b"{'a': 1}", b"{\"a\": \"\x01\"}"] {
            assert!(matches!(parse(body), Err(Error::Parse(_))), "{body:?}");
        }
    }

    #[test]
    fn numbers_of_any_length_and_deep_nesting_are_fine() {
        let deep = format!("{}1{}", "[".repeat(900), "]".repeat(900));
        for body in ["1e400", "123456789012345678901234567890", &deep] {
            let parsed =
                JsonParser.parse(Bytes::copy_from_slice(body.as_bytes()), "", &Settings::default());
            assert!(matches!(parsed, Ok(Data::Json(value)) if value.get() == body));
        }
    }
}
