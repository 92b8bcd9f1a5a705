//! Dictionaries: text keys and values of one type.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Composite, Field, FieldOptions, FieldSchema, FormSpelling, Input, part::parse_part};
use crate::{
    error::{Detail, ErrorDetail, ValidationError},
    json::write_str,
};

/// A dictionary that keeps the order in which it was sent; a `BTreeMap` sorts its keys.
///
/// ```
/// let limits: seaview::fields::Dict<i64> = [("disk", 5), ("cpu", 2)].into_iter().collect();
/// assert_eq!(limits.get("cpu"), Some(&2));
/// assert_eq!(limits.keys().collect::<Vec<_>>(), ["disk", "cpu"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dict<T>(Vec<(String, T)>);

impl<T> Dict<T> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The keys and values in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The keys in their order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// `true` if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Dict<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Dict<T> {
    /// Of a key that is repeated the last value counts.
    fn from_iter<I: IntoIterator<Item = (K, T)>>(members: I) -> Self {
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut kept: Vec<(String, T)> = Vec::new();
        for (key, value) in members {
            let key = key.into();
            match places.get(&key) {
                Some(&place) => kept[place].1 = value,
                None => {
                    places.insert(key.clone(), kept.len());
                    kept.push((key, value));
                }
            }
        }
        Self(kept)
    }
}

impl<T> IntoIterator for Dict<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Serialize> Serialize for Dict<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Dict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Dict<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Dict<T>, A::Error> {
                let mut members: Vec<(String, T)> = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members.into_iter().collect())
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

/// Dictionaries: DRF's `DictField`. Errors stand at the key of their value.
macro_rules! dictionary {
    ($type:ty) => {
        impl<T: Field> Field for $type {
            const SCHEMA: FieldSchema = FieldSchema {
                form: FormSpelling::Members,
                child: Some(&T::SCHEMA),
                ..FieldSchema::new("nested object")
            };

            fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
                Ok(parse::<T>(&input, options)?.into_iter().collect())
            }

            fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
                let members = self.iter().map(|(key, value)| {
                    let key: &str = key;
                    (key, value)
                });
                write(members, options, out);
            }
        }

        impl<T: Field> Composite for $type {
            type Child = T;
        }
    };
}

dictionary!(Dict<T>);
dictionary!(BTreeMap<String, T>);

fn parse<T: Field>(
    input: &Input<'_>,
    options: &FieldOptions,
) -> Result<Vec<(String, T)>, ValidationError> {
    let members = input.members(&T::SCHEMA).ok_or_else(|| not_a_dict(input))?;
    if members.is_empty() && !options.allow_empty {
        return Err(ErrorDetail::new("This dictionary may not be empty.", "empty").into());
    }
    let mut values = Vec::with_capacity(members.len());
    let mut failed = Vec::new();
    for (key, member) in members {
        match parse_part(member, options.child.as_deref()) {
            Ok(value) => values.push((key.into_owned(), value)),
            Err(error) => failed.push((key.into_owned().into(), error)),
        }
    }
    if failed.is_empty() { Ok(values) } else { Err(Detail::Fields(failed).into()) }
}

fn not_a_dict(input: &Input<'_>) -> ErrorDetail {
    let name = input.type_name();
    let message = format!("Expected a dictionary of items but got type \"{name}\".");
    ErrorDetail::new(message, "not_a_dict")
}

fn write<'a, T: Field>(
    members: impl Iterator<Item = (&'a str, &'a T)>,
    options: &FieldOptions,
    out: &mut Vec<u8>,
) {
    let unstated = FieldOptions::default();
    let options = options.child.as_deref().unwrap_or(&unstated);
    out.push(b'{');
    for (index, (key, value)) in members.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_str(key, out);
        out.push(b':');
        value.write(options, out);
    }
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn values_are_checked_by_key_and_keep_their_order() {
        let child = FieldOptions { max_length: Some(5), ..FieldOptions::default() };
        let options = FieldOptions {
            child: Some(Box::new(child)),
            allow_empty: false,
            ..FieldOptions::default()
        };
        let cases = [
            (r#"{"b": "x", "a": 5, "": "y", "b": "z"}"#, r#"{"b":"z","a":"5","":"y"}"#),
            ("[1]", ": Expected a dictionary of items but got type \"list\"."),
            ("null", ": This field may not be null."),
            ("{}", ": This dictionary may not be empty."),
            (
                r#"{"a": "toolong", "b": "ok", "c": {}, "d": ""}"#,
                "a: Ensure this field has no more than 5 characters. c: Not a valid string. \
                 d: This field may not be blank.",
            ),
        ];
        for (json, expected) in cases {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            let mut out = Vec::new();
            match parse_part::<Dict<String>>(Input::from_json(&raw), Some(&options)) {
                Ok(value) => value.write(&options, &mut out),
                Err(error) => error.for_each_message(&mut |path, error| {
                    out.extend(format!("{}: {error} ", path.join(".")).into_bytes());
                }),
            }
            assert_eq!(String::from_utf8(out).unwrap().trim_end(), expected, "{json}");
        }
    }

    #[test]
    fn dictionaries_are_json_objects_to_serde() {
        let dict: Dict<i64> = serde_json::from_str(r#"{"b": 1, "a": 2}"#).unwrap();
        assert_eq!(serde_json::to_string(&dict).unwrap(), r#"{"b":1,"a":2}"#);
    }
}
