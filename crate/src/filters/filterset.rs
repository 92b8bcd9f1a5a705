//! `?area__gte=1000000`: the filters of a viewset, run together.

use std::borrow::Cow;

use sea_orm::{DbBackend, sea_query::SelectStatement};

use super::{FilterBackend, effect::Effect, filter::Filter, rows::missing};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
    serializers::{Entity, ModelSerializer},
};

/// Filters that are declared together, under names of their own: django-filter's `FilterSet`.
///
/// `#[derive(FilterSet)]` writes it from a struct; a viewset names it as its `filterset_class`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a filter set",
    label = "not a filter set",
    note = "add `#[derive(FilterSet)]` to `{Self}`"
)]
pub trait FilterSet {
    /// The entity whose rows are filtered.
    type Entity: Entity;

    /// The filters, in the order in which errors are reported.
    fn filters() -> Vec<Filter>;
}

/// Narrows rows by query parameters: django-filter's `DjangoFilterBackend`.
///
/// Filters are joined by AND; an empty parameter filters nothing, of repeated ones the last
/// counts, values that do not suit their column are a 400 that names each. Rows that parameters
/// name by key are looked for with one query.
#[derive(Clone)]
pub struct FilterSetBackend {
    filters: Vec<Filter>,
}

impl FilterSetBackend {
    /// These filters.
    pub fn new(filters: Vec<Filter>) -> Self {
        Self { filters }
    }

    /// These filters; the choices that the serializer states for its columns hold for them, too.
    pub fn of<S: ModelSerializer>(mut filters: Vec<Filter>) -> Self {
        filters.iter_mut().for_each(|filter| filter.take_choices(S::table()));
        Self { filters }
    }
}

impl FilterBackend for FilterSetBackend {
    async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
        let mut found = Found::default();
        for (place, filter) in self.filters.iter().enumerate() {
            found.add(place, filter.effect(request));
        }
        found.errors.extend(missing(std::mem::take(&mut found.questions), request).await?);
        found.check(&self.filters)?;
        found.effects.into_iter().for_each(|effect| apply(effect, queryset, request));
        Ok(())
    }

    fn filter_at_once(&self, _: &mut SelectStatement, request: &Request) -> Option<Result<()>> {
        let sent =
            |filter: &Filter| request.query_params().iter().any(|(name, _)| name == filter.name());
        if self.filters.iter().any(sent) { None } else { Some(Ok(())) }
    }

    #[track_caller]
    fn check(&self, backend: DbBackend) {
        self.filters.iter().for_each(|filter| filter.check(backend));
    }

    fn parameters(&self, _: &Request) -> Vec<Cow<'static, str>> {
        self.filters.iter().map(|filter| filter.name().clone()).collect()
    }
}

/// What all parameters of a request come to.
#[derive(Default)]
struct Found {
    effects: Vec<Effect>,
    questions: Vec<(usize, super::rows::Question)>,
    errors: Vec<(usize, ErrorDetail)>,
}

impl Found {
    fn add(&mut self, place: usize, effect: Result<Effect, ErrorDetail>) {
        match effect {
            Ok(Effect::Where(condition, questions)) => {
                self.questions.extend(questions.into_iter().map(|question| (place, question)));
                self.effects.push(Effect::Where(condition, Vec::new()));
            }
            Ok(effect) => self.effects.push(effect),
            Err(error) => self.errors.push((place, error)),
        }
    }

    /// All errors in the order of the filters, one a parameter.
    fn check(&mut self, filters: &[Filter]) -> Result<()> {
        self.errors.sort_by_key(|(place, _)| *place);
        self.errors.dedup_by_key(|(place, _)| *place);
        let mut fields: Vec<(Cow<'static, str>, Vec<ErrorDetail>)> = Vec::new();
        for (place, error) in self.errors.drain(..) {
            let name = filters.get(place).map(Filter::reported).unwrap_or_default();
            match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, errors)) if errors.contains(&error) => {}
                Some((_, errors)) => errors.push(error),
                None => fields.push((name, vec![error])),
            }
        }
        if fields.is_empty() {
            return Ok(());
        }
        let fields = fields.into_iter().map(|(name, errors)| (name, Detail::messages(errors)));
        Err(Error::Validation(Detail::Fields(fields.collect())))
    }
}

fn apply(effect: Effect, queryset: &mut SelectStatement, request: &Request) {
    match effect {
        Effect::Nothing => {}
        Effect::Where(condition, _) => _ = queryset.and_where(condition),
        Effect::Call(method, value) => method(queryset, value, request),
        Effect::Order(terms) if terms.is_empty() => {}
        Effect::Order(terms) => {
            queryset.clear_order_by();
            for ordering in terms {
                let (value, direction) = ordering.seen_by(request).term();
                queryset.order_by_expr(value, direction);
            }
        }
    }
}
