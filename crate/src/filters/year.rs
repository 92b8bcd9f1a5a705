//! Years as ranges of days, so that an index of the column leads to their rows.

use sea_orm::{
    DbBackend, Value,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{
    comparison::{Comparison, Lookup},
    limits::check_items,
    value::{For, Values},
};
use crate::{Request, database::kept, error::ErrorDetail, fields::strip};

/// The years that databases and clocks agree about.
const FIRST: f64 = 1.0;
const LAST: f64 = 9999.0;

/// Days from the first of a year on and before the first of another; infinite where there is no
/// such bound.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Years {
    from: f64,
    before: f64,
}

impl Comparison {
    /// The condition of a year, or none where it filters nothing.
    pub(super) fn year(
        &self,
        text: &str,
        request: &Request,
    ) -> Result<Option<SimpleExpr>, ErrorDetail> {
        let usage = if self.lookup == Lookup::Exact { For::Equality } else { For::Order };
        let numbers = match self.lookup {
            Lookup::Range => self.ends_of_years(text)?,
            _ => self.values.value(text, usage)?.iter().map(number).collect(),
        };
        Ok(match (self.lookup, numbers.as_slice()) {
            (Lookup::Range, []) => Some(Expr::cust("1 = 0")),
            (_, []) => None,
            (lookup, numbers) => Some(self.within(Years::of(lookup, numbers), request)),
        })
    }

    /// The two ends of a range; none if one is empty.
    fn ends_of_years(&self, text: &str) -> Result<Vec<f64>, ErrorDetail> {
        let ends: Vec<_> = text.split(',').map(strip).collect();
        check_items(ends.len())?;
        let read = |end: &&str| match *end {
            "" => Ok(None),
            end => Ok(self.values.value(end, For::Order)?.as_ref().map(number)),
        };
        match ends.iter().map(read).collect::<Result<Vec<_>, _>>()?.as_slice() {
            [Some(from), Some(to)] => Ok(vec![*from, *to]),
            [_, _] => Ok(Vec::new()),
            _ => Err(ErrorDetail::new("Range query expects two values.", "invalid_values")),
        }
    }

    fn within(&self, Years { from, before }: Years, request: &Request) -> SimpleExpr {
        let backend = request.database().backend();
        if from > LAST || before <= FIRST || from >= before {
            return Expr::cust("1 = 0");
        }
        let from = if from > FIRST { self.first_day(from, backend) } else { None };
        let before = if before <= LAST { self.first_day(before, backend) } else { None };
        let test = |column: SimpleExpr| {
            let from = from.map(|day| column.clone().gte(day));
            let before = before.map(|day| column.clone().lt(day));
            let both = from.into_iter().chain(before).reduce(ExprTrait::and);
            both.unwrap_or_else(|| column.is_not_null())
        };
        self.place.any(test, request)
    }

    /// The first day of a year, as a value of the column's type.
    fn first_day(&self, year: f64, backend: DbBackend) -> Option<Value> {
        let day = Values::of(self.place.kind).parse(&format!("{year:04.0}-01-01")).ok()?;
        Some(kept(day, backend))
    }
}

impl Years {
    fn of(lookup: Lookup, numbers: &[f64]) -> Self {
        let [first, last] = [numbers.first(), numbers.last()].map(|n| n.copied().unwrap_or(0.0));
        let (from, before) = match lookup {
            Lookup::Gt => (first.floor() + 1.0, f64::INFINITY),
            Lookup::Gte => (first.ceil(), f64::INFINITY),
            Lookup::Lt => (f64::NEG_INFINITY, first.ceil()),
            Lookup::Lte => (f64::NEG_INFINITY, first.floor() + 1.0),
            _ => (first.ceil(), last.floor() + 1.0),
        };
        Self { from, before }
    }
}

fn number(value: &Value) -> f64 {
    match value {
        // Far beyond any year where it is not exact.
        #[allow(clippy::cast_precision_loss)]
        Value::BigInt(Some(number)) => *number as f64,
        Value::Double(Some(number)) => *number,
        _ => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_a_year_lie_between_two() {
        const ANY: f64 = f64::INFINITY;
        for (lookup, numbers, from, before) in [
            (Lookup::Exact, &[2024.0][..], 2024.0, 2025.0),
            (Lookup::Gt, &[2024.0], 2025.0, ANY),
            (Lookup::Gt, &[2024.5], 2025.0, ANY),
            (Lookup::Gte, &[2024.0], 2024.0, ANY),
            (Lookup::Gte, &[2024.5], 2025.0, ANY),
            (Lookup::Lt, &[2024.0], -ANY, 2024.0),
            (Lookup::Lt, &[2024.5], -ANY, 2025.0),
            (Lookup::Lte, &[2024.0], -ANY, 2025.0),
            (Lookup::Lte, &[2024.5], -ANY, 2025.0),
            (Lookup::Range, &[2020.0, 2024.0], 2020.0, 2025.0),
            (Lookup::Range, &[2020.5, 2024.5], 2021.0, 2025.0),
        ] {
            assert_eq!(
                Years::of(lookup, numbers),
                Years { from, before },
                "{lookup:?} {numbers:?}"
            );
        }
    }
}
