//! Instants, and dates with a time of day, of chrono.

use std::fmt::Display;

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Utc,
};

use super::{
    Field, FieldOptions, FieldSchema, Input,
    date::{date, day, formatted},
    iso::{self, Moment},
    temporal,
    time::{clock, time},
};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

/// Read in the time zone of the settings where no offset is given, and written in it: UTC unless
/// stated. Kept in UTC.
impl Field for DateTime<Utc> {
    const SCHEMA: FieldSchema = FieldSchema {
        filter_message: Some("Enter a valid date/time."),
        ..FieldSchema::new("datetime")
    };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let (naive, offset) = local(&input, options)?;
        let offset = offset.map_or_else(|| offset_of(naive, options), Ok)?;
        let utc = naive.checked_sub_signed(TimeDelta::seconds(offset.into()));
        in_range(utc).map(|utc| utc.and_utc())
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        #[cfg(feature = "chrono-tz")]
        if let Some(zone) = options.time_zone {
            return write(&self.with_timezone(&zone), options, out);
        }
        write(self, options, out);
    }
}

impl Field for DateTime<FixedOffset> {
    const SCHEMA: FieldSchema = <DateTime<Utc>>::SCHEMA;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        <DateTime<Utc>>::parse(input, options).map(Into::into)
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        self.to_utc().write(options, out);
    }
}

/// Without an offset in the database, and so in no time zone: one that is given is converted to UTC
/// and dropped.
impl Field for NaiveDateTime {
    const SCHEMA: FieldSchema = <DateTime<Utc>>::SCHEMA;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let (naive, offset) = local(&input, options)?;
        in_range(naive.checked_sub_signed(TimeDelta::seconds(offset.unwrap_or(0).into())))
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        let shown = options.output_format.and_then(|format| formatted(self.format(format)));
        write_str(&shown.unwrap_or_else(|| naive_text(*self)), out);
    }
}

/// As it is written where its zone is, `Z` standing for no offset.
fn write<Z: TimeZone<Offset: Display>>(
    instant: &DateTime<Z>,
    options: &FieldOptions,
    out: &mut Vec<u8>,
) {
    let shown = options.output_format.and_then(|format| formatted(instant.format(format)));
    let iso = || match instant.offset().fix() {
        offset if offset.local_minus_utc() == 0 => format!("{}Z", naive_text(instant.naive_utc())),
        offset => format!("{}{offset}", naive_text(instant.naive_local())),
    };
    write_str(&shown.unwrap_or_else(iso), out);
}

fn local(input: &Input<'_>, options: &FieldOptions) -> Result<Local, ErrorDetail> {
    let iso = |text: &str| iso::datetime(text).and_then(read);
    temporal::read(input, options, iso, strptime).ok_or_else(|| {
        let iso = "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]";
        temporal::wrong_format("Datetime", iso, options)
    })
}

fn in_range(utc: Option<NaiveDateTime>) -> Result<NaiveDateTime, ValidationError> {
    let there = utc.filter(|utc| (1..=9999).contains(&utc.year()));
    there.ok_or_else(|| ErrorDetail::new("Datetime value out of range.", "overflow").into())
}

/// How many seconds a time without an offset is ahead of UTC. When clocks are set back, the first
/// of the two is meant, as in Django.
#[cfg(feature = "chrono-tz")]
fn offset_of(naive: NaiveDateTime, options: &FieldOptions) -> Result<i32, ErrorDetail> {
    let Some(zone) = options.time_zone else { return Ok(0) };
    let there = zone.offset_from_local_datetime(&naive).earliest();
    there.map(|offset| offset.fix().local_minus_utc()).ok_or_else(|| {
        let message = format!("Invalid datetime for the timezone \"{zone}\".");
        ErrorDetail::new(message, "make_aware")
    })
}

#[cfg(not(feature = "chrono-tz"))]
fn offset_of(_: NaiveDateTime, _: &FieldOptions) -> Result<i32, ErrorDetail> {
    Ok(0)
}

fn naive_text(naive: NaiveDateTime) -> String {
    format!("{}T{}", day(naive.date()), clock(naive.time()))
}

/// A date and a time, and perhaps how many seconds they are ahead of UTC.
type Local = (NaiveDateTime, Option<i32>);

fn read(moment: Moment) -> Option<Local> {
    let naive = date(moment.date)?.and_time(time(moment.clock)?);
    Some((naive, moment.offset))
}

