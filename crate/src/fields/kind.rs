//! The functions of a type, made once and shared by all resources.

#[cfg(feature = "json")]
use std::any::TypeId;
use std::{any::Any, fmt, marker::PhantomData};

use sea_orm::{
    DbBackend, DbErr, Value,
    sea_query::{ArrayType, ColumnType, ValueType},
};

use super::{Choices, ColumnField, Field, FieldOptions, FieldSchema, Input, SqliteJson};
use crate::{
    database::{self, Row},
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

/// The functions of a [`ColumnField`] type, made once per type and shared by all resources.
pub struct Kind {
    pub(crate) schema: FieldSchema,
    pub(crate) nullable: bool,
    column_type: fn() -> ColumnType,
    pub(crate) parse: fn(Input<'_>, &FieldOptions) -> Result<Parsed<Value>, ValidationError>,
    pub(crate) write: fn(Value, &FieldOptions, &mut Vec<u8>),
    pub(crate) write_row: fn(&Row, usize, &FieldOptions, &mut Vec<u8>) -> Result<(), DbErr>,
    pub(crate) read_row: fn(&Row, usize) -> Result<Value, DbErr>,
    direct: fn() -> Option<ArrayType>,
}

/// A value that was read, and what its validators say of it.
pub(crate) struct Parsed<V> {
    pub(crate) value: V,
    pub(crate) errors: Vec<ErrorDetail>,
}

impl Kind {
    /// The functions of `T`.
    pub const fn of<T: ColumnField>() -> &'static Self {
        &Self {
            schema: T::SCHEMA,
            nullable: T::NULLABLE,
            column_type: T::column_type,
            parse: parse::<T>,
            write: write::<T>,
            write_row: write_row::<T>,
            read_row: |row, column| row.get::<T>(column).map(Into::into),
            direct: direct::<T>,
        }
    }

    /// Those of `T` that write a choice's name for people in place of its value.
    pub(crate) const fn display<T: ColumnField + Choices>() -> &'static Self {
        &Names::<T>::KIND
    }

    /// `true` if the JSON is the value as a column of SQLite keeps it.
    pub(crate) fn is_written_as_kept(&self, options: &FieldOptions) -> bool {
        self.schema.sqlite_json != SqliteJson::Differs && options.coerce_to_string != Some(true)
    }

    /// `true` if rows that did not come through SeaORM hold such values in the same way.
    pub(crate) fn reads_directly(&self) -> bool {
        self.direct().is_some()
    }

    /// As which kind of value such rows hold them.
    pub(crate) fn direct(&self) -> Option<ArrayType> {
        (self.direct)()
    }

    /// `false` for integers that SeaORM cannot read back, whatever their column: 64-bit unsigned
    /// ones outside of MySQL, and on PostgreSQL also those of 8 and 16 bits.
    pub(crate) fn is_read_by(&self, backend: DbBackend) -> bool {
        use ColumnType::{BigUnsigned, SmallUnsigned, TinyUnsigned};

        match (self.column_type)() {
            BigUnsigned => backend == DbBackend::MySql,
            TinyUnsigned | SmallUnsigned => backend != DbBackend::Postgres,
            _ => true,
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kind").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// The functions of [`Kind::display`].
struct Names<T>(PhantomData<T>);

impl<T: ColumnField + Choices> Names<T> {
    const KIND: Kind = Kind {
        schema: FieldSchema::new("string"),
        nullable: T::NULLABLE,
        column_type: T::column_type,
        parse: parse::<T>,
        read_row: |row, column| row.get::<T>(column).map(Into::into),
        direct: direct::<T>,
        write: |value, _, out| match <T as ValueType>::try_from(value) {
            Ok(choice) => write_str(choice.label(), out),
            Err(_) => out.extend_from_slice(b"null"),
        },
        write_row: |row, column, _, out| {
            write_str(row.get::<T>(column)?.label(), out);
            Ok(())
        },
    };
}

fn direct<T: ColumnField>() -> Option<ArrayType> {
    let of = T::array_type();
    #[cfg(feature = "json")]
    if of == ArrayType::Json {
        // Other types may tell apart what a `Value` does not, such as the order of members.
        let own = TypeId::of::<T>();
        let any_json = own == TypeId::of::<serde_json::Value>()
            || own == TypeId::of::<Option<serde_json::Value>>();
        return any_json.then_some(of);
    }
    database::reads_directly(&of).then_some(of)
}

fn parse<T: ColumnField>(
    input: Input<'_>,
    options: &FieldOptions,
) -> Result<Parsed<Value>, ValidationError> {
    let Parsed { value, errors } = checked::<T>(input, options)?;
    Ok(Parsed { value: value.into(), errors })
}

/// A value with all that its options find wrong with it.
fn checked<T: Field>(
    input: Input<'_>,
    options: &FieldOptions,
) -> Result<Parsed<T>, ValidationError> {
    let value = T::parse(input, options)?;
    let mut errors = Vec::new();
    value.validate(options, &mut errors);
    Ok(Parsed { value, errors })
}

fn write<T: ColumnField>(value: Value, options: &FieldOptions, out: &mut Vec<u8>) {
    match T::try_from(value) {
        Ok(value) => value.write(options, out),
        Err(_) => out.extend_from_slice(b"null"),
    }
}

fn write_row<T: ColumnField>(
    row: &Row,
    column: usize,
    options: &FieldOptions,
    out: &mut Vec<u8>,
) -> Result<(), DbErr> {
    if T::NULLABLE && row.is_null(column) {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    // Asked of a column of another type, a driver makes an error first.
    let text = if T::SCHEMA.plain_text { row.text(column) } else { None };
    match text {
        Some(text) => write_str(text, out),
        None => row.get::<T>(column)?.write(options, out),
    }
    Ok(())
}

/// The functions of a type for input that goes into no column.
pub(crate) struct ExtraKind {
    pub(crate) schema: FieldSchema,
    pub(crate) nullable: bool,
    pub(crate) parse: fn(Input<'_>, &FieldOptions) -> Result<Parsed<Extra>, ValidationError>,
    pub(crate) write: fn(&dyn Any, &FieldOptions, &mut Vec<u8>),
    pub(crate) clone: fn(&dyn Any) -> Option<Extra>,
}

/// A value that goes into no column.
pub(crate) type Extra = Box<dyn Any + Send + Sync>;

impl ExtraKind {
    /// The functions of `T`.
    pub(crate) const fn of<T: Field>() -> &'static Self {
        &Self {
            schema: T::SCHEMA,
            nullable: T::NULLABLE,
            parse: parse_extra::<T>,
            write: write_extra::<T>,
            clone: clone_extra::<T>,
        }
    }
}

impl fmt::Debug for ExtraKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExtraKind").field("schema", &self.schema).finish_non_exhaustive()
    }
}

fn parse_extra<T: Field>(
    input: Input<'_>,
    options: &FieldOptions,
) -> Result<Parsed<Extra>, ValidationError> {
    let Parsed { value, errors } = checked::<T>(input, options)?;
    Ok(Parsed { value: Box::new(value), errors })
}

fn write_extra<T: Field>(value: &dyn Any, options: &FieldOptions, out: &mut Vec<u8>) {
    match value.downcast_ref::<T>() {
        Some(value) => value.write(options, out),
        None => out.extend_from_slice(b"null"),
    }
}

fn clone_extra<T: Field>(value: &dyn Any) -> Option<Extra> {
    value.downcast_ref::<T>().map(|value| Box::new(value.clone()) as Extra)
}
