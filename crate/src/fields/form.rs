//! How HTML forms spell values with parts: DRF's `rest_framework.utils.html`.

use std::{borrow::Cow, collections::BTreeMap};

use super::{FieldOptions, FieldSchema, FormSpelling, Input};
use crate::request::{Form, FormValue};

/// A place in a form, under which there may be values, items and members.
#[derive(Clone, Debug)]
pub struct FormPart<'a> {
    form: &'a Form,
    /// `address`, `previous[0]`; empty for the whole form.
    name: String,
    /// Items are sent as `name[0]…` only: objects cannot be values of a repeated name.
    numbered: bool,
}

impl<'a> FormPart<'a> {
    /// The whole form.
    pub fn of(form: &'a Form) -> Self {
        Self { form, name: String::new(), numbered: false }
    }

    /// The place of a field: `name` in a form, `part.name` in an object, `part[0]name` in an item.
    pub fn field(&self, name: &str) -> Self {
        self.below(&format!("{}{name}", self.separator()))
    }

    fn spelt(self, form: FormSpelling) -> Self {
        Self { numbered: form == FormSpelling::Objects, ..self }
    }

    /// The last value sent under this very name.
    pub fn value(&self) -> Option<&'a FormValue> {
        self.values().last()
    }

    /// The items of a list: the values of a repeated name, or what was sent as `name[0]…`,
    /// in the order of the numbers.
    pub fn items(&self) -> Vec<Input<'a>> {
        if !self.numbered && self.value().is_some() {
            return self.values().map(Input::from_form).collect();
        }
        let mut items = BTreeMap::new();
        for (index, rest, value) in self.numbered() {
            let number = index.trim_start_matches('0');
            // Shorter numbers are smaller ones, and none is too long to be compared so.
            let item = items.entry((number.len(), number)).or_insert(Input::Null);
            match item {
                _ if rest.is_empty() => *item = Input::from_form(value),
                Input::Form(_) => {}
                _ => *item = Input::Form(self.below(&format!("[{index}]"))),
            }
        }
        items.into_values().collect()
    }

    /// The members of a dictionary: what was sent as `name.key`.
    pub fn members(&self, child: &FieldSchema) -> Vec<(Cow<'a, str>, Input<'a>)> {
        let mut members: Vec<(Cow<'a, str>, Input<'a>)> = Vec::new();
        for (key, value) in self.keyed() {
            let nested = matches!(
                child.form,
                FormSpelling::List | FormSpelling::Objects | FormSpelling::Members
            );
            let key = if nested { key.split(['.', '[']).next().unwrap_or(key) } else { key };
            let input = match child.form {
                FormSpelling::Value => Input::from_form(value),
                _ => Input::Form(self.field(key).spelt(child.form)),
            };
            match members.iter_mut().find(|(name, _)| name == key) {
                Some((_, last)) => *last = input,
                None => members.push((Cow::Borrowed(key), input)),
            }
        }
        members
    }

    fn below(&self, rest: &str) -> Self {
        Self { form: self.form, name: format!("{}{rest}", self.name), numbered: false }
    }

    /// Between this name and that of a field in it.
    fn separator(&self) -> &'static str {
        if self.name.is_empty() || self.name.ends_with(']') { "" } else { "." }
    }

    /// All values sent under this very name.
    pub fn values(&self) -> impl Iterator<Item = &'a FormValue> {
        self.form.iter().filter(|(name, _)| *name == self.name).map(|(_, value)| value)
    }

    /// The number, what comes after it and the value of all that is sent as `name[number]…`.
    fn numbered(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a FormValue)> {
        self.form.iter().filter_map(|(name, value)| {
            let rest = name.strip_prefix(self.name.as_str())?.strip_prefix('[')?;
            let (index, rest) = rest.split_once(']')?;
            let digits = !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit());
            digits.then_some((index, rest, value))
        })
    }

    /// The key and the value of all that is sent as `name.key`.
    fn keyed(&self) -> impl Iterator<Item = (&'a str, &'a FormValue)> {
        self.form.iter().filter_map(|(name, value)| {
            let rest = name.strip_prefix(self.name.as_str())?;
            let key = rest.strip_prefix(self.separator())?;
            (!key.is_empty()).then_some((key, value))
        })
    }
}

