//! Sorts of types, by what may be stated of them.

use super::{Duration, Field, Numeric};

/// Integers of every width: `big_integer` suits them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer",
    label = "not an integer",
    note = "`big_integer` is for integers; remove it here"
)]
pub trait Integer: ExactNumber {}

/// Numbers with exact digits, which some readers of JSON round: `coerce_to_string` suits them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an integer nor a decimal",
    label = "not a number with exact digits",
    note = "`coerce_to_string` is for integers and decimals; remove it here"
)]
pub trait ExactNumber: Numeric {}

/// Decimals: `max_digits`, `decimal_places`, `rounding` and `normalize_output` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a decimal",
    label = "not a decimal",
    note = "`max_digits`, `decimal_places`, `rounding` and `normalize_output` are for decimals; remove them here"
)]
pub trait DecimalNumber: ExactNumber {}

/// Dates, times of day and both: `input_formats` and `output_format` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no date and no time",
    label = "neither a date nor a time",
    note = "`input_formats` and `output_format` are for dates and times; remove them here"
)]
pub trait Temporal: Field {}

/// Spans of time: `iso_8601` suits them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no span of time",
    label = "not a duration",
    note = "`iso_8601` is for durations; remove it here"
)]
pub trait Timespan: Field {}

macro_rules! marks {
    ($marker:ident: $($type:ty),*) => {
        $(impl $marker for $type {})*
    };
}

marks!(Integer: i8, i16, i32, i64, u8, u16, u32, u64);
marks!(ExactNumber: i8, i16, i32, i64, u8, u16, u32, u64);
#[cfg(feature = "rust_decimal")]
marks!(ExactNumber: rust_decimal::Decimal);
#[cfg(feature = "rust_decimal")]
marks!(DecimalNumber: rust_decimal::Decimal);
marks!(Timespan: Duration);
#[cfg(feature = "chrono")]
marks!(Temporal: chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime);
#[cfg(feature = "chrono")]
marks!(Temporal: chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::FixedOffset>);

impl<T: Integer> Integer for Option<T> {}
impl<T: ExactNumber> ExactNumber for Option<T> {}
impl<T: DecimalNumber> DecimalNumber for Option<T> {}
impl<T: Temporal> Temporal for Option<T> {}
impl<T: Timespan> Timespan for Option<T> {}
