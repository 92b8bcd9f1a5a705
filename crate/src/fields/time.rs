//! Times of day.

use chrono::{NaiveTime, Timelike};

use super::{Field, FieldOptions, FieldSchema, Input, iso};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

impl Field for NaiveTime {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid time."), ..FieldSchema::new("time") };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let time = if let Input::Text(text) = &input { iso::time(text) } else { None };
        time.ok_or_else(|| {
            let message =
                "Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]].";
            ErrorDetail::new(message, "invalid").into()
        })
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(&clock(*self), out);
    }
}

/// `03:04:05`, and with six digits after the point unless they are zero.
pub(super) fn clock(time: NaiveTime) -> String {
    match time.nanosecond() / 1000 {
        0 => time.format("%H:%M:%S").to_string(),
        _ => time.format("%H:%M:%S%.6f").to_string(),
    }
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
            assert_eq!(read.ok().map(clock).as_deref(), shown, "{text:?}");
        }
    }
}
