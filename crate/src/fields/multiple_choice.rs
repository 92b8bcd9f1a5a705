//! Values that are some of a few.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::{
    Choices, Composite, Field, FieldOptions, FieldSchema, FormSpelling, Input,
    choice::{listed, value},
    list::not_a_list,
};
use crate::error::{ErrorDetail, ValidationError};

/// Some of the choices of an enum, each at most once, in the order sent: DRF's
/// `MultipleChoiceField`. Shown as a list of their values, which is also how serde writes it.
///
/// ```
/// use sea_orm::entity::prelude::*;
/// use seaview::{Field, fields::MultipleChoice};
///
/// #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, Field)]
/// #[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
/// enum Color {
///     Red,
///     Green,
/// }
///
/// let colors = MultipleChoice(vec![Color::Green, Color::Red]);
/// assert_eq!(serde_json::to_string(&colors).unwrap(), r#"["green","red"]"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MultipleChoice<C>(pub Vec<C>);

impl<C> Default for MultipleChoice<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C: Choices> Field for MultipleChoice<C> {
    const SCHEMA: FieldSchema = FieldSchema {
        form: FormSpelling::Choices,
        choices: Some(listed::<C>),
        ..FieldSchema::new("multiple choice")
    };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let items = items(&input).ok_or_else(|| not_a_list(&input))?;
        if items.is_empty() && !options.allow_empty {
            return Err(ErrorDetail::new("This selection may not be empty.", "empty").into());
        }
        let mut chosen: Vec<C> = Vec::new();
        for item in items {
            let choice = C::parse(item, &FieldOptions::default())?;
            if !chosen.iter().any(|other| value(other) == value(&choice)) {
                chosen.push(choice);
            }
        }
        Ok(Self(chosen))
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        self.0.write(options, out);
    }
}

impl<C: Choices> Composite for MultipleChoice<C> {
    type Child = C;
}

/// The items of a list; Python walks through a dictionary by its keys.
fn items<'a>(input: &Input<'a>) -> Option<Vec<Input<'a>>> {
    match input {
        Input::Object(_) => {
            let members = input.members(&FieldSchema::new("field"))?;
            Some(members.into_iter().map(|(key, _)| Input::Text(key)).collect())
        }
        // `name[0]` is for lists.
        Input::Form(part) => Some(part.values().map(Input::from_form).collect()),
        input => input.items(),
    }
}

impl<C: Choices> Serialize for MultipleChoice<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(value))
    }
}

impl<'de, C: Choices> Deserialize<'de> for MultipleChoice<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values: Vec<Value> = Vec::deserialize(deserializer)?;
        values.iter().map(of_value).collect::<Result<_, _>>().map(Self)
    }
}

fn of_value<C: Choices, E: de::Error>(json: &Value) -> Result<C, E> {
    let text = match json {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let choice = C::iter().find(|choice| value(choice).to_string() == text);
    choice.ok_or_else(|| E::unknown_variant(&text, &[]))
}

#[cfg(test)]
mod tests {
    use sea_orm::{DeriveActiveEnum, EnumIter};
    use serde_json::value::RawValue;

    use super::*;
    use crate::{
        fields::{
            FormPart,
            choice::{choice_schema, parse_choice, write_choice},
        },
        request::{Form, FormValue},
    };

    #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "i32", db_type = "Integer")]
    enum Level {
        #[sea_orm(num_value = 1)]
        Low,
        #[sea_orm(num_value = 2)]
        High,
    }

    impl Field for Level {
        const SCHEMA: FieldSchema = choice_schema::<Self>();

        fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
            parse_choice(&input)
        }

        fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
            write_choice(self, options, out);
        }
    }

    impl Choices for Level {
        fn label(&self) -> &'static str {
            "Level"
        }
    }

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<String, String> {
        let levels = MultipleChoice::<Level>::parse(input, options);
        let mut out = Vec::new();
        levels.map_err(|error| error.to_string())?.write(options, &mut out);
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn repeats_are_dropped_and_the_first_bad_choice_is_reported() {
        let options = FieldOptions { allow_empty: false, ..FieldOptions::default() };
        let cases = [
            ("[2, \"1\", 2, 1]", Ok("[2,1]")),
            ("{\"2\": 0, \"1\": 0}", Ok("[2,1]")),
            ("[1, [3], 4]", Err("\"[3]\" is not a valid choice.")),
            ("[1, null]", Err("\"None\" is not a valid choice.")),
            ("\"1\"", Err("Expected a list of items but got type \"str\".")),
            ("5", Err("Expected a list of items but got type \"int\".")),
            ("[]", Err("This selection may not be empty.")),
        ];
        for (json, expected) in cases {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(parse(Input::from_json(&raw), &options), expected, "{json}");
        }
    }

    #[test]
    fn forms_repeat_the_name() {
        let text = |text: &str| ("level".to_owned(), FormValue::Text(text.to_owned()));
        let form = Form::new(vec![text("2"), text("1")]);
        let part = FormPart::of(&form).field("level");
        assert_eq!(parse(Input::Form(part), &FieldOptions::default()), Ok("[2,1]".to_owned()));
    }

    #[test]
    fn serde_reads_back_what_it_writes() {
        let levels = MultipleChoice(vec![Level::High, Level::Low]);
        let json = serde_json::to_string(&levels).unwrap();
        assert_eq!(json, "[2,1]");
        assert_eq!(serde_json::from_str::<MultipleChoice<Level>>(&json).unwrap(), levels);
        assert!(serde_json::from_str::<MultipleChoice<Level>>("[3]").is_err());
    }
}
