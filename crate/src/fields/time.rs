//! Times of day of chrono.

use chrono::{NaiveTime, Timelike};

use super::{Field, FieldOptions, FieldSchema, Input, date::formatted, iso, temporal};
use crate::{error::ValidationError, json::write_str};

impl Field for NaiveTime {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid time."), ..FieldSchema::new("time") };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let iso = |text: &str| iso::time(text).and_then(time);
        let strptime = |text: &str, format: &str| Self::parse_from_str(text, format).ok();
        temporal::read(&input, options, iso, strptime)
            .ok_or_else(|| temporal::wrong_format("Time", "hh:mm[:ss[.uuuuuu]]", options).into())
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        let shown = options.output_format.and_then(|format| formatted(self.format(format)));
        write_str(&shown.unwrap_or_else(|| clock(*self).to_string()), out);
    }
}

pub(super) fn time(clock: iso::Clock) -> Option<NaiveTime> {
    NaiveTime::from_hms_micro_opt(clock.hour, clock.minute, clock.second, clock.micros)
}

pub(super) fn clock(time: NaiveTime) -> iso::Clock {
    let micros = time.nanosecond() / 1000;
    iso::Clock { hour: time.hour(), minute: time.minute(), second: time.second(), micros }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_in_drf() {
        let cases = [
            ("12:30:45.123", Some("12:30:45.123000")),
            ("12:30:45+02:00", Some("12:30:45")),
            ("12", Some("12:00:00")),
            ("1:30", Some("01:30:00")),
            ("123045", Some("12:30:45")),
            ("T12:30", Some("12:30:00")),
            ("12:30:45,5", Some("12:30:45.500000")),
            ("12:30:45.1234567", Some("12:30:45.123456")),
            ("24:00:00", None),
            ("12:30:60", None),
            ("1:30 PM", None),
            ("1:30+02:00", None),
            ("123", None),
            ("2024-01-05T12:30:00", None),
            ("", None),
        ];
        for (text, shown) in cases {
            let read = NaiveTime::parse(Input::Text(text.into()), &FieldOptions::default());
            assert_eq!(read.ok().map(|time| clock(time).to_string()).as_deref(), shown, "{text:?}");
        }
    }

    #[test]
    fn times_may_have_formats_of_their_own() {
        let options = FieldOptions {
            input_formats: Some(&["%I:%M %p"]),
            output_format: Some("%Hh%M"),
            ..FieldOptions::default()
        };
        let parse = |text: &'static str| NaiveTime::parse(Input::Text(text.into()), &options);
        let mut out = Vec::new();
        parse("1:30 PM").unwrap().write(&options, &mut out);
        assert_eq!(out, b"\"13h30\"");
        assert_eq!(
            parse("13:30").unwrap_err().to_string(),
            "Time has wrong format. Use one of these formats instead: hh:mm [AM|PM]."
        );
    }
}
