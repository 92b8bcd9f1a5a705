//! Dates of chrono.

use std::fmt::{Display, Write};

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::{Field, FieldOptions, FieldSchema, Input, iso, temporal};
use crate::{error::ValidationError, json::write_str};

impl Field for NaiveDate {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid date."), ..FieldSchema::new("date") };

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        let iso = |text: &str| iso::date(text).and_then(date);
        temporal::read(&input, options, iso, strptime)
            .ok_or_else(|| temporal::wrong_format("Date", "YYYY-MM-DD", options).into())
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        let shown = options.output_format.and_then(|format| formatted(self.format(format)));
        write_str(&shown.unwrap_or_else(|| day(*self).to_string()), out);
    }
}

pub(super) fn date(date: iso::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(date.year).ok()?, date.month, date.day)
}

pub(super) fn day(date: NaiveDate) -> iso::Date {
    iso::Date { year: date.year().unsigned_abs(), month: date.month(), day: date.day() }
}

/// As in Python a time of day is read and dropped.
fn strptime(text: &str, format: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, format).ok();
    date.or_else(|| NaiveDateTime::parse_from_str(text, format).ok().map(|moment| moment.date()))
}

/// `None` for a format with parts that the value does not have.
pub(super) fn formatted(value: impl Display) -> Option<String> {
    let mut text = String::new();
    write!(text, "{value}").ok().map(|()| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, options: &FieldOptions) -> String {
        match NaiveDate::parse(Input::Text(text.to_owned().into()), options) {
            Err(error) => error.to_string(),
            Ok(date) => {
                let mut out = Vec::new();
                date.write(options, &mut out);
                String::from_utf8(out).unwrap()
            }
        }
    }

    #[test]
    fn dates_are_read_as_in_drf() {
        let wrong = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
        let cases = [
            ("2024-01-05", "\"2024-01-05\""),
            ("2024-1-5", "\"2024-01-05\""),
            ("20240105", "\"2024-01-05\""),
            ("2024-W01-1", "\"2024-01-01\""),
            ("٢٠٢٤-٠١-٠٥", "\"2024-01-05\""),
            ("0001-01-01", "\"0001-01-01\""),
            ("9999-12-31", "\"9999-12-31\""),
            ("0000-01-01", wrong),
            ("2024-01-00", wrong),
            ("2024-060", wrong),
            ("2024", wrong),
            ("2024/01/05", wrong),
            ("2024-01-05T10:00:00", wrong),
            (" 2024-01-05 ", wrong),
            ("-2024-01-01", wrong),
            ("today", wrong),
            ("", wrong),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, &FieldOptions::default()), expected, "{text:?}");
        }
        assert!(NaiveDate::parse(Input::Bool(true), &FieldOptions::default()).is_err());
    }

    #[test]
    fn dates_may_have_formats_of_their_own() {
        let options = FieldOptions {
            input_formats: Some(&["%d.%m.%Y", "iso-8601", "%d %b %y, %H:%M"]),
            output_format: Some("%-d.%-m.%Y"),
            ..FieldOptions::default()
        };
        let wrong = "Date has wrong format. Use one of these formats instead: \
                     DD.MM.YYYY, YYYY-MM-DD, DD [Jan-Dec] YY, hh:mm.";
        for (text, expected) in [
            ("05.01.2024", "\"5.1.2024\""),
            ("2024-01-05", "\"5.1.2024\""),
            ("05 Jan 24, 10:30", "\"5.1.2024\""),
            ("01/05/2024", wrong),
        ] {
            assert_eq!(shown(text, &options), expected);
        }
        let odd = FieldOptions { output_format: Some("%H"), ..FieldOptions::default() };
        assert_eq!(shown("2024-01-05", &odd), "\"2024-01-05\"");
    }
}
