//! The values in a row as SQLx reads them: each Rust type from the columns that SQLx takes it from,
//! and from no others.

use sea_orm::{DbErr, Value, sea_query::ArrayType};
use tokio_postgres::{
    Row,
    types::{FromSql, Kind, Type},
};

use crate::database::binary::Binary;

/// What stands in a column of any type.
struct Anything<'a>(&'a [u8]);

type Unreadable = Box<dyn std::error::Error + Sync + Send>;

impl<'a> FromSql<'a> for Anything<'a> {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Ok(Self(bytes))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The text of an enum of the database's.
struct Label<'a>(&'a str);

impl<'a> FromSql<'a> for Label<'a> {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Ok(Self(std::str::from_utf8(bytes)?))
    }

    fn accepts(of: &Type) -> bool {
        matches!(of.kind(), Kind::Enum(_))
    }
}

pub(in crate::database) fn is_null(row: &Row, column: usize) -> bool {
    bytes(row, column) == Some(None)
}

/// The bytes of a value, `Some(None)` for NULL.
pub(in crate::database) fn bytes(row: &Row, column: usize) -> Option<Option<&[u8]>> {
    let value = row.try_get::<_, Option<Anything<'_>>>(column).ok()?;
    Some(value.map(|Anything(bytes)| bytes))
}

/// What a column holds, if it is written from its bytes.
pub(in crate::database) fn binary(row: &Row, column: usize) -> Option<Binary> {
    match *row.columns().get(column)?.type_() {
        Type::INT8 => Some(Binary::Int8),
        Type::VARCHAR | Type::TEXT | Type::BPCHAR | Type::NAME => Some(Binary::Text),
        Type::INT4 => Some(Binary::Int4),
        Type::BOOL => Some(Binary::Boolean),
        Type::INT2 => Some(Binary::Int2),
        _ => None,
    }
}

/// `None` for NULL and for what is no text.
pub(in crate::database) fn text(row: &Row, column: usize) -> Option<&str> {
    if let Ok(text) = row.try_get::<_, Option<&str>>(column) {
        return text;
    }
    row.try_get::<_, Option<Label<'_>>>(column).ok().flatten().map(|label| label.0)
}

/// The value of a column whose Rust type has this counterpart.
///
/// # Errors
/// [`DbErr`] where SQLx would not read the column as one either.
pub(in crate::database) fn value(row: &Row, column: usize, of: &ArrayType) -> Result<Value, DbErr> {
    let null = is_null(row, column);
    Ok(match of {
        ArrayType::Bool => get::<bool>(row, column, null)?.into(),
        ArrayType::TinyInt => get::<i8>(row, column, null)?.into(),
        ArrayType::SmallInt => get::<i16>(row, column, null)?.into(),
        ArrayType::Int => get::<i32>(row, column, null)?.into(),
        ArrayType::BigInt => get::<i64>(row, column, null)?.into(),
        ArrayType::Unsigned => unsigned(row, column, null)?.into(),
        ArrayType::Float => get::<f32>(row, column, null)?.into(),
        ArrayType::Double => get::<f64>(row, column, null)?.into(),
        ArrayType::String if null => Value::String(None),
        ArrayType::String => text(row, column).ok_or_else(|| wrong(row, column, of))?.into(),
        ArrayType::Bytes => get::<Vec<u8>>(row, column, null)?.into(),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDate => get::<chrono::NaiveDate>(row, column, null)?.into(),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoTime => get::<chrono::NaiveTime>(row, column, null)?.into(),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDateTime => get::<chrono::NaiveDateTime>(row, column, null)?.into(),
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDateTimeUtc => {
            get::<chrono::DateTime<chrono::Utc>>(row, column, null)?.into()
        }
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDateTimeWithTimeZone => {
            get::<chrono::DateTime<chrono::FixedOffset>>(row, column, null)?.into()
        }
        #[cfg(feature = "uuid")]
        ArrayType::Uuid => get::<uuid::Uuid>(row, column, null)?.into(),
        #[cfg(feature = "rust_decimal")]
        ArrayType::Decimal => get(row, column, null)?.map(without_scale_of_zero).into(),
        #[cfg(feature = "json")]
        ArrayType::Json => get::<serde_json::Value>(row, column, null)?.into(),
        // SeaORM reads unsigned integers of 8 and 16 bits from no column of PostgreSQL.
        of => return Err(wrong(row, column, of)),
    })
}

/// A value, if there is one; a NULL may be of any type.
fn get<'a, T: FromSql<'a>>(row: &'a Row, column: usize, null: bool) -> Result<Option<T>, DbErr> {
    match null {
        true => Ok(None),
        false => row.try_get(column).map(Some).map_err(|error| DbErr::Type(error.to_string())),
    }
}

/// PostgreSQL's integers are signed, but for object identifiers.
fn unsigned(row: &Row, column: usize, null: bool) -> Result<Option<u32>, DbErr> {
    if let Ok(oid) = get::<u32>(row, column, null) {
        return Ok(oid);
    }
    let number = get::<i32>(row, column, null)?.map(u32::try_from);
    number.transpose().map_err(|error| DbErr::Type(error.to_string()))
}

/// SQLx reads `0.000` as `0`.
#[cfg(feature = "rust_decimal")]
fn without_scale_of_zero(number: rust_decimal::Decimal) -> rust_decimal::Decimal {
    if number.is_zero() { rust_decimal::Decimal::ZERO } else { number }
}

fn wrong(row: &Row, column: usize, of: &ArrayType) -> DbErr {
    let there = row.columns().get(column).map_or("nothing", |column| column.type_().name());
    DbErr::Type(format!("column {column} holds no {of:?} but {there}"))
}

/// `true` if values of this kind are read here as SQLx reads them, or refused like it.
pub(in crate::database) fn reads(of: &ArrayType) -> bool {
    match of {
        ArrayType::Bool
        | ArrayType::TinyInt
        | ArrayType::SmallInt
        | ArrayType::Int
        | ArrayType::BigInt
        | ArrayType::TinyUnsigned
        | ArrayType::SmallUnsigned
        | ArrayType::Unsigned
        | ArrayType::Float
        | ArrayType::Double
        | ArrayType::String
        | ArrayType::Bytes => true,
        #[cfg(feature = "chrono")]
        ArrayType::ChronoDate
        | ArrayType::ChronoTime
        | ArrayType::ChronoDateTime
        | ArrayType::ChronoDateTimeUtc
        | ArrayType::ChronoDateTimeWithTimeZone => true,
        #[cfg(feature = "uuid")]
        ArrayType::Uuid => true,
        #[cfg(feature = "rust_decimal")]
        ArrayType::Decimal => true,
        #[cfg(feature = "json")]
        ArrayType::Json => true,
        _ => false,
    }
}
