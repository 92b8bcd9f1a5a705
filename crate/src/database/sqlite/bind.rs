//! Values as SQLx binds them, so that what one way writes the other finds.

use rusqlite::{
    Error, Result, ToSql,
    types::{ToSqlOutput, Value as Owned, ValueRef},
};
use sea_orm::Value;

/// A value of a statement.
pub(super) struct Bound<'a>(pub(super) &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        let value = match self.0 {
            Value::Bool(value) => value.map(|value| integer(i64::from(value))),
            Value::TinyInt(value) => value.map(|value| integer(i64::from(value))),
            Value::SmallInt(value) => value.map(|value| integer(i64::from(value))),
            Value::Int(value) => value.map(|value| integer(i64::from(value))),
            Value::BigInt(value) => value.map(integer),
            Value::TinyUnsigned(value) => value.map(|value| integer(i64::from(value))),
            Value::SmallUnsigned(value) => value.map(|value| integer(i64::from(value))),
            Value::Unsigned(value) => value.map(|value| integer(i64::from(value))),
            Value::Float(value) => value.map(|value| owned(Owned::Real(value.into()))),
            Value::Double(value) => value.map(|value| owned(Owned::Real(value))),
            Value::String(value) => value.as_deref().map(str_ref),
            Value::Char(value) => value.map(|value| text(value.to_string())),
            Value::Bytes(value) => {
                value.as_deref().map(|b| ToSqlOutput::Borrowed(ValueRef::Blob(b)))
            }
            other => rich(other)?,
        };
        Ok(value.unwrap_or(owned(Owned::Null)))
    }
}

fn owned<'a>(value: Owned) -> ToSqlOutput<'a> {
    ToSqlOutput::Owned(value)
}

fn integer<'a>(value: i64) -> ToSqlOutput<'a> {
    owned(Owned::Integer(value))
}

fn str_ref(value: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes()))
}

fn text<'a>(value: String) -> ToSqlOutput<'a> {
    owned(Owned::Text(value))
}

/// Values of types that SQLite does not have; `None` for NULL.
fn rich(value: &Value) -> Result<Option<ToSqlOutput<'_>>> {
    match value {
        #[cfg(feature = "chrono")]
        Value::ChronoDate(value) => Ok(value.map(|value| text(value.format("%F").to_string()))),
        #[cfg(feature = "chrono")]
        Value::ChronoTime(value) => Ok(value.map(|value| text(value.format("%T%.f").to_string()))),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTime(value) => {
            Ok(value.map(|value| text(value.format("%F %T%.f").to_string())))
        }
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeUtc(value) => Ok(value.map(instant)),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeLocal(value) => Ok(value.map(instant)),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeWithTimeZone(value) => Ok(value.map(instant)),
        #[cfg(feature = "uuid")]
        Value::Uuid(value) => {
            Ok(value.as_ref().map(|value| ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes()))))
        }
        #[cfg(feature = "rust_decimal")]
        Value::Decimal(value) => Ok(value.map(|value| text(value.to_string()))),
        #[cfg(feature = "json")]
        Value::Json(value) => Ok(value.as_ref().map(|value| text(value.to_string()))),
        // SeaORM's connection knows them, or refuses them in its own words.
        other => {
            let unknown = format!("{other:?} is not bound here");
            Err(Error::ToSqlConversionFailure(unknown.into()))
        }
    }
}

#[cfg(feature = "chrono")]
fn instant<'a, Z: chrono::TimeZone<Offset: std::fmt::Display>>(
    value: chrono::DateTime<Z>,
) -> ToSqlOutput<'a> {
    text(value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false))
}
