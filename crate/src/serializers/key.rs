//! Values by which rows of two tables find each other.

use sea_orm::{DbErr, Value, sea_query::ColumnType};

use crate::{database::Row, fields::Kind};

/// A key, whatever its width: an `INTEGER` meets a `BIGINT` here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Integer(i128),
    Text(String),
    #[cfg(feature = "uuid")]
    Uuid(uuid::Uuid),
}

impl Key {
    /// The key in a value; `None` for NULL, and for types that no relation is made of.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::TinyInt(n) => n.map(|n| Self::Integer(n.into())),
            Value::SmallInt(n) => n.map(|n| Self::Integer(n.into())),
            Value::Int(n) => n.map(|n| Self::Integer(n.into())),
            Value::BigInt(n) => n.map(|n| Self::Integer(n.into())),
            Value::TinyUnsigned(n) => n.map(|n| Self::Integer(n.into())),
            Value::SmallUnsigned(n) => n.map(|n| Self::Integer(n.into())),
            Value::Unsigned(n) => n.map(|n| Self::Integer(n.into())),
            Value::BigUnsigned(n) => n.map(|n| Self::Integer(n.into())),
            Value::String(text) => text.clone().map(Self::Text),
            #[cfg(feature = "uuid")]
            Value::Uuid(uuid) => uuid.map(Self::Uuid),
            _ => None,
        }
    }
}

/// Reads a column of a key's type.
///
/// # Errors
/// [`DbErr`] if the column holds something else, or is of a type that no relation is made of.
pub(crate) fn read_key(row: &Row, column: usize, of: &ColumnType) -> Result<Value, DbErr> {
    Ok(match of {
        ColumnType::TinyInteger => row.get::<Option<i8>>(column)?.into(),
        ColumnType::SmallInteger => row.get::<Option<i16>>(column)?.into(),
        ColumnType::Integer => row.get::<Option<i32>>(column)?.into(),
        ColumnType::BigInteger => row.get::<Option<i64>>(column)?.into(),
        ColumnType::TinyUnsigned => row.get::<Option<u8>>(column)?.into(),
        ColumnType::SmallUnsigned => row.get::<Option<u16>>(column)?.into(),
        ColumnType::Unsigned => row.get::<Option<u32>>(column)?.into(),
        ColumnType::String(_) | ColumnType::Text | ColumnType::Char(_) => {
            row.get::<Option<String>>(column)?.into()
        }
        #[cfg(feature = "uuid")]
        ColumnType::Uuid => row.get::<Option<uuid::Uuid>>(column)?.into(),
        other => return Err(DbErr::Type(format!("{other:?} is not the type of a key"))),
    })
}

/// NULL, as a value of a key's type.
pub(super) fn null(of: &ColumnType) -> Value {
    match of {
        ColumnType::TinyInteger => Value::TinyInt(None),
        ColumnType::SmallInteger => Value::SmallInt(None),
        ColumnType::Integer => Value::Int(None),
        ColumnType::TinyUnsigned => Value::TinyUnsigned(None),
        ColumnType::SmallUnsigned => Value::SmallUnsigned(None),
        ColumnType::Unsigned => Value::Unsigned(None),
        ColumnType::String(_) | ColumnType::Text | ColumnType::Char(_) => Value::String(None),
        #[cfg(feature = "uuid")]
        ColumnType::Uuid => Value::Uuid(None),
        _ => Value::BigInt(None),
    }
}

/// The functions of a key's type, for a key that no field shows.
pub(crate) fn kind_of_key(column_type: &ColumnType) -> Option<&'static Kind> {
    Some(match column_type {
        ColumnType::TinyInteger => Kind::of::<i8>(),
        ColumnType::SmallInteger => Kind::of::<i16>(),
        ColumnType::Integer => Kind::of::<i32>(),
        ColumnType::BigInteger => Kind::of::<i64>(),
        ColumnType::TinyUnsigned => Kind::of::<u8>(),
        ColumnType::SmallUnsigned => Kind::of::<u16>(),
        ColumnType::Unsigned => Kind::of::<u32>(),
        ColumnType::BigUnsigned => Kind::of::<u64>(),
        ColumnType::String(_) | ColumnType::Text | ColumnType::Char(_) => Kind::of::<String>(),
        #[cfg(feature = "uuid")]
        ColumnType::Uuid => Kind::of::<uuid::Uuid>(),
        _ => return None,
    })
}

/// `true` if [`read_key`] reads the type.
pub(crate) fn is_key(column_type: &ColumnType) -> bool {
    let integer = matches!(
        column_type,
        ColumnType::TinyInteger
            | ColumnType::SmallInteger
            | ColumnType::Integer
            | ColumnType::BigInteger
            | ColumnType::TinyUnsigned
            | ColumnType::SmallUnsigned
            | ColumnType::Unsigned
    );
    let text =
        matches!(column_type, ColumnType::String(_) | ColumnType::Text | ColumnType::Char(_));
    integer || text || (cfg!(feature = "uuid") && *column_type == ColumnType::Uuid)
}
