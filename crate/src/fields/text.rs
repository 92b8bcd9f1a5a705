//! Text.

use super::{
    Field, FieldOptions, FieldSchema, Format, Input, Length, Pattern, SqliteJson, choice::find,
    python,
};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

/// Types that are text in the database: search, `allow_blank` and the filters `contains`,
/// `startswith` and their like suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "not text",
    note = "search, lengths, blanks and lookups such as `icontains` are for text; remove it here"
)]
pub trait Text: Length {}

impl Text for String {}

impl Length for String {}

impl<T: Text> Text for Option<T> where Option<T>: Field {}

impl Field for String {
    const SCHEMA: FieldSchema = FieldSchema {
        text: true,
        plain_text: true,
        sqlite_json: SqliteJson::Same,
        ..FieldSchema::new("string")
    };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        if let Some(choices) = &options.choices {
            let blank =
                options.allow_blank && matches!(&input, Input::Text(text) if text.is_empty());
            let value = || match find(choices, &input) {
                Ok(choice) => Ok(choice.value.to_string()),
                Err(_) if options.file_path => Err(no_path(&input).into()),
                Err(error) => Err(error.into()),
            };
            return if blank { Ok(Self::new()) } else { value() };
        }
        let text = match input {
            Input::Text(text) => text,
            Input::Number(number) if !is_ip(options) => python::number_to_str(number).into(),
            Input::Surrogate(unit) => return Err(surrogate(unit, options)),
            _ => return Err(wrong_type(options).into()),
        };
        let stripped = if options.trim_whitespace { python::strip(&text) } else { &text };
        if stripped.is_empty() && (!options.allow_blank || is_ip(options)) {
            return Err(ErrorDetail::new("This field may not be blank.", "blank").into());
        }
        if let Some(normal) = options.format.and_then(|format| format.normalize(&text)) {
            return Ok(normal?);
        }
        if stripped.len() == text.len() {
            return Ok(text.into_owned());
        }
        Ok(stripped.to_owned())
    }

    /// In DRF's order: a column's own pattern comes first, the pattern and the format of a field
    /// last.
    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        if self.is_empty() || options.choices.is_some() {
            return;
        }
        errors.extend(options.pattern.as_ref().and_then(|pattern| pattern.check(self)));
        check_length(self, options, errors);
        if self.contains('\0') {
            let message = "Null characters are not allowed.";
            errors.push(ErrorDetail::new(message, "null_characters_not_allowed"));
        }
        errors.extend(options.regex.as_ref().and_then(|regex| regex.check(self)));
        errors.extend(options.format.and_then(|format| format.check(self)));
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(self, out);
    }
}

fn no_path(input: &Input<'_>) -> ErrorDetail {
    let path = super::python_str(input);
    ErrorDetail::new(format!("\"{path}\" is not a valid path choice."), "invalid_choice")
}

fn is_ip(options: &FieldOptions) -> bool {
    options.format.is_some_and(Format::is_ip)
}

/// A field with a format or a pattern has its own message for what is no text at all.
fn wrong_type(options: &FieldOptions) -> ErrorDetail {
    match (options.format, &options.regex) {
        (Some(format), _) => format.wrong_type(),
        (None, Some(regex)) => regex.error(),
        (None, None) => ErrorDetail::new("Not a valid string.", "invalid"),
    }
}

fn check_length(text: &str, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
    let length = text.chars().count();
    if let Some(max) = options.max_length.filter(|&max| length > max) {
        let message = format!("Ensure this field has no more than {max} characters.");
        errors.push(ErrorDetail::new(message, "max_length"));
    }
    if let Some(min) = options.min_length.filter(|&min| length < min) {
        let message = format!("Ensure this field has at least {min} characters.");
        errors.push(ErrorDetail::new(message, "min_length"));
    }
}

/// No format allows what no Rust string can hold.
fn surrogate(unit: u16, options: &FieldOptions) -> ValidationError {
    let message = format!("Surrogate characters are not allowed: U+{unit:04X}.");
    let error = ErrorDetail::new(message, "surrogate_characters_not_allowed");
    let regex = options.regex.as_ref().map(Pattern::error);
    let format = options.format.and_then(|format| format.check("\u{fffd} "));
    ValidationError::messages([Some(error), regex, format].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<String, String> {
        let value = String::parse(input, options).map_err(|error| error.to_string())?;
        let mut errors = Vec::new();
        value.validate(options, &mut errors);
        match errors.first() {
            Some(error) => Err(error.to_string()),
            None => Ok(value),
        }
    }

    #[test]
    fn numbers_become_text_and_blanks_are_trimmed() {
        let text = |text: &'static str| Input::Text(text.into());
        let options = FieldOptions { max_length: Some(3), ..FieldOptions::default() };
        let cases = [
            (Input::Number("5"), Ok("5")),
            (Input::Number("5.5"), Ok("5.5")),
            (text(" \u{2028}abc\u{a0} "), Ok("abc")),
            (text("äöü"), Ok("äöü")),
            (text("abcd"), Err("Ensure this field has no more than 3 characters.")),
            (text(" \t"), Err("This field may not be blank.")),
            (text("a\0"), Err("Null characters are not allowed.")),
            (Input::Surrogate(0xD800), Err("Surrogate characters are not allowed: U+D800.")),
            (Input::Bool(true), Err("Not a valid string.")),
        ];
        for (input, expected) in cases {
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(parse(input, &options), expected);
        }
    }

    #[test]
    fn text_is_kept_as_it_is_where_nothing_is_trimmed() {
        let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
        assert_eq!(parse(Input::Text("  ".into()), &options), Ok("  ".into()));
        assert!(parse(Input::Text("".into()), &options).is_err());
    }
}
