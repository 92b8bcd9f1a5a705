//! Dates and times of the crate `time`: the same as those of chrono, in ISO 8601 alone.

use ::time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::{
    Field, FieldOptions, FieldSchema, Input,
    iso::{self, Moment},
    temporal,
};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

impl Field for Date {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid date."), ..FieldSchema::new("date") };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let iso = |text: &str| iso::date(text).and_then(date);
        temporal::read(&input, options, iso, no_format)
            .ok_or_else(|| temporal::wrong_format("Date", "YYYY-MM-DD", options).into())
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(&day(*self).to_string(), out);
    }
}

impl Field for Time {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid time."), ..FieldSchema::new("time") };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let iso = |text: &str| iso::time(text).and_then(time);
        temporal::read(&input, options, iso, no_format)
            .ok_or_else(|| temporal::wrong_format("Time", "hh:mm[:ss[.uuuuuu]]", options).into())
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(&clock(*self).to_string(), out);
    }
}

/// Read as UTC where no offset is given, kept and written in UTC.
impl Field for OffsetDateTime {
    const SCHEMA: FieldSchema = FieldSchema {
        filter_message: Some("Enter a valid date/time."),
        ..FieldSchema::new("datetime")
    };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let iso = |text: &str| iso::datetime(text).and_then(read);
        let Some((local, offset)) = temporal::read(&input, options, iso, no_format) else {
            let iso = "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]";
            return Err(temporal::wrong_format("Datetime", iso, options).into());
        };
        let utc = local.assume_utc().checked_sub(::time::Duration::seconds(offset.into()));
        let beyond = || ErrorDetail::new("Datetime value out of range.", "overflow").into();
        utc.filter(|utc| (1..=9999).contains(&utc.year())).ok_or_else(beyond)
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        let utc = self.to_offset(UtcOffset::UTC);
        write_str(&format!("{}T{}Z", day(utc.date()), clock(utc.time())), out);
    }
}

/// Without an offset in the database: one that is given is converted to UTC and dropped.
impl Field for PrimitiveDateTime {
    const SCHEMA: FieldSchema = OffsetDateTime::SCHEMA;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let utc = <OffsetDateTime as Field>::parse(input, options)?;
        Ok(Self::new(utc.date(), utc.time()))
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(&format!("{}T{}", day(self.date()), clock(self.time())), out);
    }
}

/// The type has no `strptime`; `input_formats` cannot be stated of it.
fn no_format<T>(_: &str, _: &str) -> Option<T> {
    None
}

fn read(moment: Moment) -> Option<(PrimitiveDateTime, i32)> {
    let local = PrimitiveDateTime::new(date(moment.date)?, time(moment.clock)?);
    Some((local, moment.offset.unwrap_or(0)))
}

fn date(date: iso::Date) -> Option<Date> {
    let month = Month::try_from(u8::try_from(date.month).ok()?).ok()?;
    let year = i32::try_from(date.year).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(date.day).ok()?).ok()
}

fn day(date: Date) -> iso::Date {
    let (year, month, day) = date.to_calendar_date();
    iso::Date { year: year.unsigned_abs(), month: u8::from(month).into(), day: day.into() }
}

fn time(clock: iso::Clock) -> Option<Time> {
    let [hour, minute, second] =
        [clock.hour, clock.minute, clock.second].map(|part| u8::try_from(part).ok());
    Time::from_hms_micro(hour?, minute?, second?, clock.micros).ok()
}

fn clock(time: Time) -> iso::Clock {
    let (hour, minute, second, micros) = time.as_hms_micro();
    iso::Clock { hour: hour.into(), minute: minute.into(), second: second.into(), micros }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<T: Field>(text: &'static str) -> String {
        match T::parse(Input::Text(text.into()), &FieldOptions::default()) {
            Err(error) => error.to_string(),
            Ok(value) => {
                let mut out = Vec::new();
                value.write(&FieldOptions::default(), &mut out);
                String::from_utf8(out).unwrap()
            }
        }
    }

    #[test]
    fn dates_and_times_are_those_of_chrono() {
        assert_eq!(shown::<Date>("2024-W01-1"), "\"2024-01-01\"");
        assert_eq!(
            shown::<Date>("2024-02-30"),
            "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
        );
        assert_eq!(shown::<Time>("12:30:45,5+02:00"), "\"12:30:45.500000\"");
        assert_eq!(
            shown::<Time>("24:00"),
            "Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."
        );
        assert_eq!(shown::<OffsetDateTime>("2024-01-01T00:30+01:00"), "\"2023-12-31T23:30:00Z\"");
        assert_eq!(shown::<PrimitiveDateTime>("2024-01-01T00:30+01:00"), "\"2023-12-31T23:30:00\"");
        assert_eq!(
            shown::<OffsetDateTime>("0001-01-01T00:00:00+01:00"),
            "Datetime value out of range."
        );
    }
}
