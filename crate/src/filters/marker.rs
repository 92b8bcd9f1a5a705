//! Sorts of types, by the lookups that suit them.

use sea_orm::{EntityTrait, PrimaryKeyTrait};

use crate::{
    fields::{ColumnField, Duration, Field, Numeric, Text},
    serializers::RelatedTo,
};

/// Types with an order: `gt`, `gte`, `lt`, `lte` and `range` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no order",
    label = "not a number, a text, a date or a time",
    note = "`gt`, `gte`, `lt`, `lte` and `range` are for numbers, text, dates and times; remove it here"
)]
pub trait Ordered {}

/// Types with a day of the calendar: `year`, `month`, `day` and `week_day` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no day",
    label = "not a date",
    note = "`year`, `month`, `day` and `week_day` are for dates; remove it here"
)]
pub trait Dated {}

/// Types with a time of day: `hour`, `minute` and `second` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no time of day",
    label = "not a time",
    note = "`hour`, `minute` and `second` are for times; remove it here"
)]
pub trait Timed {}

/// Types with both: `date` suits them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a date with a time",
    label = "not a date with a time",
    note = "`date` is for dates with times; remove it here"
)]
pub trait Moment {
    /// The day alone.
    type Date: ColumnField;
}

/// Types that `?search=` can look into: text, and enums that are text in the database.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "not text",
    note = "search looks into text, and into enums that are text in the database; remove it here"
)]
pub trait Searched {}

impl<T: Text> Searched for T {}

impl<T: Numeric> Ordered for T {}

macro_rules! marks {
    ($marker:ident: $($type:ty),*) => {$(
        impl $marker for $type {}
        impl $marker for Option<$type> {}
    )*};
}

#[cfg(any(feature = "chrono", feature = "time"))]
macro_rules! moments {
    ($date:ty: $($type:ty),*) => {$(
        impl Moment for $type {
            type Date = $date;
        }
        impl Moment for Option<$type> {
            type Date = $date;
        }
    )*};
}

marks!(Ordered: String, Duration);

#[cfg(feature = "uuid")]
marks!(Ordered: uuid::Uuid);

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::{Dated, Moment, Ordered, Timed};

    marks!(Ordered: NaiveDate, NaiveTime, NaiveDateTime, DateTime<Utc>, DateTime<FixedOffset>);
    marks!(Dated: NaiveDate, NaiveDateTime, DateTime<Utc>, DateTime<FixedOffset>);
    marks!(Timed: NaiveTime, NaiveDateTime, DateTime<Utc>, DateTime<FixedOffset>);
    moments!(NaiveDate: NaiveDateTime, DateTime<Utc>, DateTime<FixedOffset>);
}

#[cfg(feature = "time")]
mod of_time {
    use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

    use super::{Dated, Moment, Ordered, Timed};

    marks!(Ordered: Date, Time, PrimitiveDateTime, OffsetDateTime);
    marks!(Dated: Date, PrimitiveDateTime, OffsetDateTime);
    marks!(Timed: Time, PrimitiveDateTime, OffsetDateTime);
    moments!(Date: PrimitiveDateTime, OffsetDateTime);
}

/// Types that a filter's field may be declared with for a column of type `T`: the same, or that
/// of its values where the column may be NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of the column, `{T}`",
    label = "expected `{T}`, or what is in the `Option`"
)]
pub trait ComparedWith<T> {}

impl<T> ComparedWith<T> for T {}
impl<T: Field> ComparedWith<Option<T>> for T {}

impl<D, R> ComparedWith<RelatedTo<R>> for D
where
    D: Field,
    R: EntityTrait<PrimaryKey: PrimaryKeyTrait<ValueType = D>>,
{
}
