//! The types of fields: how each is read, checked, written and described.
//!
#![doc = include_str!("../../docs/fields.md")]
//!
#![doc = include_str!("../../docs/composite.md")]

mod boolean;
mod bytes;
pub(crate) mod choice;
#[cfg(feature = "chrono")]
mod date;
#[cfg(feature = "chrono")]
mod datetime;
#[cfg(feature = "rust_decimal")]
mod decimal;
mod defaults;
mod description;
mod dict;
mod duration;
mod file;
mod float;
mod form;
mod format;
mod input;
mod integer;
mod internet;
#[cfg(any(feature = "chrono", feature = "time"))]
mod iso;
mod json;
#[cfg(feature = "json")]
mod json_column;
mod kind;
mod length;
mod list;
mod marker;
mod multiple_choice;
mod number;
mod option;
mod options;
mod part;
mod pattern;
mod python;
mod repr;
mod schema;
#[cfg(any(feature = "chrono", feature = "time"))]
mod temporal;
mod text;
#[cfg(feature = "chrono")]
mod time;
#[cfg(feature = "time")]
mod time_types;
#[cfg(feature = "uuid")]
mod uuid;

use sea_orm::{TryGetable, Value, sea_query::ValueType};

pub use bytes::Base64;
pub use choice::{Choice, ChoiceOf, ChoiceValue, Choices};
pub use description::{Description, Descriptions};
pub use dict::Dict;
pub use duration::Duration;
#[cfg(feature = "image")]
pub use file::ImageField;
pub use file::{FileField, FileLike};
pub(crate) use file::{is_upload, upload_of};
pub(crate) use form::FormField;
pub use form::FormPart;
pub use format::Format;
pub use input::Input;
pub use kind::Kind;
pub(crate) use kind::{Extra, ExtraKind, Parsed};
pub use length::{Composite, Length};
pub use marker::{DecimalNumber, ExactNumber, Integer, Temporal, Timespan};
pub use multiple_choice::MultipleChoice;
pub use number::{Number, Numeric};
pub use options::FieldOptions;
pub(crate) use part::{null, null_word, required};
pub use pattern::Pattern;
pub(crate) use python::{float, int, is_space, strip};
pub(crate) use repr::str_of as python_str;
pub use schema::{FieldSchema, FormSpelling, SqliteJson};
pub use text::Text;

use crate::error::{ErrorDetail, ValidationError};

/// A Rust type that can be a field: how it is read from input, checked, written and described.
///
/// Implemented for the integers, `bool`, `String`, the floats and [`Duration`], by feature for the
/// types of `chrono`, `uuid` and `rust_decimal`, and for `Option` of each; implement it for a type
/// of your own to use that as a column. The engine calls it through one table of
/// function pointers a type, so a hundred resources share one compiled copy.
///
/// ```
/// use sea_orm::DeriveValueType;
/// use seaview::{Field, ValidationError, fields::{FieldOptions, FieldSchema, Input}};
///
/// #[derive(Clone, Debug, PartialEq, DeriveValueType)]
/// struct Celsius(f64);
///
/// impl Field for Celsius {
///     const SCHEMA: FieldSchema = FieldSchema::new("float");
///
///     fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
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
pub trait Field: Clone + Send + Sync + 'static {
    /// What OPTIONS says of the type.
    const SCHEMA: FieldSchema;

    /// `true` for `Option`.
    const NULLABLE: bool = false;

    /// Reads the value that a client sent. Null is the engine's business and never arrives here.
    ///
    /// # Errors
    /// What says why it is no such value, in DRF's words: one message, or a tree of them for a
    /// value with parts.
    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError>;

    /// Checks a value against the field's options and adds what is wrong.
    fn validate(&self, options: &FieldOptions, errors: &mut Vec<ErrorDetail>) {
        let _ = (options, errors);
    }

    /// Writes the value as JSON.
    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>);
}

/// A [`Field`] that a column holds: SeaORM reads and writes it. Any field type is that SeaORM
/// knows as a value; `DeriveValueType`, `DeriveActiveEnum` and `FromJsonQueryResult` make such
/// types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a column of a serializer",
    label = "not the type of a column",
    note = "implement `seaview::Field` for it, or leave this column out of the serializer"
)]
pub trait ColumnField: Field + Into<Value> + ValueType + TryGetable {}

impl<T: Field + Into<Value> + ValueType + TryGetable> ColumnField for T {}
