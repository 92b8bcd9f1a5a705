//! One value of the input before it has a type.

use std::{borrow::Cow, collections::HashMap};

use serde_json::value::RawValue;

use super::{FieldSchema, FormPart};
use crate::{
    json::Members,
    request::{Data, FormValue, UploadedFile},
};

/// What a client sent for one field.
///
/// Scalars are read; lists and objects stay text until a field asks for their members. Numbers
/// stay text too, so that `1`, `1.0` and integers of any length are told apart.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Input<'a> {
    /// JSON `null`.
    Null,
    /// JSON `true` or `false`.
    Bool(bool),
    /// A JSON number as it was written.
    Number(&'a str),
    /// A JSON string, or a value of a form.
    Text(Cow<'a, str>),
    /// A JSON string with a lone surrogate, which no Rust string can hold; the first such code
    /// unit.
    Surrogate(u16),
    /// A JSON array.
    List(&'a RawValue),
    /// A JSON object.
    Object(&'a RawValue),
    /// A file of a multipart form.
    File(&'a UploadedFile),
    /// The place in a form of a value with parts, or of JSON text.
    Form(FormPart<'a>),
}

impl<'a> Input<'a> {
    /// The body of a request as one value.
    pub fn from_data(data: &'a Data) -> Self {
        match data {
            Data::Json(raw) => Self::from_json(raw),
            Data::Form(form) => Self::Form(FormPart::of(form)),
        }
    }

    /// The value of a piece of JSON.
    pub fn from_json(raw: &'a RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') => Self::Object(raw),
            Some(b'[') => Self::List(raw),
            Some(b'"') => Self::from_json_string(raw),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            // Python's integers have no negative zero.
            Some(_) if text == "-0" => Self::Number("0"),
            Some(_) => Self::Number(text),
        }
    }

    /// A value of a form.
    pub fn from_form(value: &'a FormValue) -> Self {
        match value {
            FormValue::Text(text) => Self::Text(Cow::Borrowed(text)),
            FormValue::File(file) => Self::File(file),
        }
    }

    fn from_json_string(raw: &'a RawValue) -> Self {
        let text = raw.get();
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        if !inner.contains('\\') {
            return Self::Text(Cow::Borrowed(inner));
        }
        match serde_json::from_str::<String>(text) {
            Ok(text) => Self::Text(Cow::Owned(text)),
            Err(_) => Self::Surrogate(first_surrogate(inner)),
        }
    }

    /// The items of a list; `None` if it is none.
    pub fn items(&self) -> Option<Vec<Input<'a>>> {
        match self {
            Self::List(raw) => {
                let items: Vec<&'a RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
                Some(items.into_iter().map(Self::from_json).collect())
            }
            Self::Form(part) => Some(part.items()),
            _ => None,
        }
    }

    /// The keys and values of a dictionary whose values are of one type; `None` if it is none. Of
    /// a key that is repeated the last value counts.
    pub fn members(&self, child: &FieldSchema) -> Option<Vec<(Cow<'a, str>, Input<'a>)>> {
        match self {
            Self::Object(raw) => Some(last_members(raw)),
            Self::Form(part) => Some(part.members(child)),
            _ => None,
        }
    }

    /// Python's name of the type, for messages: `str`, `int`, `float`, `bool`, `list`, `dict`,
    /// `NoneType`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool(_) => "bool",
            Self::Number(number) if is_integer(number) => "int",
            Self::Number(_) => "float",
            Self::Text(_) | Self::Surrogate(_) => "str",
            Self::List(_) => "list",
            Self::Object(_) => "dict",
            Self::File(_) => "InMemoryUploadedFile",
            Self::Form(_) => "MultiValueDict",
        }
    }
}

fn last_members<'a>(object: &'a RawValue) -> Vec<(Cow<'a, str>, Input<'a>)> {
    let mut places: HashMap<Cow<str>, usize> = HashMap::new();
    let mut members: Vec<(Cow<'a, str>, Input<'a>)> = Vec::new();
    for (key, value) in Members::of(object).0 {
        let value = Input::from_json(value);
        match places.get(&key) {
            Some(&place) => members[place].1 = value,
            None => {
                places.insert(key.clone(), members.len());
                members.push((key, value));
            }
        }
    }
    members
}

/// `true` for a JSON number without fraction and exponent.
pub(crate) fn is_integer(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
}

/// The first `\uD800`…`\uDFFF` that has no partner.
fn first_surrogate(escaped: &str) -> u16 {
    let mut pending = None;
    let mut rest = escaped;
    while let Some((before, escape)) = rest.split_once('\\') {
        if let (Some(high), false) = (pending, before.is_empty()) {
            return high;
        }
        let digits = escape.strip_prefix('u').and_then(|digits| digits.get(..4));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        rest = escape.get(if unit.is_some() { 5 } else { 1 }..).unwrap_or_default();
        match (pending.take(), unit) {
            (Some(_), Some(0xDC00..=0xDFFF)) => {}
            (Some(high), _) => return high,
            (None, Some(high @ 0xD800..=0xDBFF)) => pending = Some(high),
            (None, Some(low @ 0xDC00..=0xDFFF)) => return low,
            (None, _) => {}
        }
    }
    pending.unwrap_or(0xD800)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).unwrap()
    }

    #[test]
    fn each_json_value_is_told_apart() {
        for (text, name) in [
            ("null", "NoneType"),
            ("true", "bool"),
            ("-5", "int"),
            ("1e3", "float"),
            ("1.0", "float"),
            ("\"a\"", "str"),
            ("\"\\ud800\"", "str"),
            ("[1]", "list"),
            ("{}", "dict"),
        ] {
            assert_eq!(Input::from_json(&raw(text)).type_name(), name, "{text}");
        }
    }

    #[test]
    fn no_integer_is_minus_zero() {
        for (text, number) in [("-0", "0"), ("-0.0", "-0.0"), ("-1", "-1")] {
            let raw = raw(text);
            assert!(matches!(Input::from_json(&raw), Input::Number(found) if found == number));
        }
    }

    #[test]
    fn the_last_of_repeated_keys_counts_at_the_place_of_the_first() {
        let object = raw(r#"{"a": 1, "b": 2, "\u0061": 3}"#);
        let members = Input::from_json(&object).members(&FieldSchema::new("integer")).unwrap();
        let shown: Vec<_> = members.iter().map(|(k, v)| format!("{k}={v:?}")).collect();
        assert_eq!(shown, ["a=Number(\"3\")", "b=Number(\"2\")"]);
        assert!(Input::Number("1").members(&FieldSchema::new("integer")).is_none());
    }

    #[test]
    fn lone_surrogates_are_named() {
        for (text, unit) in [
            (r#""\ud800""#, 0xD800),
            (r#""a\udc01b""#, 0xDC01),
            (r#""\ud83d\ude00 \udbff""#, 0xDBFF),
            (r#""\ud834 \u0041""#, 0xD834),
        ] {
            let raw = raw(text);
            let Input::Surrogate(found) = Input::from_json(&raw) else { panic!("{text}") };
            assert_eq!(found, unit, "{text}");
        }
        let pair = raw(r#""\ud83d\ude00""#);
        assert!(matches!(Input::from_json(&pair), Input::Text(text) if text == "😀"));
    }

    #[test]
    fn members_keep_their_order_and_repeats() {
        let object = raw(r#"{"a": 1, "b\u0063": [2], "\ud800": 0, "a": 3}"#);
        let members = Members::of(&object).0;
        let names: Vec<_> = members.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(names[..2], ["a", "bc"]);
        assert_eq!(names[3], "a");
        assert_eq!(members[3].1.get(), "3");
    }
}
