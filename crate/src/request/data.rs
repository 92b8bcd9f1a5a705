//! What the parsers made of a body.

use std::fmt::Display;

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::json;

/// The body of a request after parsing: DRF's `request.data`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Data {
    /// Any JSON value, checked for well-formedness and kept as text, so that numbers keep their
    /// kind and length.
    Json(Box<RawValue>),
    /// The fields of a form.
    Form(Form),
}

impl Data {
    /// What an absent body stands for: the object `{}`.
    pub fn empty() -> Self {
        // `{}` is well-formed, so this is never the fallback.
        Self::Json(RawValue::from_string("{}".into()).unwrap_or_default())
    }

    /// Sets a member of an object or a field of a form to a text, in place of what was sent.
    /// Anything else stays as it is, for the serializer to refuse.
    pub fn insert(&mut self, name: &str, value: impl Display) {
        let value = value.to_string();
        match self {
            Self::Json(body) => {
                let Some(object) = body.get().trim().strip_prefix('{') else { return };
                let members = object.strip_suffix('}').unwrap_or(object).trim();
                let comma = if members.is_empty() { "" } else { "," };
                let member = format!("{}:{}", json_text(name), json_text(&value));
                // Of members with one name the last counts.
                if let Ok(new) = RawValue::from_string(format!("{{{members}{comma}{member}}}")) {
                    *body = new;
                }
            }
            Self::Form(form) => {
                form.fields.retain(|(key, _)| key != name);
                form.fields.push((name.to_owned(), FormValue::Text(value)));
            }
        }
    }
}

/// A text as JSON.
fn json_text(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    json::write_str(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The fields of an urlencoded or multipart form, in the order sent, names repeated as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    fields: Vec<(String, FormValue)>,
}

/// One value of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormValue {
    /// Text.
    Text(String),
    /// A file.
    File(UploadedFile),
}

/// A file of a multipart form, held in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// The name that the client gave, without folders.
    pub name: String,
    /// The part's `Content-Type`.
    pub content_type: Option<String>,
    /// The content.
    pub content: Bytes,
}

impl Form {
    /// A form of these fields.
    pub fn new(fields: Vec<(String, FormValue)>) -> Self {
        Self { fields }
    }

    /// All fields in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FormValue)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The last value of a name, as Django's `QueryDict` reads it.
    pub fn last(&self, name: &str) -> Option<&FormValue> {
        self.fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a FormValue> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value)
    }
}
