//! What a parameter of a request does to a queryset.

use sea_orm::{
    Value,
    sea_query::{ExprTrait, SimpleExpr},
};

use super::{
    filter::{Filter, Method, Test},
    limits::check_items,
    ordering::Ordering,
    path::not,
    rows::{Named, Naming, Question},
};
use crate::{Request, error::ErrorDetail, fields::strip};

/// What a parameter does to a queryset.
pub(super) enum Effect {
    Nothing,
    Where(SimpleExpr, Vec<Question>),
    Call(Method, Value),
    Order(Vec<Ordering>),
}

impl Filter {
    /// What the request asks for.
    pub(super) fn effect(&self, request: &Request) -> Result<Effect, ErrorDetail> {
        let sent = request.query_params().iter().filter(|(name, _)| *name == self.parameter);
        let mut texts: Vec<&str> = sent.map(|(_, text)| text.as_str()).collect();
        if !self.is_repeated() {
            texts.drain(..texts.len().saturating_sub(1));
        }
        if !self.names_several_rows() {
            texts.retain(|text| !text.is_empty());
        }
        if self.strips() {
            texts.iter_mut().for_each(|text| *text = strip(text));
            // Blanks are no text, but they are a bad number.
            texts.retain(|text| !text.is_empty() || self.is_of_quantities());
        }
        if texts.is_empty() {
            return Ok(Effect::Nothing);
        }
        check_items(texts.len())?;
        let null = texts.iter().any(|text| Some(*text) == self.null_value);
        texts.retain(|text| Some(*text) != self.null_value);
        self.conditions(texts, null, request)
    }

    fn conditions(
        &self,
        texts: Vec<&str>,
        null: bool,
        request: &Request,
    ) -> Result<Effect, ErrorDetail> {
        let first = texts.first().copied().unwrap_or_default();
        match &self.test {
            Test::Compare(comparison) | Test::Several(comparison) => {
                let conditions = texts.iter().map(|text| comparison.condition(text, request));
                let conditions = conditions.collect::<Result<Vec<_>, _>>()?;
                let null = null.then(|| comparison.place.is_null(request));
                Ok(self.joined(null.into_iter().chain(conditions.into_iter().flatten()), vec![]))
            }
            Test::Rows(rows) => {
                let named =
                    if texts.is_empty() { Named::default() } else { rows.read(&texts, request)? };
                let null = null.then(|| rows.place.is_null(request));
                Ok(self.joined(null.into_iter().chain(named.conditions), named.questions))
            }
            Test::Method(values, method) => {
                let value = values.exactly(first)?;
                Ok(value.map_or(Effect::Nothing, |value| Effect::Call(method.clone(), value)))
            }
            Test::Sort(sort) => sort.terms(first).map(Effect::Order),
        }
    }

    fn joined(
        &self,
        conditions: impl Iterator<Item = SimpleExpr>,
        questions: Vec<Question>,
    ) -> Effect {
        let joined = conditions.reduce(|one, other| match self.conjoined {
            true => one.and(other),
            false => one.or(other),
        });
        match joined {
            None => Effect::Nothing,
            Some(condition) if self.exclude => Effect::Where(not(condition), questions),
            Some(condition) => Effect::Where(condition, questions),
        }
    }

    fn is_repeated(&self) -> bool {
        matches!(self.test, Test::Several(_)) || self.names_several_rows()
    }

    fn names_several_rows(&self) -> bool {
        matches!(&self.test, Test::Rows(rows) if rows.naming == Naming::Repeated)
    }

    /// `true` if blanks around a text mean nothing. Choices are those that are shown, to the letter,
    /// and items of lists are looked at one by one.
    fn strips(&self) -> bool {
        match &self.test {
            Test::Compare(comparison) | Test::Several(comparison) => comparison.strips(),
            Test::Method(values, _) => !values.are_booleans(),
            Test::Rows(_) | Test::Sort(_) => false,
        }
    }

    fn is_of_quantities(&self) -> bool {
        match &self.test {
            Test::Compare(comparison) | Test::Several(comparison) => comparison.is_of_quantities(),
            Test::Method(values, _) => values.are_quantities(),
            Test::Rows(_) | Test::Sort(_) => false,
        }
    }
}
