//! What a serializer states about one field.

use std::sync::Arc;

use super::{Choice, FieldSchema, Format, Number, Pattern};

/// What a serializer states about a field, as far as the type's functions need it.
#[derive(Clone, Debug)]
pub struct FieldOptions {
    /// Accept the empty string.
    pub allow_blank: bool,
    /// Cut white space off both ends of text before anything else.
    pub trim_whitespace: bool,
    /// Accept the empty list and the empty dictionary.
    pub allow_empty: bool,
    /// The fewest characters, or items.
    pub min_length: Option<usize>,
    /// The most characters, or items.
    pub max_length: Option<usize>,
    /// The smallest value.
    pub min_value: Option<Number>,
    /// The largest value.
    pub max_value: Option<Number>,
    /// The most digits of a decimal, those after the point among them.
    pub max_digits: Option<u32>,
    /// The digits of a decimal after the point: the most that are taken, and all that are shown.
    pub decimal_places: Option<u32>,
    /// Write a decimal as its shortest text, without zeros at the end.
    pub normalize_output: bool,
    /// How decimals with more places than are shown are rounded; to the even digit unless stated.
    #[cfg(feature = "rust_decimal")]
    pub rounding: Option<rust_decimal::RoundingStrategy>,
    /// Write a number as a string, or not; by default decimals alone.
    pub coerce_to_string: Option<bool>,
    /// Call the integer big in messages.
    pub big_integer: bool,
    /// The form that text must have.
    pub format: Option<Format>,
    /// The pattern that text of the column must match.
    pub pattern: Option<Pattern>,
    /// The pattern that text of the field must match.
    pub regex: Option<Pattern>,
    /// The values that are taken, where the type itself does not tell.
    pub choices: Option<Arc<[Choice]>>,
    /// The folder of the storage that files go to.
    pub upload_to: &'static str,
    /// Take files without content.
    pub allow_empty_file: bool,
    /// The choices are files.
    pub file_path: bool,
    /// How dates and times may be written, in the syntax of `strftime`, or `iso-8601`.
    pub input_formats: Option<&'static [&'static str]>,
    /// How a date or time is written, in the syntax of `strftime`; otherwise in ISO 8601.
    pub output_format: Option<&'static str>,
    /// The time zone that instants are shown in, and that times without an offset mean.
    #[cfg(feature = "chrono-tz")]
    pub time_zone: Option<chrono_tz::Tz>,
    /// Write a duration in ISO 8601.
    pub iso_8601: bool,
    /// What is stated of a list's items, or of a dictionary's values.
    pub child: Option<Box<FieldOptions>>,
}

impl Default for FieldOptions {
    fn default() -> Self {
        Self {
            allow_blank: false,
            trim_whitespace: true,
            allow_empty: true,
            min_length: None,
            max_length: None,
            min_value: None,
            max_value: None,
            max_digits: None,
            decimal_places: None,
            normalize_output: false,
            #[cfg(feature = "rust_decimal")]
            rounding: None,
            coerce_to_string: None,
            big_integer: false,
            format: None,
            pattern: None,
            regex: None,
            choices: None,
            upload_to: "",
            allow_empty_file: false,
            file_path: false,
            input_formats: None,
            output_format: None,
            #[cfg(feature = "chrono-tz")]
            time_zone: None,
            iso_8601: false,
            child: None,
        }
    }
}

impl FieldOptions {
    /// The type's name in OPTIONS.
    pub(crate) fn type_name(&self, schema: &FieldSchema) -> &'static str {
        match (&self.choices, self.format, &self.regex) {
            (Some(_), _, _) => "choice",
            (None, Some(format), _) => format.kind(),
            (None, None, Some(_)) => "regex",
            (None, None, None) => schema.kind,
        }
    }

    /// The choices that OPTIONS lists.
    pub(crate) fn listed_choices(&self, schema: &FieldSchema) -> Option<Arc<[Choice]>> {
        let of_type = || schema.choices.map(|choices| choices().into());
        self.choices.clone().or_else(of_type)
    }
}
