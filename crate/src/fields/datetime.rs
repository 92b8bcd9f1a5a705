//! Instants, and dates with a time of day.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Utc};

use super::{
    Field, FieldOptions, FieldSchema, Input,
    iso::{self, Moment},
    time::clock,
};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

/// Read as UTC where no offset is given, kept and written in UTC.
impl Field for DateTime<Utc> {
    const SCHEMA: FieldSchema = FieldSchema {
        filter_message: Some("Enter a valid date/time."),
        ..FieldSchema::new("datetime")
    };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let text = if let Input::Text(text) = &input { Some(text) } else { None };
        let instant = match text.and_then(|text| iso::datetime(text)).ok_or_else(wrong_format)? {
            Moment::Naive(naive) => naive.and_utc(),
            Moment::Aware(aware) => aware.to_utc(),
        };
        if (1..=9999).contains(&instant.year()) {
            return Ok(instant);
        }
        Err(ErrorDetail::new("Datetime value out of range.", "overflow").into())
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        let text = format!("{}T{}Z", self.format("%Y-%m-%d"), clock(self.time()));
        write_str(&text, out);
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

/// Without an offset in the database: one that is given is converted to UTC and dropped.
impl Field for NaiveDateTime {
    const SCHEMA: FieldSchema = <DateTime<Utc>>::SCHEMA;

    fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
        <DateTime<Utc>>::parse(input, options).map(|instant| instant.naive_utc())
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        let text = format!("{}T{}", self.format("%Y-%m-%d"), clock(self.time()));
        write_str(&text, out);
    }
}

fn wrong_format() -> ErrorDetail {
    let message = "Datetime has wrong format. Use one of these formats instead: \
                   YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
    ErrorDetail::new(message, "invalid")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> String {
        match <DateTime<Utc>>::parse(Input::Text(text.into()), &FieldOptions::default()) {
            Err(error) => error.to_string(),
            Ok(instant) => {
                let mut out = Vec::new();
                instant.write(&FieldOptions::default(), &mut out);
                String::from_utf8(out).unwrap()
            }
        }
    }

    #[test]
    fn instants_are_read_as_in_drf() {
        let wrong = wrong_format().to_string();
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
            ("2024-01-05t12:30:45z", &wrong),
            ("2024-01-05T12:3045", &wrong),
            ("2024-01-05T12:30:60Z", &wrong),
            ("2024-01-05T24:00:00Z", &wrong),
            ("2024-01-05T12:30:45 UTC", &wrong),
            ("2024-01-05T12:30:45+24:00", &wrong),
            ("2024-01-05T12:30:45.", &wrong),
            ("2024-01-05T", &wrong),
            ("2024-13-01T00:00", &wrong),
            (" 2024-01-05", &wrong),
            ("1704457845", &wrong),
            ("ää-ä-ä", &wrong),
            ("", &wrong),
        ];
        for (text, shown) in cases {
            assert_eq!(read(text), shown, "{text:?}");
        }
    }
}
