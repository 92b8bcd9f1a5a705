//! Values that may be null.

use super::{Field, FieldOptions, FieldSchema, Input};
use crate::error::{ErrorDetail, ValidationError};

impl<T: Field> Field for Option<T> {
    const SCHEMA: FieldSchema = T::SCHEMA;
    const NULLABLE: bool = true;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        match input {
            Input::Null => Ok(None),
            input => T::parse(input, options).map(Some),
        }
    }

    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        if let Some(value) = self {
            value.validate(options, errors);
        }
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(options, out),
            None => out.extend_from_slice(b"null"),
        }
    }
}