/// What there is to know of a field to find it in a form.
pub(crate) struct FormField<'f> {
    pub(crate) name: &'f str,
    pub(crate) schema: &'f FieldSchema,
    pub(crate) options: &'f FieldOptions,
    pub(crate) required: bool,
    pub(crate) allow_null: bool,
    pub(crate) has_default: bool,
}

impl FormField<'_> {
    /// What a form says of the field: DRF's `Field.get_value` for HTML input.
    pub(crate) fn input<'a>(&self, form: &FormPart<'a>, partial: bool) -> Option<Input<'a>> {
        let part = form.field(self.name).spelt(self.schema.form);
        let sent = match self.schema.form {
            FormSpelling::Value => return self.scalar(part.value(), partial),
            FormSpelling::Objects => part.numbered().next().is_some(),
            FormSpelling::List => part.value().is_some() || part.numbered().next().is_some(),
            // A group of check boxes of which none is ticked is not sent at all.
            FormSpelling::Choices => part.value().is_some() || !partial,
            // A dictionary under its very name is an empty one, an object is not there.
            FormSpelling::Members => {
                let cleared = self.schema.children.is_none() && part.value().is_some();
                cleared || part.keyed().next().is_some()
            }
            FormSpelling::Json => part.value().is_some(),
        };
        sent.then_some(Input::Form(part))
    }

    fn scalar<'a>(&self, value: Option<&'a FormValue>, partial: bool) -> Option<Input<'a>> {
        let Some(value) = value else {
            // A check box that is not ticked is not sent at all.
            let unticked = self.schema.check_box && !self.has_default && !partial;
            let meaning = if self.allow_null { Input::Null } else { Input::Bool(false) };
            return unticked.then_some(meaning);
        };
        let empty = matches!(value, FormValue::Text(text) if text.is_empty());
        let blank_is_a_value = self.schema.text && self.options.allow_blank;
        match empty && !blank_is_a_value {
            true if self.allow_null => Some(Input::Null),
            true if !self.required => None,
            _ => Some(Input::from_form(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let field =
            |(name, text): &(&str, &str)| ((*name).to_owned(), FormValue::Text((*text).to_owned()));
        Form::new(fields.iter().map(field).collect())
    }

    fn shown(input: &Input<'_>) -> String {
        match input {
            Input::Text(text) => text.to_string(),
            Input::Form(part) => format!("<{}>", part.name),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn lists_repeat_their_name_or_number_their_items() {
        type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);
        let cases: [Case; 6] = [
            (&[("a", "1"), ("b", "9"), ("a", "2")], &["1", "2"]),
            (&[("a[10]", "3"), ("a[2]", "2"), ("a[0]", "1")], &["1", "2", "3"]),
            (&[("a[0]x", "1"), ("a[0]y", "2"), ("a[1]x", "3")], &["<a[0]>", "<a[1]>"]),
            (&[("a[0][0]", "1"), ("a[0][1]", "2")], &["<a[0]>"]),
            (&[("a[x]", "1"), ("a[]", "1"), ("a[1", "1"), ("aa[0]", "1")], &[]),
            (&[("a[0]", "1"), ("a[00]", "2")], &["2"]),
        ];
        for (fields, expected) in cases {
            let form = form(fields);
            let items = FormPart::of(&form).field("a").items();
            assert_eq!(items.iter().map(shown).collect::<Vec<_>>(), expected, "{fields:?}");
        }
    }

    #[test]
    fn dictionaries_and_objects_put_a_dot_before_the_key() {
        let form = form(&[
            ("a.x", "1"),
            ("a.y.z", "2"),
            ("a.x", "3"),
            ("a.", "4"),
            ("a", "5"),
            ("l[0]s", "6"),
            ("l[0]o.s", "7"),
        ]);
        let members = FormPart::of(&form).field("a").members(&FieldSchema::new("string"));
        let members: Vec<_> = members.iter().map(|(k, v)| format!("{k}={}", shown(v))).collect();
        assert_eq!(members, ["x=3", "y.z=2"]);
        let Some(Input::Form(item)) = FormPart::of(&form).field("l").items().pop() else {
            panic!("no item")
        };
        let text = |part: FormPart<'_>| part.value().map(Input::from_form).map(|i| shown(&i));
        assert_eq!(text(item.field("s")).as_deref(), Some("6"));
        assert_eq!(text(item.field("o").field("s")).as_deref(), Some("7"));
    }
}
