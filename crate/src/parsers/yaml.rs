//! `application/yaml`.

use std::fmt;

use bytes::Bytes;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_saphyr::options::DuplicateKeyPolicy;

use super::{Parser, charset::Charset};
use crate::{
    Error, Result, Settings,
    json::{write_float, write_integer, write_str},
    request::Data,
};

/// One YAML document of plain values: no tags of applications, no NaN, and of repeated keys the
/// last counts. Booleans are `true` and `false` alone: `yes` and `NO` are text, which boolean
/// take. What aliases stand for may be eight times as large as a body may be, and values
/// may lie in each other 64 levels deep.
///
/// Source: <https://jpadilla.github.io/django-rest-framework-yaml/>.
#[derive(Clone, Copy, Debug, Default)]
pub struct YamlParser;

impl Parser for YamlParser {
    fn media_type(&self) -> &'static str {
        "application/yaml"
    }

    fn parse(&self, body: Bytes, content_type: &str, settings: &Settings) -> Result<Data> {
        let refused = |why: String| Error::parse(format!("YAML parse error - {why}"));
        let text = Charset::of(content_type).decode(&body);
        let text =
            text.map_err(|_| refused("the body is not in the charset of its type".into()))?;
        let limit = settings.data_upload_max_memory_size.saturating_mul(8);
        let json = converted(&text, limit).map_err(refused)?;
        Ok(Data::Json(RawValue::from_string(json).map_err(Error::internal)?))
    }
}

/// The document as JSON text of at most so many bytes.
fn converted(text: &str, limit: usize) -> Result<String, String> {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        reject_unsupported_tags: true,
        strict_booleans: true,
        with_snippet: false
    };
    let mut out = Vec::with_capacity(text.len() * 2);
    let read = serde_saphyr::with_deserializer_from_str_with_options(text, options, |document| {
        Value { out: &mut out, limit }.deserialize(document)
    });
    read.map_err(|error| error.to_string())?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

/// Writes a value as JSON.
struct Value<'o> {
    out: &'o mut Vec<u8>,
    limit: usize,
}

impl Value<'_> {
    fn again(&mut self) -> Value<'_> {
        Value { out: self.out, limit: self.limit }
    }

    fn within_limit<E: de::Error>(&self) -> Result<(), E> {
        match self.out.len() > self.limit {
            true => Err(E::custom("the aliases stand for too much")),
            false => Ok(()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        write_integer(value, self.out);
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        write_integer(value, self.out);
        Ok(())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<(), E> {
        write_integer(value, self.out);
        Ok(())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<(), E> {
        write_integer(value, self.out);
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        write_float(value, self.out);
        Ok(())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        write_str(value, self.out);
        self.within_limit()
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.out.push(b'[');
        let start = self.out.len();
        loop {
            let before = self.out.len();
            if before > start {
                self.out.push(b',');
            }
            if items.next_element_seed(self.again())?.is_none() {
                self.out.truncate(before);
                self.out.push(b']');
                return self.within_limit();
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.out.push(b'{');
        let start = self.out.len();
        loop {
            let before = self.out.len();
            if before > start {
                self.out.push(b',');
            }
            if members.next_key_seed(Key(self.again()))?.is_none() {
                self.out.truncate(before);
                self.out.push(b'}');
                return self.within_limit();
            }
            self.out.push(b':');
            members.next_value_seed(self.again())?;
        }
    }
}

/// Writes a key as a JSON string: YAML's may be numbers and booleans too.
struct Key<'o>(Value<'o>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        self.0.visit_str(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_values() {
        for (yaml, json) in [
            ("a: 1\nb: [x, true, null, 1.5]\n", r#"{"a":1,"b":["x",true,null,1.5]}"#),
            ("- a: \"1\"\n  b: ~\n- {}\n- []\n", r#"[{"a":"1","b":null},{},[]]"#),
            ("1: x\ntrue: yes\nno: y\n", r#"{"1":"x","true":"yes","no":"y"}"#),
            ("a: 2024-01-02\n", r#"{"a":"2024-01-02"}"#),
            ("a: &x [1]\nb: *x\n", r#"{"a":[1],"b":[1]}"#),
            ("a: 18446744073709551615\n", r#"{"a":18446744073709551615}"#),
            ("--- |\n  text\n", r#""text\n""#),
            ("", "null"),
        ] {
            assert_eq!(converted(yaml, 1000).as_deref(), Ok(json), "{yaml}");
        }
    }

    #[test]
    fn what_is_no_plain_document_is_refused() {
        for yaml in [
            "a: [1",
            "a: *x",
            "a: !thing 1",
            "a: .nan",
            "a: 1\n--- \nb: 2\n",
            "? [1]\n: 2\n",
            "a: b: c",
        ] {
            assert!(converted(yaml, 1000).is_err(), "{yaml}");
        }
        let refused = YamlParser.parse("a: [".into(), "application/yaml", &Settings::default());
        let message = refused.unwrap_err().to_string();
        assert!(message.starts_with("YAML parse error - "), "{message}");
        assert!(!message.contains('\n'), "{message}");
    }

    #[test]
    fn aliases_stand_for_so_much_and_no_more() {
        let text = format!("a: &a {}\nb: [*a, *a]\n", "x".repeat(100));
        let length = converted(&text, 10_000).unwrap().len();
        assert!(converted(&text, length).is_ok());
        assert!(converted(&text, length - 1).is_err());
        let mut laughs = "a0: &a0 [ha]\n".to_owned();
        for level in 1..30 {
            let below = level - 1;
            laughs.push_str(&format!("a{level}: &a{level} [*a{below}, *a{below}, *a{below}]\n"));
        }
        assert!(converted(&laughs, 1_000_000).is_err());
    }

    #[test]
    fn so_deep_and_no_deeper() {
        let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(converted(&deep(63), 1000).is_ok());
        assert!(converted(&deep(65), 1000).is_err());
        assert!(converted(&deep(10_000), 100_000).is_err());
    }
}
