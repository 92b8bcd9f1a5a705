//! The types of fields: how each is read, checked, written and described.

mod boolean;
#[cfg(feature = "chrono")]
mod date;
#[cfg(feature = "chrono")]
mod datetime;
#[cfg(feature = "rust_decimal")]
mod decimal;
mod duration;
mod float;
mod input;
mod integer;
#[cfg(feature = "chrono")]
mod iso;
mod option;
mod python;
mod text;
#[cfg(feature = "chrono")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

use std::fmt;

use sea_orm::{
    DbBackend, DbErr, TryGetable, Value,
    sea_query::{ColumnType, ValueType},
};

pub use duration::Duration;
pub use input::Input;
pub(crate) use input::Members;
pub(crate) use python::{float, int, strip};
pub use text::Text;

use crate::{database::Row, error::ErrorDetail};

/// A Rust type that can be a field: how it is read from input, checked, written and described.
///
/// Implemented for the integers, `bool`, `String`, the floats and [`Duration`], by feature for the
/// types of `chrono`, `uuid` and `rust_decimal`, and for `Option` of each; implement it for a type
/// of your own to use that as a column. The engine calls it through one table of
/// function pointers a type, so a hundred resources share one compiled copy.
///
/// ```
/// use sea_orm::DeriveValueType;
/// use seaview::{Field, error::ErrorDetail, fields::{FieldOptions, FieldSchema, Input}};
///
/// #[derive(Clone, Debug, PartialEq, DeriveValueType)]
/// struct Celsius(f64);
///
/// impl Field for Celsius {
///     const SCHEMA: FieldSchema = FieldSchema::new("float");
///
///     fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ErrorDetail> {
///         f64::parse(input, options).map(Celsius)
///     }
///
///     fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
///         self.0.write(options, out);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a serializer",
    label = "not a field type",
    note = "implement `seaview::Field` for it, or leave this column out of the serializer"
)]
pub trait Field: Clone + Send + Sync + Into<Value> + ValueType + TryGetable + 'static {
    /// What OPTIONS says of the type.
    const SCHEMA: FieldSchema;

    /// `true` for `Option`.
    const NULLABLE: bool = false;

    /// Reads the value that a client sent. Null is the engine's business and never arrives here.
    ///
    /// # Errors
    /// The one message that says why it is no such value, in DRF's words.
    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ErrorDetail>;

    /// Checks a value against the field's options and adds what is wrong.
    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        let _ = (options, errors);
    }

    /// Writes the value as JSON.
    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>);

    /// Writes a column of a row as JSON; a type that can borrow from the row does better than
    /// this.
    ///
    /// # Errors
    /// [`DbErr`] if the column does not hold such a value.
    fn write_row(
        row: &Row,
        column: usize,
        options: &FieldOptions,
        out: &mut Vec<u8>,
    ) -> Result<(), DbErr> {
        row.get::<Self>(column)?.write(options, out);
        Ok(())
    }
}

/// What OPTIONS says of a type, and what the engine needs to know of it beside its functions.
#[derive(Clone, Copy, Debug)]
pub struct FieldSchema {
    /// DRF's name of the type: `integer`, `string`, `boolean`, `float`, `field`, …
    pub kind: &'static str,
    /// The smallest value that the type holds.
    pub min_value: Option<Number>,
    /// The largest value that the type holds.
    pub max_value: Option<Number>,
    /// `true` if an empty string of a form is a value and not an absence.
    pub text: bool,
    /// `true` if a form that leaves the field out means `false`, as HTML check boxes do.
    pub check_box: bool,
    /// Whether SQLite itself can write the column's JSON.
    pub sqlite_json: SqliteJson,
    /// What a filter says of a value that is none: django-filter's words, where they are not those
    /// of the field.
    pub filter_message: Option<&'static str>,
}

/// Whether SQLite's JSON functions write a column byte for byte as [`Field::write`] does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SqliteJson {
    /// They do not; lists with such a field are written row by row.
    #[default]
    Differs,
    /// They do, as with integers and text.
    Same,
    /// They do for the words `true` and `false` in place of 1 and 0.
    Boolean,
}

