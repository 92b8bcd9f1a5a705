//! What the dates and times of all crates have in common: formats, and messages that name them.

use super::{FieldOptions, Input};
use crate::error::ErrorDetail;

/// The value of a text in the first of the field's formats that fits it.
pub(super) fn read<T>(
    input: &Input<'_>,
    options: &FieldOptions,
    iso: fn(&str) -> Option<T>,
    strptime: fn(&str, &str) -> Option<T>,
) -> Option<T> {
    let Input::Text(text) = input else { return None };
    options.input_formats.unwrap_or(&[ISO_8601]).iter().find_map(|format| match *format {
        ISO_8601 => iso(text),
        format => strptime(text, format),
    })
}

const ISO_8601: &str = "iso-8601";

/// "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
pub(super) fn wrong_format(noun: &str, iso: &str, options: &FieldOptions) -> ErrorDetail {
    let formats = options.input_formats.unwrap_or(&[ISO_8601]).join(", ").replace(ISO_8601, iso);
    let readable = READABLE.iter().fold(formats, |text, (code, shown)| text.replace(code, shown));
    let message = format!("{noun} has wrong format. Use one of these formats instead: {readable}.");
    ErrorDetail::new(message, "invalid")
}

/// How codes of `strftime` are shown to people.
const READABLE: [(&str, &str); 16] = [
    ("%.f", "[.uuuuuu]"),
    ("%Y", "YYYY"),
    ("%y", "YY"),
    ("%m", "MM"),
    ("%b", "[Jan-Dec]"),
    ("%B", "[January-December]"),
    ("%d", "DD"),
    ("%H", "hh"),
    ("%I", "hh"),
    ("%M", "mm"),
    ("%S", "ss"),
    ("%f", "uuuuuu"),
    ("%a", "[Mon-Sun]"),
    ("%A", "[Monday-Sunday]"),
    ("%p", "[AM|PM]"),
    ("%z", "[+HHMM|-HHMM]"),
];
