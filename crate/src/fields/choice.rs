//! Values that are one of a few: DRF's `ChoiceField`.

use std::{borrow::Cow, fmt};

use sea_orm::{ActiveEnum, Value};
use serde::Serialize;

use super::{Field, FieldOptions, FieldSchema, Input, SqliteJson, python_str};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::{write_integer, write_str},
};

/// An enum whose variants are the choices of a field. `#[derive(Field)]` on a SeaORM active enum
/// implements it; the value in JSON is the one in the database.
///
/// ```
/// use sea_orm::entity::prelude::*;
/// use seaview::{Field, fields::Choices};
///
/// #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, Field)]
/// #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(10))", rename_all = "lowercase")]
/// enum Binding {
///     Hardcover,
///     Paperback,
///     #[field(label = "E-book")]
///     Ebook,
/// }
///
/// assert_eq!(Binding::Ebook.label(), "E-book");
/// assert_eq!(Binding::choices()[0], (Binding::Hardcover, "Hardcover"));
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/fields/#choicefield>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enum of choices",
    label = "not an enum of choices",
    note = "add `#[derive(EnumIter, DeriveActiveEnum, Field)]` to the enum"
)]
pub trait Choices: Field + ActiveEnum {
    /// The choice's name for people: Django's `get_FOO_display`.
    fn label(&self) -> &'static str;

    /// All choices with their names, in the order of the variants.
    fn choices() -> Vec<(Self, &'static str)> {
        Self::iter()
            .map(|choice| {
                let label = choice.label();
                (choice, label)
            })
            .collect()
    }
}

/// One choice of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value in JSON.
    pub value: ChoiceValue,
    /// The name for people.
    pub display_name: Cow<'static, str>,
}

impl Choice {
    /// A value and its name.
    pub fn new(value: impl Into<ChoiceValue>, display_name: impl Into<Cow<'static, str>>) -> Self {
        Self { value: value.into(), display_name: display_name.into() }
    }
}

/// The value of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ChoiceValue {
    /// Of a text column.
    Text(Cow<'static, str>),
    /// Of an integer column.
    Integer(i64),
}

impl fmt::Display for ChoiceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
        }
    }
}

impl From<String> for ChoiceValue {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&'static str> for ChoiceValue {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

/// Values that may be listed as the choices of a field of type `T`: string literals for text,
/// integers for integers of the same type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no choice of a field of type `{T}`",
    label = "not a value of this field",
    note = "list pairs of a value and its name: `[(\"s\", \"Small\")]` for text, `[(1, \"Low\")]` for integers"
)]
pub trait ChoiceOf<T>: Copy + Into<ChoiceValue> {}

impl ChoiceOf<String> for &'static str {}

impl<T, V: ChoiceOf<T>> ChoiceOf<Option<T>> for V {}

macro_rules! integer {
    ($($type:ty),*) => {$(
        impl From<$type> for ChoiceValue {
            fn from(number: $type) -> Self {
                Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }

        impl ChoiceOf<$type> for $type {}
    )*};
}

integer!(i8, i16, i32, i64, u8, u16, u32, u64);

/// The value of a choice whose text is what Python prints for the input, as in DRF: `"2"` is
/// the choice 2.
///
/// # Errors
/// `"x" is not a valid choice.`
pub(crate) fn find<'c>(
    choices: &'c [Choice],
    input: &Input<'_>,
) -> Result<&'c Choice, ErrorDetail> {
    let sent = python_str(input);
    let same = |choice: &&Choice| match &choice.value {
        ChoiceValue::Text(text) => *text == sent,
        ChoiceValue::Integer(_) => choice.value.to_string() == sent,
    };
    choices.iter().find(same).ok_or_else(|| not_a_choice(&sent))
}

fn not_a_choice(sent: &str) -> ErrorDetail {
    ErrorDetail::new(format!("\"{sent}\" is not a valid choice."), "invalid_choice")
}

/// `Field::SCHEMA` of an enum.
pub const fn choice_schema<T: Choices>() -> FieldSchema {
    FieldSchema {
        choices: Some(listed::<T>),
        sqlite_json: SqliteJson::Same,
        ..FieldSchema::new("choice")
    }
}

pub(super) fn listed<T: Choices>() -> Vec<Choice> {
    T::choices().into_iter().map(|(choice, label)| Choice::new(value(&choice), label)).collect()
}

/// `Field::parse` of an enum.
///
/// # Errors
/// `"x" is not a valid choice.`
pub fn parse_choice<T: Choices>(input: &Input<'_>) -> Result<T, ValidationError> {
    let sent = python_str(input);
    let mut choices = T::iter();
    let found = choices.find(|choice| value(choice).to_string() == sent);
    found.ok_or_else(|| not_a_choice(&sent).into())
}

/// `Field::write` of an enum.
pub fn write_choice<T: Choices>(choice: &T, _: &FieldOptions, out: &mut Vec<u8>) {
    match value(choice) {
        ChoiceValue::Text(text) => write_str(&text, out),
        ChoiceValue::Integer(number) => write_integer(number, out),
    }
}

pub(super) fn value<T: Choices>(choice: &T) -> ChoiceValue {
    match choice.to_value().into() {
        Value::TinyInt(Some(number)) => number.into(),
        Value::SmallInt(Some(number)) => number.into(),
        Value::Int(Some(number)) => number.into(),
        Value::BigInt(Some(number)) => number.into(),
        Value::TinyUnsigned(Some(number)) => number.into(),
        Value::SmallUnsigned(Some(number)) => number.into(),
        Value::Unsigned(Some(number)) => number.into(),
        Value::BigUnsigned(Some(number)) => number.into(),
        Value::String(Some(text)) => ChoiceValue::Text(text.into()),
        // SeaORM has enums of strings and of integers alone.
        _ => ChoiceValue::Text("".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(choices: &[Choice], json: &str) -> String {
        let raw = serde_json::value::RawValue::from_string(json.to_owned()).unwrap();
        match find(choices, &Input::from_json(&raw)) {
            Ok(choice) => serde_json::to_string(choice).unwrap(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn choices_are_found_by_their_text() {
        let sizes = [Choice::new("s", "Small"), Choice::new("m", "Medium")];
        let levels = [Choice::new(1, "Low"), Choice::new(2, "Middle")];
        let cases = [
            (&sizes, r#""m""#, r#"{"value":"m","display_name":"Medium"}"#),
            (&sizes, r#""M""#, r#""M" is not a valid choice."#),
            (&sizes, r#"" m ""#, r#"" m " is not a valid choice."#),
            (&sizes, r#""""#, r#""" is not a valid choice."#),
            (&sizes, "1", r#""1" is not a valid choice."#),
            (&sizes, "true", r#""True" is not a valid choice."#),
            (&sizes, "null", r#""None" is not a valid choice."#),
            (&sizes, "{}", r#""{}" is not a valid choice."#),
            (&sizes, r#"["s"]"#, r#""['s']" is not a valid choice."#),
            (&levels, "2", r#"{"value":2,"display_name":"Middle"}"#),
            (&levels, r#""2""#, r#"{"value":2,"display_name":"Middle"}"#),
            (&levels, "2.0", r#""2.0" is not a valid choice."#),
            (&levels, r#""02""#, r#""02" is not a valid choice."#),
            (&levels, "9", r#""9" is not a valid choice."#),
        ];
        for (choices, json, expected) in cases {
            assert_eq!(message(choices, json), expected, "{json}");
        }
    }
}
