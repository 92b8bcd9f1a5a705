//! Parts of dates and times, as numbers or days to compare with.

use std::marker::PhantomData;

use sea_orm::{
    DbBackend,
    sea_query::{Alias, ColumnType, Expr, ExprTrait, Func, SimpleExpr},
};

use super::{
    comparison::{Comparison, Lookup},
    filter::Filter,
    marker::{Dated, Moment, Timed},
    path::Path,
    value::Values,
};
use crate::{fields::Kind, serializers::ColumnFacts};

/// A part of a date or time that a filter compares: `published__year`.
///
/// Instants are those of UTC. Weeks start on Sunday, which is day 1, as in Django.
pub struct Part<E> {
    field: &'static str,
    comparison: Comparison,
    entity: PhantomData<fn() -> E>,
}

/// Which part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Date,
    Year,
    Month,
    Day,
    WeekDay,
    Hour,
    Minute,
    Second,
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident: $unit:ident, $bound:ident;)*) => {
        impl<E> Part<E> {$(
            $(#[$doc])*
            pub fn $name<T: $bound>(field: &'static str, path: impl Into<Path<E, T>>) -> Self {
                Self::new(field, path.into(), Unit::$unit, Kind::of::<i64>())
            }
        )*}
    };
}

numbers! {
    /// The year.
    year: Year, Dated;
    /// The month, 1 to 12.
    month: Month, Dated;
    /// The day of the month.
    day: Day, Dated;
    /// The day of the week, 1 for Sunday to 7 for Saturday.
    week_day: WeekDay, Dated;
    /// The hour.
    hour: Hour, Timed;
    /// The minute.
    minute: Minute, Timed;
    /// The second, without its fraction.
    second: Second, Timed;
}

macro_rules! lookups {
    ($($(#[$doc:meta])* $name:ident: $lookup:ident;)*) => {
        impl<E> Part<E> {$(
            $(#[$doc])*
            pub fn $name(self) -> Filter {
                Filter::compare(self.field, Comparison { lookup: Lookup::$lookup, ..self.comparison })
            }
        )*}
    };
}

lookups! {
    /// Equal.
    exact: Exact;
    /// Greater.
    gt: Gt;
    /// Greater or equal.
    gte: Gte;
    /// Less.
    lt: Lt;
    /// Less or equal.
    lte: Lte;
    /// One of a comma list.
    r#in: In;
    /// Between two, these included.
    range: Range;
}

impl<E> Part<E> {
    /// The day of an instant.
    pub fn date<T: Moment>(field: &'static str, path: impl Into<Path<E, T>>) -> Self {
        Self::new(field, path.into(), Unit::Date, Kind::of::<T::Date>())
    }

    fn new<T>(field: &'static str, path: Path<E, T>, unit: Unit, kind: &'static Kind) -> Self {
        let values = Values::of(kind);
        let place = path.place;
        let comparison = Comparison { place, part: Some(unit), lookup: Lookup::Exact, values };
        Self { field, comparison, entity: PhantomData }
    }
}

impl Unit {
    /// `year` in `published__year`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::WeekDay => "week_day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }

    /// The part of a column's value.
    pub(super) fn of(
        self,
        value: SimpleExpr,
        column: &ColumnFacts,
        backend: DbBackend,
    ) -> SimpleExpr {
        match backend {
            DbBackend::Sqlite => self.of_sqlite(value),
            DbBackend::Postgres => self.of_postgres(value, column),
            _ => self.of_mysql(value),
        }
    }

    fn of_sqlite(self, value: SimpleExpr) -> SimpleExpr {
        let format = match self {
            Self::Date => return call("DATE", [value]),
            Self::Year => "%Y",
            Self::Month => "%m",
            Self::Day => "%d",
            Self::WeekDay => "%w",
            Self::Hour => "%H",
            Self::Minute => "%M",
            Self::Second => "%S",
        };
        let digits = call("STRFTIME", [Expr::val(format), value]);
        self.counted_from_one(digits.cast_as(Alias::new("INTEGER")))
    }

    fn of_postgres(self, value: SimpleExpr, column: &ColumnFacts) -> SimpleExpr {
        let value = match column.column_type {
            ColumnType::TimestampWithTimeZone => call("TIMEZONE", [Expr::val("UTC"), value]),
            _ => value,
        };
        let name = match self {
            Self::Date => return value.cast_as(Alias::new("DATE")),
            Self::WeekDay => "dow",
            unit => unit.name(),
        };
        let part = call("DATE_PART", [Expr::val(name), value]);
        // The second has a fraction.
        self.counted_from_one(call("TRUNC", [part]))
    }

    fn of_mysql(self, value: SimpleExpr) -> SimpleExpr {
        let name = match self {
            Self::Date => "DATE",
            Self::Year => "YEAR",
            Self::Month => "MONTH",
            Self::Day => "DAYOFMONTH",
            Self::WeekDay => "DAYOFWEEK",
            Self::Hour => "HOUR",
            Self::Minute => "MINUTE",
            Self::Second => "SECOND",
        };
        call(name, [value])
    }

    fn counted_from_one(self, number: SimpleExpr) -> SimpleExpr {
        if self == Self::WeekDay { number.add(1) } else { number }
    }
}

fn call<const N: usize>(name: &'static str, arguments: [SimpleExpr; N]) -> SimpleExpr {
    SimpleExpr::from(Func::cust(Alias::new(name)).args(arguments))
}