/// With an offset where the format has one; a date alone is its midnight.
fn strptime(text: &str, format: &str) -> Option<Local> {
    if let Ok(aware) = DateTime::parse_from_str(text, format) {
        return Some((aware.naive_local(), Some(aware.offset().local_minus_utc())));
    }
    let naive = NaiveDateTime::parse_from_str(text, format).ok();
    let midnight = || Some(NaiveDate::parse_from_str(text, format).ok()?.and_time(NaiveTime::MIN));
    naive.or_else(midnight).map(|naive| (naive, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str, options: &FieldOptions) -> String {
        match <DateTime<Utc>>::parse(Input::Text(text.into()), options) {
            Err(error) => error.to_string(),
            Ok(instant) => {
                let mut out = Vec::new();
                instant.write(options, &mut out);
                String::from_utf8(out).unwrap()
            }
        }
    }

    #[test]
    fn instants_are_read_as_in_drf() {
        let wrong = "Datetime has wrong format. Use one of these formats instead: \
                     YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
        let cases = [
            ("2024-01-05T12:30:45Z", "\"2024-01-05T12:30:45Z\""),
            ("2024-01-05T12:30:45", "\"2024-01-05T12:30:45Z\""),
            ("2024-01-05", "\"2024-01-05T00:00:00Z\""),
            ("2024-01-05 12", "\"2024-01-05T12:00:00Z\""),
            ("2024-01-05T12:30:45+05:30", "\"2024-01-05T07:00:45Z\""),
            ("2024-01-01T00:30:00+01:00", "\"2023-12-31T23:30:00Z\""),
            ("2024-01-05T12:30:45 +02:00", "\"2024-01-05T10:30:45Z\""),
            ("2024-01-05T12:30:45.123456789Z", "\"2024-01-05T12:30:45.123456Z\""),
            ("2024-01-05T12:30:45.5Z", "\"2024-01-05T12:30:45.500000Z\""),
            ("2024-01-05T12,5", "\"2024-01-05T12:00:00.500000Z\""),
            ("20240105T123045Z", "\"2024-01-05T12:30:45Z\""),
            ("2024-W01-1T10:00", "\"2024-01-01T10:00:00Z\""),
            ("2024W011T10", "\"2024-01-01T10:00:00Z\""),
            ("2024-1-5T12:30:45Z", "\"2024-01-05T12:30:45Z\""),
            ("0001-01-01T00:00:00+01:00", "Datetime value out of range."),
            ("9999-12-31T23:59:59-01:00", "Datetime value out of range."),
            ("2024-1-5T1:30 ", "\"2024-01-05T01:30:00Z\""),
            ("20240105T1:30", wrong),
            ("2024W011 1:30", wrong),
            ("2024-W01-1T10:00 ", wrong),
            ("2024-1-5T1230", wrong),
            ("2024-01-05t12:30:45z", wrong),
            ("2024-01-05T12:3045", wrong),
            ("2024-01-05T12:30:60Z", wrong),
            ("2024-01-05T24:00:00Z", wrong),
            ("2024-01-05T12:30:45 UTC", wrong),
            ("2024-01-05T12:30:45+24:00", wrong),
            ("2024-01-05T12:30:45.", wrong),
            ("2024-01-05T", wrong),
            ("2024-13-01T00:00", wrong),
            (" 2024-01-05", wrong),
            ("1704457845", wrong),
            ("ää-ä-ä", wrong),
            ("", wrong),
        ];
        for (text, shown) in cases {
            assert_eq!(read(text, &FieldOptions::default()), shown, "{text:?}");
        }
    }

    #[test]
    fn instants_may_have_formats_of_their_own() {
        let options = FieldOptions {
            input_formats: Some(&["%d.%m.%Y %H:%M %z", "%d.%m.%Y %H:%M", "%d.%m.%Y"]),
            output_format: Some("%d.%m.%Y %H:%M"),
            ..FieldOptions::default()
        };
        for (text, shown) in [
            ("05.01.2024 12:30 +0200", "\"05.01.2024 10:30\""),
            ("05.01.2024 12:30", "\"05.01.2024 12:30\""),
            ("05.01.2024", "\"05.01.2024 00:00\""),
            (
                "2024-01-05T12:30Z",
                "Datetime has wrong format. Use one of these formats instead: \
                 DD.MM.YYYY hh:mm [+HHMM|-HHMM], DD.MM.YYYY hh:mm, DD.MM.YYYY.",
            ),
        ] {
            assert_eq!(read(text, &options), shown);
        }
    }

    #[cfg(feature = "chrono-tz")]
    #[test]
    fn times_are_those_of_the_zone() {
        let zone = Some(chrono_tz::America::New_York);
        let options = FieldOptions { time_zone: zone, ..FieldOptions::default() };
        for (text, expected) in [
            ("2024-01-05T03:04:05", "\"2024-01-05T03:04:05-05:00\""),
            ("2024-07-05T03:04:05", "\"2024-07-05T03:04:05-04:00\""),
            ("2024-07-05T03:04:05Z", "\"2024-07-04T23:04:05-04:00\""),
            // The first of the two.
            ("2024-11-03T01:30", "\"2024-11-03T01:30:00-04:00\""),
            // Clocks went from 2 to 3.
            ("2024-03-10T02:30", "Invalid datetime for the timezone \"America/New_York\"."),
        ] {
            let mut out = Vec::new();
            match <DateTime<Utc>>::parse(Input::Text(text.into()), &options) {
                Ok(instant) => instant.write(&options, &mut out),
                Err(error) => error.into_detail().for_each_message(&mut |_, error| {
                    out.extend(error.to_string().bytes());
                }),
            }
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{text}");
        }
        let utc = FieldOptions { time_zone: Some(chrono_tz::UTC), ..FieldOptions::default() };
        let mut out = Vec::new();
        <DateTime<Utc>>::UNIX_EPOCH.write(&utc, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "\"1970-01-01T00:00:00Z\"");
    }
}
