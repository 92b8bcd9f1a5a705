//! What the parsers made of a body.

use bytes::Bytes;
use serde_json::value::RawValue;

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
