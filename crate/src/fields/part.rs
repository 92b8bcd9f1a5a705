//! One part of a composite value: the items of lists, the values of dictionaries, the fields of
//! objects.

use super::{Field, FieldOptions, FieldSchema, Input, strip};
use crate::error::{Detail, ErrorDetail, ValidationError};

/// A part of a value: null, then its type, then what its options find wrong with it.
///
/// # Errors
/// All that is wrong with the part, as it stands at the part's place.
pub(super) fn parse_part<T: Field>(
    input: Input<'_>,
    options: Option<&FieldOptions>,
) -> Result<T, Detail> {
    let unstated = FieldOptions::default();
    let options = options.unwrap_or(&unstated);
    let input = null_word(&T::SCHEMA, T::NULLABLE, input);
    if matches!(input, Input::Null) && !T::NULLABLE {
        return Err(ValidationError::from(null()).into_detail());
    }
    let value = T::parse(input, options).map_err(ValidationError::into_detail)?;
    let mut errors = Vec::new();
    value.validate(options, &mut errors);
    if errors.is_empty() { Ok(value) } else { Err(Detail::messages(errors)) }
}

/// "This field may not be null."
pub(crate) fn null() -> ErrorDetail {
    ErrorDetail::new("This field may not be null.", "null")
}

/// "This field is required."
pub(crate) fn required(schema: &FieldSchema) -> ErrorDetail {
    let message = if schema.file { "No file was submitted." } else { "This field is required." };
    ErrorDetail::new(message, "required")
}

/// What DRF takes for null beside null itself: its words for booleans, blank text for decimals.
pub(crate) fn null_word<'a>(schema: &FieldSchema, allow_null: bool, input: Input<'a>) -> Input<'a> {
    let Input::Text(text) = &input else { return input };
    let null = match schema.kind {
        "boolean" => ["", "null", "Null", "NULL"].contains(&text.as_ref()),
        "decimal" => strip(text).is_empty(),
        _ => false,
    };
    if null && allow_null { Input::Null } else { input }
}
