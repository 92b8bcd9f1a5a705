//! Instants on MariaDB, which takes one that it is sent for a TIMESTAMP: those before 1970 and
//! after January 2038 become NULL, even on their way to a wider column.

use sea_orm::{DbBackend, Value};

/// The same value as a date with a time and no zone, where that keeps it whole.
pub(crate) fn kept(value: Value, backend: DbBackend) -> Value {
    if backend != DbBackend::MySql {
        return value;
    }
    match value {
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeUtc(Some(instant)) => instant.naive_utc().into(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeWithTimeZone(Some(instant)) => instant.naive_utc().into(),
        #[cfg(feature = "time")]
        Value::TimeDateTimeWithTimeZone(Some(instant)) => {
            let utc = instant.to_offset(time::UtcOffset::UTC);
            time::PrimitiveDateTime::new(utc.date(), utc.time()).into()
        }
        value => value,
    }
}

/// `false` for a value that would become NULL in a model.
pub(crate) fn is_kept(value: &Value, backend: DbBackend) -> bool {
    let seconds: Option<i64> = match value {
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeUtc(instant) => instant.as_ref().map(|instant| instant.timestamp()),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeWithTimeZone(instant) => {
            instant.as_ref().map(|instant| instant.timestamp())
        }
        #[cfg(feature = "time")]
        Value::TimeDateTimeWithTimeZone(instant) => {
            instant.as_ref().map(|instant| instant.unix_timestamp())
        }
        _ => None,
    };
    backend != DbBackend::MySql || seconds.is_none_or(|s| (1..=i64::from(i32::MAX)).contains(&s))
}
