//! What OPTIONS says of one field.

use std::{borrow::Cow, cell::Cell, sync::Arc};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Choice, FieldOptions, FieldSchema, Number};

/// What OPTIONS says of the fields of an object, by name, in their order.
pub type Descriptions = Vec<(&'static str, Description)>;

/// What OPTIONS says of one field, or of the items of one.
#[derive(Clone, Debug, Serialize)]
pub struct Description {
    r#type: &'static str,
    required: bool,
    read_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_text: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_digits: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimal_places: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    child: Option<Box<Description>>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "by_name")]
    children: Option<Descriptions>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "listed")]
    choices: Option<Arc<[Choice]>>,
}

/// A serializer may hold itself, and its description would have no end.
const MAX_LEVELS: usize = 6;

thread_local! {
    static LEVELS: Cell<usize> = const { Cell::new(0) };
}

impl Description {
    /// A field of this type. Of what is never sent no limits are told.
    pub fn new(
        schema: &FieldSchema,
        options: &FieldOptions,
        required: bool,
        read_only: bool,
    ) -> Self {
        let unstated = FieldOptions::default();
        let choices = options.listed_choices(schema);
        let stated = if read_only || choices.is_some() { &unstated } else { options };
        let child_options = stated.child.as_deref().unwrap_or(&unstated);
        let child = |child| Box::new(Self::new(child, child_options, !read_only, read_only));
        Self {
            r#type: options.type_name(schema),
            required: required && !read_only,
            read_only,
            label: None,
            help_text: None,
            min_length: stated.min_length,
            max_length: stated.max_length,
            min_value: stated.min_value.and_then(number),
            max_value: stated.max_value.and_then(number),
            max_digits: stated.max_digits,
            decimal_places: stated.decimal_places,
            child: schema.child.map(child),
            children: schema.children.and_then(children),
            choices: choices.filter(|_| !read_only),
        }
    }

    /// The same as a list of such items.
    pub fn with_child(self, child: Description) -> Self {
        Self { child: Some(Box::new(child)), ..self }
    }

    /// The same as an object of such fields.
    pub fn with_children(self, fields: impl FnOnce() -> Descriptions) -> Self {
        Self { children: children(fields), ..self }
    }

    /// The same with a name and a sentence for people.
    pub fn named(self, label: Cow<'static, str>, help_text: Option<&'static str>) -> Self {
        Self { label: Some(label), help_text, ..self }
    }
}

fn children(fields: impl FnOnce() -> Descriptions) -> Option<Descriptions> {
    let level = LEVELS.get();
    (level < MAX_LEVELS).then(|| {
        LEVELS.set(level + 1);
        let fields = fields();
        LEVELS.set(level);
        fields
    })
}

/// A number of any size, written as it is.
fn number(number: Number) -> Option<Box<RawValue>> {
    RawValue::from_string(number.to_string()).ok()
}

fn by_name<S: Serializer>(fields: &Option<Descriptions>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().flatten().map(|(name, field)| (name, field)))
}

fn listed<S: Serializer>(
    choices: &Option<Arc<[Choice]>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(choices.iter().flat_map(|choices| choices.iter()))
}
