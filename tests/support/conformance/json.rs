//! A JSON value that keeps the text of its numbers and the order of its keys.
//!
//! `serde_json::Value` does so only with features that cargo would switch on for the library
//! under test as well, which would then be another one than its users get.

use std::fmt::{self, Display, Formatter};

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::members::Members;
use super::number::Number;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Json>),
    Object(Members<Json>),
}

impl Json {
    /// Reads one value; bytes that are not UTF-8 are an error.
    pub fn parse(bytes: &[u8]) -> serde_json::Result<Json> {
        serde_json::from_slice(bytes)
    }

    /// JSON's name of the value's type.
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "bool",
            Json::Number(_) => "number",
            Json::String(_) => "string",
            Json::Array(_) => "array",
            Json::Object(_) => "object",
        }
    }

    /// The text within a string; other values as Python's `str` has them.
    pub fn to_plain(&self) -> String {
        match self {
            Json::Null => "None".to_owned(),
            Json::Bool(true) => "True".to_owned(),
            Json::Bool(false) => "False".to_owned(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// As JSON text of at most `limit` characters, for messages.
    pub fn brief(&self, limit: usize) -> String {
        let text = self.to_string();
        if text.chars().count() <= limit {
            return text;
        }
        let mut cut: String = text.chars().take(limit - 1).collect();
        cut.push('…');
        cut
    }

    fn from_raw(raw: &RawValue) -> serde_json::Result<Json> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => Json::Object(serde_json::from_str(text)?),
            Some(b'[') => Json::Array(serde_json::from_str(text)?),
            Some(b'"') => Json::String(serde_json::from_str(text)?),
            Some(b't' | b'f') => Json::Bool(serde_json::from_str(text)?),
            Some(b'n') => Json::Null,
            _ => Json::Number(Number::new(text)),
        })
    }

    fn write(&self, f: &mut Formatter<'_>, comma: &str, colon: &str) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Bool(value) => write!(f, "{value}"),
            Json::Number(number) => write!(f, "{number}"),
            Json::String(text) => f.write_str(&quoted(text)),
            Json::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { comma })?;
                    item.write(f, comma, colon)?;
                }
                f.write_str("]")
            }
            Json::Object(members) => {
                f.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    let comma_or_none = if index == 0 { "" } else { comma };
                    write!(f, "{comma_or_none}{}{colon}", quoted(key))?;
                    value.write(f, comma, colon)?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Spaced as Python's `json.dumps` does; `{:#}` leaves the spaces out.
impl Display for Json {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if f.alternate() { self.write(f, ",", ":") } else { self.write(f, ", ", ": ") }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Json::from_raw(&raw).map_err(D::Error::custom)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::String(text.to_owned())
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_back() {
        let text = r#"{"z": 12345678901234567890123, "a": [1.50, null, true, "é\n"], "": {}}"#;
        let json = Json::parse(text.as_bytes()).expect("valid JSON");
        assert_eq!(json.to_string(), text);
        assert_eq!(
            format!("{json:#}"),
            r#"{"z":12345678901234567890123,"a":[1.50,null,true,"é\n"],"":{}}"#
        );
    }

    #[test]
    fn the_last_of_repeated_keys_counts() {
        let json = Json::parse(br#"{"a": 1, "b": 2, "a": 3}"#).expect("valid JSON");
        assert_eq!(json.to_string(), r#"{"a": 3, "b": 2}"#);
    }

    #[test]
    fn half_a_document_is_not_json() {
        for text in ["", "{", "{}x", "[01]", "nul", "\"\u{1}\""] {
            assert!(Json::parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
