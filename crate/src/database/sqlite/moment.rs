//! Dates and times out of SQLite, which keeps them as texts or numbers.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use sea_orm::{Value, sea_query::ArrayType};

/// What SQLx writes, and what SQLite's own functions take.
const MOMENTS: [&str; 12] = [
    "%F %T%.f",
    "%F %R",
    "%F %RZ",
    "%F %R%:z",
    "%F %T%.fZ",
    "%F %T%.f%:z",
    "%FT%R",
    "%FT%RZ",
    "%FT%R%:z",
    "%FT%T%.f",
    "%FT%T%.fZ",
    "%FT%T%.f%:z",
];

const TIMES: [&str; 6] = ["%T%.f", "%R", "%RZ", "%T%.fZ", "%R%:z", "%T%.f%:z"];

/// A moment with the offset that it was written with.
pub(super) struct Moment(DateTime<FixedOffset>);

impl Moment {
    pub(super) fn value(self, of: &ArrayType) -> Option<Value> {
        Some(match of {
            ArrayType::ChronoDateTime => self.0.naive_local().into(),
            ArrayType::ChronoDateTimeUtc => self.0.with_timezone(&Utc).into(),
            ArrayType::ChronoDateTimeWithTimeZone => self.0.into(),
            _ => return None,
        })
    }
}

/// A text as a value of this kind.
pub(super) fn read(text: &str, of: &ArrayType) -> Option<Value> {
    match of {
        ArrayType::ChronoDate => NaiveDate::parse_from_str(text, "%F").ok().map(Value::from),
        ArrayType::ChronoTime => {
            let times = TIMES.iter();
            let mut times = times.filter_map(|format| NaiveTime::parse_from_str(text, format).ok());
            times.next().map(Value::from)
        }
        of => moment(text)?.value(of),
    }
}

fn moment(text: &str) -> Option<Moment> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment(moment));
    }
    let read = |format: &&str| {
        let with_offset = DateTime::parse_from_str(text, format).ok();
        let without = || NaiveDateTime::parse_from_str(text, format).ok();
        with_offset.or_else(|| Some(Utc.fix().from_utc_datetime(&without()?)))
    };
    MOMENTS.iter().find_map(read).map(Moment)
}

/// Seconds since 1970.
pub(super) fn of_seconds(seconds: i64) -> Option<Moment> {
    Utc.fix().timestamp_opt(seconds, 0).single().map(Moment)
}

/// Days since noon of 24 November 4714 BC.
pub(super) fn of_julian_day(day: f64) -> Option<Moment> {
    let seconds = (day - 2_440_587.5) * 86_400.0;
    if !seconds.is_finite() {
        return None;
    }
    let nanoseconds = (seconds.fract() * 1e9).abs() as u32;
    Utc.fix().timestamp_opt(seconds.trunc() as i64, nanoseconds).single().map(Moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_the_forms_that_sqlite_knows() {
        for (text, expected) in [
            ("2024-02-29T12:30:15.5+02:00", "2024-02-29T12:30:15.500+02:00"),
            ("2024-02-29 12:30:15.5", "2024-02-29T12:30:15.500+00:00"),
            ("2024-02-29 12:30", "2024-02-29T12:30:00+00:00"),
            ("2024-02-29T12:30Z", "2024-02-29T12:30:00+00:00"),
            ("2024-02-29 12:30:15+02:00", "2024-02-29T12:30:15+02:00"),
        ] {
            assert_eq!(moment(text).unwrap().0.to_rfc3339(), expected, "{text}");
        }
        assert!(moment("yesterday").is_none());
        assert_eq!(of_seconds(86_400).unwrap().0.to_rfc3339(), "1970-01-02T00:00:00+00:00");
        assert_eq!(of_julian_day(2_440_588.0).unwrap().0.to_rfc3339(), "1970-01-01T12:00:00+00:00");
    }
}
