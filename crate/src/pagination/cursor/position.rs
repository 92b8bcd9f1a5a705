//! The value of a column as text in a cursor, and back.

use sea_orm::Value;

use crate::fields::{FieldOptions, Input, Kind};

/// Python's `str()` of a value: `2024-05-01 12:00:00+00:00`, `True`, `5`.
pub(super) fn text(kind: &Kind, value: &Value) -> String {
    let mut json = Vec::new();
    (kind.write)(value.clone(), &FieldOptions::default(), &mut json);
    let text = match serde_json::from_slice::<serde_json::Value>(&json) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Bool(value)) => if value { "True" } else { "False" }.into(),
        _ => String::from_utf8_lossy(&json).into_owned(),
    };
    match kind.schema.kind {
        "datetime" => with_nanoseconds(text.replacen('T', " ", 1), value),
        "time" => with_nanoseconds(text, value),
        _ => text,
    }
}

/// The value that such a text stands for; `None` if it is not one of the column's.
pub(super) fn value(kind: &Kind, text: &str) -> Option<Value> {
    let options =
        FieldOptions { allow_blank: true, trim_whitespace: false, ..FieldOptions::default() };
    let parsed = (kind.parse)(Input::Text(text.into()), &options).ok()?;
    parsed.errors.is_empty().then(|| match kind.schema.kind {
        "datetime" | "time" => plus(parsed.value, nanoseconds_in(text)),
        _ => parsed.value,
    })
}

/// Python's clocks have microseconds. A value with nanoseconds needs them here, or it would come
/// after its own position.
fn with_nanoseconds(text: String, value: &Value) -> String {
    let (clock, zone) = match text.strip_suffix('Z') {
        Some(clock) => (clock, "+00:00"),
        None => (text.as_str(), ""),
    };
    match (nanoseconds(value), clock.contains('.')) {
        (0, _) => format!("{clock}{zone}"),
        (nanoseconds, true) => format!("{clock}{nanoseconds:03}{zone}"),
        (nanoseconds, false) => format!("{clock}.000000{nanoseconds:03}{zone}"),
    }
}

/// What the seventh to ninth digits after the point say.
fn nanoseconds_in(text: &str) -> u32 {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let mut digits = fraction.bytes().map_while(|byte| byte.is_ascii_digit().then(|| byte - b'0'));
    let digit = |place: u32| u32::from(digits.nth(if place == 100 { 6 } else { 0 }).unwrap_or(0));
    [100, 10, 1].map(digit).into_iter().zip([100, 10, 1]).map(|(digit, place)| digit * place).sum()
}

/// The nanoseconds of a time that are no whole microsecond.
fn nanoseconds(value: &Value) -> u32 {
    #[cfg(feature = "chrono")]
    use chrono::Timelike;

    let nanoseconds = match value {
        #[cfg(feature = "chrono")]
        Value::ChronoTime(Some(time)) => time.nanosecond(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTime(Some(time)) => time.nanosecond(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeUtc(Some(time)) => time.nanosecond(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeWithTimeZone(Some(time)) => time.nanosecond(),
        #[cfg(feature = "time")]
        Value::TimeTime(Some(time)) => time.nanosecond(),
        #[cfg(feature = "time")]
        Value::TimeDateTime(Some(time)) => time.nanosecond(),
        #[cfg(feature = "time")]
        Value::TimeDateTimeWithTimeZone(Some(time)) => time.nanosecond(),
        _ => 0,
    };
    nanoseconds % 1000
}

fn plus(value: Value, nanoseconds: u32) -> Value {
    #[cfg(feature = "chrono")]
    let chrono = chrono::TimeDelta::nanoseconds(nanoseconds.into());
    #[cfg(feature = "time")]
    let time = time::Duration::nanoseconds(nanoseconds.into());
    let _ = nanoseconds;
    match value {
        #[cfg(feature = "chrono")]
        Value::ChronoTime(Some(clock)) => (clock + chrono).into(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTime(Some(clock)) => (clock + chrono).into(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeUtc(Some(clock)) => (clock + chrono).into(),
        #[cfg(feature = "chrono")]
        Value::ChronoDateTimeWithTimeZone(Some(clock)) => (clock + chrono).into(),
        #[cfg(feature = "time")]
        Value::TimeTime(Some(clock)) => (clock + time).into(),
        #[cfg(feature = "time")]
        Value::TimeDateTime(Some(clock)) => (clock + time).into(),
        #[cfg(feature = "time")]
        Value::TimeDateTimeWithTimeZone(Some(clock)) => (clock + time).into(),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: crate::fields::ColumnField>(kind: &Kind, native: T, shown: &str) {
        let native: Value = native.into();
        assert_eq!(text(kind, &native), shown);
        assert_eq!(value(kind, shown), Some(native), "{shown}");
    }

    #[test]
    fn values_go_there_and_back() {
        there_and_back(Kind::of::<i64>(), i64::MIN, "-9223372036854775808");
        there_and_back(Kind::of::<bool>(), true, "True");
        there_and_back(Kind::of::<f64>(), 0.1_f64, "0.1");
        there_and_back(Kind::of::<f64>(), 1e300_f64, "1e+300");
        there_and_back(Kind::of::<Option<String>>(), Some(String::new()), "");
        there_and_back(Kind::of::<String>(), " \"é\\\n".to_owned(), " \"é\\\n");
    }

    #[test]
    fn what_is_no_value_is_told() {
        for (kind, text) in [
            (Kind::of::<i32>(), "2147483648"),
            (Kind::of::<i32>(), "x"),
            (Kind::of::<i32>(), ""),
            (Kind::of::<f64>(), "nan"),
            (Kind::of::<String>(), "\0"),
        ] {
            assert_eq!(value(kind, text), None, "{text:?}");
        }
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn instants_are_pythons_and_keep_nanoseconds() {
        use chrono::{DateTime, NaiveTime, Utc};

        for (stored, shown) in [
            ("2024-05-01T12:00:00Z", "2024-05-01 12:00:00+00:00"),
            ("2024-05-01T12:00:00.5Z", "2024-05-01 12:00:00.500000+00:00"),
            ("2024-05-01T12:00:00.000000007Z", "2024-05-01 12:00:00.000000007+00:00"),
            ("2024-05-01T12:00:00.123456789Z", "2024-05-01 12:00:00.123456789+00:00"),
        ] {
            let instant: DateTime<Utc> = stored.parse().unwrap();
            there_and_back(Kind::of::<DateTime<Utc>>(), instant, shown);
            there_and_back(
                Kind::of::<chrono::NaiveDateTime>(),
                instant.naive_utc(),
                shown.trim_end_matches("+00:00"),
            );
        }
        let time: NaiveTime = "12:30:45.000000120".parse().unwrap();
        there_and_back(Kind::of::<NaiveTime>(), time, "12:30:45.000000120");
    }
}
