//! Dates.

use chrono::NaiveDate;

use super::{Field, FieldOptions, FieldSchema, Input, iso};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

impl Field for NaiveDate {
    const SCHEMA: FieldSchema =
        FieldSchema { filter_message: Some("Enter a valid date."), ..FieldSchema::new("date") };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let date = if let Input::Text(text) = &input { iso::date(text) } else { None };
        date.ok_or_else(|| {
            let message = "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.";
            ErrorDetail::new(message, "invalid").into()
        })
    }

    fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
        write_str(&self.format("%Y-%m-%d").to_string(), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_in_drf() {
        let cases = [
            ("2024-01-05", Some("\"2024-01-05\"")),
            ("2024-1-5", Some("\"2024-01-05\"")),
            ("20240105", Some("\"2024-01-05\"")),
            ("2024-W01-1", Some("\"2024-01-01\"")),
            ("0001-01-01", Some("\"0001-01-01\"")),
            ("9999-12-31", Some("\"9999-12-31\"")),
            ("0000-01-01", None),
            ("2024-01-00", None),
            ("2024-060", None),
            ("2024", None),
            ("2024/01/05", None),
            ("2024-01-05T10:00:00", None),
            (" 2024-01-05 ", None),
            ("-2024-01-01", None),
            ("", None),
        ];
        for (text, shown) in cases {
            let read = NaiveDate::parse(Input::Text(text.into()), &FieldOptions::default());
            let written = read.ok().map(|date| {
                let mut out = Vec::new();
                date.write(&FieldOptions::default(), &mut out);
                String::from_utf8(out).unwrap()
            });
            assert_eq!(written.as_deref(), shown, "{text:?}");
        }
    }
}