impl FieldSchema {
    /// A type of this name without bounds.
    pub const fn new(kind: &'static str) -> Self {
        Self {
            kind,
            min_value: None,
            max_value: None,
            text: false,
            check_box: false,
            sqlite_json: SqliteJson::Differs,
            filter_message: None,
        }
    }
}

/// What a serializer states about a field, as far as the type's functions need it.
#[derive(Clone, Debug)]
pub struct FieldOptions {
    /// Accept the empty string.
    pub allow_blank: bool,
    /// Cut white space off both ends of text before anything else.
    pub trim_whitespace: bool,
    /// The fewest characters.
    pub min_length: Option<usize>,
    /// The most characters.
    pub max_length: Option<usize>,
    /// The smallest value.
    pub min_value: Option<Number>,
    /// The largest value.
    pub max_value: Option<Number>,
    /// The most digits of a decimal, those after the point among them.
    pub max_digits: Option<u32>,
    /// The digits of a decimal after the point: the most that are taken, and all that are shown.
    pub decimal_places: Option<u32>,
}

impl Default for FieldOptions {
    fn default() -> Self {
        Self {
            allow_blank: false,
            trim_whitespace: true,
            min_length: None,
            max_length: None,
            min_value: None,
            max_value: None,
            max_digits: None,
            decimal_places: None,
        }
    }
}

/// A bound of a number.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Number {
    /// Of an integer, or of anything that was stated as one.
    Integer(i128),
    /// Of a float.
    Float(f64),
}

impl Number {
    pub(crate) fn as_float(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => f.write_str(&python::float_to_str(*value)),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

/// Types with an order of magnitude: `min_value`, `max_value` and the filters `gt` to `lte` suit
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "not a number",
    note = "`gt`, `gte`, `lt`, `lte`, `min_value` and `max_value` are for numbers; remove it here"
)]
pub trait Numeric: Field {}

impl<T: Numeric> Numeric for Option<T> where Option<T>: Field {}

/// The functions of a [`Field`] type, made once per type and shared by all resources.
pub struct Kind {
    pub(crate) schema: FieldSchema,
    pub(crate) nullable: bool,
    column_type: fn() -> ColumnType,
    pub(crate) parse: fn(Input<'_>, &FieldOptions) -> Result<Parsed, ErrorDetail>,
    pub(crate) write: fn(Value, &FieldOptions, &mut Vec<u8>),
    pub(crate) write_row: fn(&Row, usize, &FieldOptions, &mut Vec<u8>) -> Result<(), DbErr>,
}

/// A value that was read, and what its validators say of it.
pub(crate) struct Parsed {
    pub(crate) value: Value,
    pub(crate) errors: Vec<ErrorDetail>,
}

impl Kind {
    /// The functions of `T`.
    pub const fn of<T: Field>() -> &'static Self {
        &Self {
            schema: T::SCHEMA,
            nullable: T::NULLABLE,
            column_type: <T as ValueType>::column_type,
            parse: parse::<T>,
            write: write::<T>,
            write_row: T::write_row,
        }
    }

    /// `false` for unsigned 64-bit integers outside of MySQL: SeaORM writes them and cannot read
    /// them back.
    pub(crate) fn is_read_by(&self, backend: DbBackend) -> bool {
        backend == DbBackend::MySql || (self.column_type)() != ColumnType::BigUnsigned
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kind").field("schema", &self.schema).finish_non_exhaustive()
    }
}

fn parse<T: Field>(input: Input<'_>, options: &FieldOptions) -> Result<Parsed, ErrorDetail> {
    let value = T::parse(input, options)?;
    let mut errors = Vec::new();
    value.validate(options, &mut errors);
    Ok(Parsed { value: value.into(), errors })
}

fn write<T: Field>(value: Value, options: &FieldOptions, out: &mut Vec<u8>) {
    match T::try_from(value) {
        Ok(value) => value.write(options, out),
        Err(_) => out.extend_from_slice(b"null"),
    }
}
