//! Columns that may be NULL.

use sea_orm::{
    DbErr, TryGetable,
    sea_query::{Nullable, ValueType},
};

use super::{Field, FieldOptions, FieldSchema, Input};
use crate::{database::Row, error::ErrorDetail};

impl<T> Field for Option<T>
where
    T: Field + Nullable + TryGetable + ValueType,
{
    const SCHEMA: FieldSchema = T::SCHEMA;
    const NULLABLE: bool = true;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ErrorDetail> {
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

    fn write_row(
        row: &Row,
        column: usize,
        options: &FieldOptions,
        out: &mut Vec<u8>,
    ) -> Result<(), DbErr> {
        if row.is_null(column) {
            out.extend_from_slice(b"null");
            return Ok(());
        }
        T::write_row(row, column, options, out)
    }
}
