//! One comparison with a column, and the condition that it becomes.

use sea_orm::{
    DbBackend,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{
    like::{Where, like, regex},
    limits::{check_items, check_length},
    part::Unit,
    path::Place,
    value::{For, Values, boolean, null_characters},
};
use crate::{
    Request,
    database::{is, is_one_of},
    error::ErrorDetail,
    fields::strip,
};

/// A column, or a part of it, and how it is compared.
#[derive(Clone)]
pub(super) struct Comparison {
    pub(super) place: Place,
    pub(super) part: Option<Unit>,
    pub(super) lookup: Lookup,
    pub(super) values: Values,
}

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    Exact,
    IExact,
    Contains,
    IContains,
    StartsWith,
    IStartsWith,
    EndsWith,
    IEndsWith,
    Regex,
    IRegex,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    Range,
    IsNull,
}

impl Lookup {
    /// `gte` in `area__gte`; nothing for equality.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::IExact => "iexact",
            Self::Contains => "contains",
            Self::IContains => "icontains",
            Self::StartsWith => "startswith",
            Self::IStartsWith => "istartswith",
            Self::EndsWith => "endswith",
            Self::IEndsWith => "iendswith",
            Self::Regex => "regex",
            Self::IRegex => "iregex",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::In => "in",
            Self::Range => "range",
            Self::IsNull => "isnull",
        }
    }

    pub(super) fn is_regex(self) -> bool {
        matches!(self, Self::Regex | Self::IRegex)
    }

    /// Where the text must stand, and whether its letter case does not matter.
    fn pattern(self) -> Option<(Where, bool)> {
        Some(match self {
            Self::IExact => (Where::Whole, true),
            Self::Contains => (Where::Anywhere, false),
            Self::IContains => (Where::Anywhere, true),
            Self::StartsWith => (Where::Start, false),
            Self::IStartsWith => (Where::Start, true),
            Self::EndsWith => (Where::End, false),
            Self::IEndsWith => (Where::End, true),
            _ => return None,
        })
    }
}

impl Comparison {
    /// The condition of a value, or none where it filters nothing.
    pub(super) fn condition(
        &self,
        text: &str,
        request: &Request,
    ) -> Result<Option<SimpleExpr>, ErrorDetail> {
        let backend = request.database().backend();
        if let Some((place, ignore_case)) = self.lookup.pattern() {
            let text = looked_for(text)?;
            let test = |column| like(column, text, place, ignore_case, backend);
            return Ok(Some(self.place.any(test, request)));
        }
        if self.part == Some(Unit::Year) && self.lookup != Lookup::In {
            return self.year(text, request);
        }
        match self.lookup {
            Lookup::IsNull => Ok(boolean(text).map(|null| match null {
                true => self.place.is_null(request),
                false => self.place.is_not_null(request),
            })),
            Lookup::In => {
                let values = self.items(text, backend)?;
                Ok(Some(self.any(request, |column| is_one_of(column, values, backend))))
            }
            Lookup::Range => self.range(text, request).map(Some),
            Lookup::Regex | Lookup::IRegex => {
                let text = readable_pattern(looked_for(text)?)?;
                let ignore_case = self.lookup == Lookup::IRegex;
                Ok(Some(
                    self.place.any(|column| regex(column, text, ignore_case, backend), request),
                ))
            }
            _ => self.single(text, request),
        }
    }

    /// `true` if blanks around a text mean nothing.
    pub(super) fn strips(&self) -> bool {
        let among_choices =
            self.lookup == Lookup::Exact && self.part.is_none() && self.values.are_choices();
        let listed = matches!(self.lookup, Lookup::In | Lookup::Range);
        !(among_choices || listed || self.is_of_booleans())
    }

    fn is_of_booleans(&self) -> bool {
        self.lookup == Lookup::IsNull || self.values.are_booleans()
    }

    /// `true` if it compares numbers, dates or times.
    pub(super) fn is_of_quantities(&self) -> bool {
        let textual = self.lookup.pattern().is_some() || self.lookup.is_regex();
        !textual && self.values.are_quantities()
    }

    fn single(&self, text: &str, request: &Request) -> Result<Option<SimpleExpr>, ErrorDetail> {
        let backend = request.database().backend();
        let usage = if self.lookup == Lookup::Exact { For::Equality } else { For::Order };
        let Some(value) = self.values.read(text, usage, backend)? else { return Ok(None) };
        Ok(Some(self.any(request, |column| match self.lookup {
            Lookup::Gt => column.gt(value),
            Lookup::Gte => column.gte(value),
            Lookup::Lt => column.lt(value),
            Lookup::Lte => column.lte(value),
            _ => is(column, value, backend),
        })))
    }

    fn items(&self, text: &str, backend: DbBackend) -> Result<Vec<SimpleExpr>, ErrorDetail> {
        let mut items: Vec<_> = text.split(',').filter(|item| !item.is_empty()).collect();
        items.iter_mut().for_each(|item| *item = strip(item));
        items.retain(|item| !item.is_empty() || self.is_of_quantities());
        check_items(items.len())?;
        let values = items.iter().map(|item| self.values.read(item, For::Membership, backend));
        Ok(values.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn range(&self, text: &str, request: &Request) -> Result<SimpleExpr, ErrorDetail> {
        let backend = request.database().backend();
        let ends = text.split(',');
        check_items(ends.clone().count())?;
        let ends = ends.map(|end| match end {
            "" => Ok(None),
            end => self.values.read(strip(end), For::Order, backend),
        });
        match ends.collect::<Result<Vec<_>, _>>()?.as_slice() {
            [Some(from), Some(to)] => {
                Ok(self.any(request, |column| column.between(from.clone(), to.clone())))
            }
            [_, _] => Ok(Expr::cust("1 = 0")),
            _ => Err(ErrorDetail::new("Range query expects two values.", "invalid_values")),
        }
    }

    fn any(&self, request: &Request, test: impl FnOnce(SimpleExpr) -> SimpleExpr) -> SimpleExpr {
        let backend = request.database().backend();
        let test = |column| match self.part {
            Some(unit) => test(unit.of(column, &self.place.column, backend)),
            None => test(column),
        };
        self.place.any(test, request)
    }
}

/// A text that a database can look for.
fn looked_for(text: &str) -> Result<&str, ErrorDetail> {
    if text.contains('\0') {
        return Err(null_characters());
    }
    check_length(text).map(|()| text)
}

/// A pattern that the database will not refuse, as far as can be told here.
pub(super) fn readable_pattern(text: &str) -> Result<&str, ErrorDetail> {
    match regex::Regex::new(text) {
        Ok(_) => Ok(text),
        Err(_) => Err(ErrorDetail::new("Enter a valid regular expression.", "invalid")),
    }
}
