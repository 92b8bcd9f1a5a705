//! What is known of a type beside its functions.

use super::{Choice, Descriptions, Number};

/// What OPTIONS says of a type, and what the engine needs to know of it beside its functions.
#[derive(Clone, Copy, Debug)]
pub struct FieldSchema {
    /// DRF's name of the type: `integer`, `string`, `boolean`, `float`, `field`, …
    pub kind: &'static str,
    /// The smallest value that the type holds.
    pub min_value: Option<Number>,
    /// The largest value that the type holds.
    pub max_value: Option<Number>,
    /// `true` if an empty string of a form is a value and not an absence.
    pub text: bool,
    /// `true` if the JSON is the column's text in quotes, so that it can be borrowed from the row.
    pub plain_text: bool,
    /// `true` if a form that leaves the field out means `false`, as HTML check boxes do.
    pub check_box: bool,
    /// `true` for a file: input is kept when all is valid, and shown as its URL.
    pub file: bool,
    /// How forms spell values of the type.
    pub form: FormSpelling,
    /// The type of a list's items, or of a dictionary's values.
    pub child: Option<&'static FieldSchema>,
    /// The fields of an object, by name, as OPTIONS describes them.
    pub children: Option<fn() -> Descriptions>,
    /// The values of an enum with their names.
    pub choices: Option<fn() -> Vec<Choice>>,
    /// Whether SQLite itself can write the column's JSON.
    pub sqlite_json: SqliteJson,
    /// What a filter says of a value that is none: django-filter's words, where they are not those
    /// of the field.
    pub filter_message: Option<&'static str>,
}

/// How an HTML form, which knows nothing but names and texts, spells a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormSpelling {
    /// `name=text`; of a name that is repeated the last counts.
    #[default]
    Value,
    /// `name=1&name=2`, or `name[0]=1&name[1]=2`.
    List,
    /// `name[0]key=text`.
    Objects,
    /// `name=1&name=2`; if nothing is sent, nothing is chosen.
    Choices,
    /// `name.key=text`.
    Members,
    /// `name={"key": 1}`.
    Json,
}

/// Whether SQLite's JSON functions write a column byte for byte as [`Field::write`](super::Field::write) does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SqliteJson {
    /// They do not; lists with such a field are written row by row.
    #[default]
    Differs,
    /// They do, as with integers and text.
    Same,
    /// They do for the words `true` and `false` in place of 1 and 0.
    Boolean,
}

impl FieldSchema {
    /// A type of this name without bounds.
    pub const fn new(kind: &'static str) -> Self {
        Self {
            kind,
            min_value: None,
            max_value: None,
            text: false,
            plain_text: false,
            check_box: false,
            file: false,
            form: FormSpelling::Value,
            child: None,
            children: None,
            choices: None,
            sqlite_json: SqliteJson::Differs,
            filter_message: None,
        }
    }
}
