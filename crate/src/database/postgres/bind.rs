//! Values as SQLx binds them, so that both ways ask the server the same.

use std::{error::Error, fmt};

use bytes::BytesMut;
use sea_orm::{Value, sea_query::OptionEnum};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A value that could not be sent.
#[derive(Debug, thiserror::Error)]
#[error("a value cannot be sent")]
pub(super) struct NotBound(#[source] Box<dyn Error + Sync + Send>);

/// A value of a statement.
pub(super) struct Bound<'a>(pub(super) &'a Value);

/// The driver may log what it binds.
impl fmt::Debug for Bound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bound")
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        of: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.write(of, out).map_err(|error| NotBound(error).into())
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Bound<'_> {
    fn write(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Bool(value) => value.to_sql(of, out),
            Value::TinyInt(value) => value.to_sql(of, out),
            Value::SmallInt(value) => value.to_sql(of, out),
            Value::Int(value) => value.to_sql(of, out),
            Value::BigInt(value) => value.to_sql(of, out),
            Value::TinyUnsigned(value) => value.map(i16::from).to_sql(of, out),
            Value::SmallUnsigned(value) => value.map(i32::from).to_sql(of, out),
            Value::Unsigned(value) => value.map(i64::from).to_sql(of, out),
            Value::BigUnsigned(value) => value.map(i64::try_from).transpose()?.to_sql(of, out),
            Value::Float(value) => value.to_sql(of, out),
            Value::Double(value) => value.to_sql(of, out),
            Value::String(value) => value.as_deref().to_sql(of, out),
            Value::Enum(OptionEnum::Some(value)) => value.value.as_ref().to_sql(of, out),
            Value::Enum(OptionEnum::None(_)) => Ok(IsNull::Yes),
            Value::Char(value) => value.map(String::from).to_sql(of, out),
            Value::Bytes(value) => value.as_deref().to_sql(of, out),
            #[cfg(feature = "chrono")]
            Value::ChronoDate(value) => value.to_sql(of, out),
            #[cfg(feature = "chrono")]
            Value::ChronoTime(value) => value.to_sql(of, out),
            #[cfg(feature = "chrono")]
            Value::ChronoDateTime(value) => value.to_sql(of, out),
            #[cfg(feature = "chrono")]
            Value::ChronoDateTimeUtc(value) => value.to_sql(of, out),
            #[cfg(feature = "chrono")]
            Value::ChronoDateTimeLocal(value) => value.to_sql(of, out),
            #[cfg(feature = "chrono")]
            Value::ChronoDateTimeWithTimeZone(value) => value.to_sql(of, out),
            #[cfg(feature = "uuid")]
            Value::Uuid(value) => value.to_sql(of, out),
            #[cfg(feature = "rust_decimal")]
            Value::Decimal(value) => value.to_sql(of, out),
            #[cfg(feature = "json")]
            Value::Json(value) => value.as_deref().to_sql(of, out),
            other => Err(format!("{other:?} is not bound here").into()),
        }
    }
}

/// As which type SQLx declares a value, NULL or not; `None` for those that only SeaORM's connection
/// binds.
pub(super) fn type_of(value: &Value) -> Option<Type> {
    Some(match value {
        Value::Bool(_) => Type::BOOL,
        Value::TinyInt(_) => Type::CHAR,
        Value::SmallInt(_) | Value::TinyUnsigned(_) => Type::INT2,
        Value::Int(_) | Value::SmallUnsigned(_) => Type::INT4,
        Value::BigInt(_) | Value::Unsigned(_) | Value::BigUnsigned(_) => Type::INT8,
        Value::Float(_) => Type::FLOAT4,
        Value::Double(_) => Type::FLOAT8,
        Value::String(_) | Value::Enum(_) | Value::Char(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
        #[cfg(feature = "chrono")]
        Value::ChronoDate(_) => Type::DATE,
        #[cfg(feature = "chrono")]
        Value::ChronoTime(_) => Type::TIME,
        #[cfg(feature = "chrono")]
        Value::ChronoDateTime(_) => Type::TIMESTAMP,
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeUtc(_)
        | Value::ChronoDateTimeLocal(_)
        | Value::ChronoDateTimeWithTimeZone(_) => Type::TIMESTAMPTZ,
        #[cfg(feature = "uuid")]
        Value::Uuid(_) => Type::UUID,
        #[cfg(feature = "rust_decimal")]
        Value::Decimal(_) => Type::NUMERIC,
        #[cfg(feature = "json")]
        Value::Json(_) => Type::JSONB,
        _ => return None,
    })
}
