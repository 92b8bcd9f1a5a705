//! `?ordering=-area,name`.

use std::{borrow::Cow, sync::Arc};

use sea_orm::{
    DynIden, EntityTrait, Order,
    sea_query::{Alias, IntoIden, SelectStatement, SimpleExpr},
};

use super::{
    FilterBackend,
    path::{Path, Place},
    value::not_a_choice,
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
    fields::{ColumnField, Kind, strip},
    serializers::{ColumnFacts, ModelSerializer},
};

/// Orders rows by columns that the viewset allows: DRF's `OrderingFilter`.
///
/// The parameter is a comma list of names, `-` before a name turns the order round; names that are
/// not allowed are dropped, as in DRF, unless the settings forbid them. Without the parameter the
/// viewset's own order holds. The primary key always comes last, so that pages never overlap.
#[derive(Clone)]
pub struct OrderingFilter {
    fields: Vec<OrderingField>,
    default: Vec<Ordering>,
    primary_key: Vec<(DynIden, DynIden)>,
}

/// A column that clients may order by, of the rows themselves or of the one each is related to.
#[derive(Clone)]
pub struct OrderingField {
    name: Cow<'static, str>,
    ascending: Ordering,
}

impl OrderingField {
    /// A column under this name.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns, or if a row may have several such
    /// values.
    #[track_caller]
    pub fn new<E, T: ColumnField>(name: &'static str, path: impl Into<Path<E, T>>) -> Self {
        Self { name: name.into(), ascending: Ordering::asc(path) }
    }

    /// The columns that the serializer shows, under the names of its fields and of the columns:
    /// what DRF allows where `ordering_fields` is not stated.
    pub fn readable<S: ModelSerializer>() -> Vec<Self> {
        let shown = S::table().fields.iter().filter(|field| !field.write_only && !field.hidden);
        let columns = shown.filter_map(|field| Some((field.name, field.column()?)));
        let named = columns.filter_map(|(name, column)| {
            let kind = S::table().kind_of(column)?;
            let place = Place::of(Vec::new(), column.clone(), kind);
            let names = [Cow::Borrowed(name), Cow::Owned(column.name.clone())];
            let field = |name| Self { name, ascending: Ordering::by(&place, Order::Asc) };
            Some(names.map(field))
        });
        named.flatten().collect()
    }
}

/// A column in a direction: one term of a viewset's own order, or of a client's.
#[derive(Clone)]
pub struct Ordering {
    /// The column; one of a table that no entity has where it is reached by a relation.
    pub(crate) column: (DynIden, DynIden),
    pub(crate) kind: &'static Kind,
    pub(crate) direction: Order,
    value: SimpleExpr,
    /// Where the value stands, if in another table.
    behind: Option<Arc<Place>>,
}

impl Ordering {
    /// Ascending by a column.
    ///
    /// # Panics
    /// As [`OrderingField::new`].
    #[track_caller]
    pub fn asc<E, T: ColumnField>(path: impl Into<Path<E, T>>) -> Self {
        Self::by(&path.into().place, Order::Asc)
    }

    /// Descending by a column.
    ///
    /// # Panics
    /// As [`OrderingField::new`].
    #[track_caller]
    pub fn desc<E, T: ColumnField>(path: impl Into<Path<E, T>>) -> Self {
        Self::by(&path.into().place, Order::Desc)
    }

    #[track_caller]
    fn by(place: &Place, direction: Order) -> Self {
        assert!(
            !place.is_many(),
            "rows cannot be ordered by `{}`, of which each has several; order by a column of one \
             row",
            place.column.name
        );
        let (table, name) = place.column.reference.clone();
        let table = if place.is_own() { table } else { Alias::new("ordered_by_0").into_iden() };
        let behind = (!place.is_own()).then(|| Arc::new(place.clone()));
        let value = place.value(None);
        Self { column: (table, name), kind: place.kind, direction, value, behind }
    }

    /// The same among the rows that exist for a request.
    pub(crate) fn seen_by(mut self, request: &Request) -> Self {
        let value = self.scoped(request).map(|place| place.value(Some(request)));
        self.value = value.unwrap_or(self.value);
        self
    }

    /// The same of several.
    pub(crate) fn all_seen_by<'a>(all: &'a [Self], request: &Request) -> Cow<'a, [Self]> {
        match all.iter().any(|ordering| ordering.scoped(request).is_some()) {
            true => all.iter().map(|ordering| ordering.clone().seen_by(request)).collect(),
            false => Cow::Borrowed(all),
        }
    }

    /// Where the value stands, if not all rows on the way may exist.
    fn scoped(&self, request: &Request) -> Option<&Place> {
        self.behind.as_deref().filter(|place| place.is_scoped(request))
    }

    /// What a statement is ordered by.
    pub(crate) fn term(&self) -> (SimpleExpr, Order) {
        (self.value.clone(), self.direction.clone())
    }
}

/// A comma list of names, some of them allowed.
#[derive(Clone)]
pub(super) struct Sort {
    fields: Vec<OrderingField>,
}

/// A name that is allowed, in a direction.
type Term<'a> = (&'a OrderingField, Order);

impl Sort {
    pub(super) fn new(fields: Vec<OrderingField>) -> Self {
        Self { fields }
    }

    /// The terms of a list of which each must be allowed.
    pub(super) fn terms(&self, list: &str) -> Result<Vec<Ordering>, ErrorDetail> {
        // Unlike DRF's own filter, django-filter takes blanks for a part of the names.
        let terms = list.split(',').filter(|term| !term.is_empty());
        let terms = read(&self.fields, terms).map(|(text, term)| term.ok_or(text));
        terms.collect::<Result<Vec<_>, _>>().map(unrepeated).map_err(not_a_choice)
    }
}

/// Terms, each with what it means if that is allowed.
fn read<'a>(
    fields: &'a [OrderingField],
    terms: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (&'a str, Option<Term<'a>>)> {
    terms.map(|term| {
        let (name, direction) = match term.strip_prefix('-') {
            Some(name) => (name, Order::Desc),
            None => (term, Order::Asc),
        };
        let field = fields.iter().find(|field| field.name == name);
        (term, field.map(|field| (field, direction)))
    })
}

/// Of a repeated column only the first tells rows apart, and databases limit the number of terms.
fn unrepeated(terms: Vec<Term<'_>>) -> Vec<Ordering> {
    let mut kept: Vec<Term<'_>> = Vec::new();
    for (field, direction) in terms {
        if kept.iter().all(|(other, _)| other.name != field.name) {
            kept.push((field, direction));
        }
    }
    let ordering = |(field, direction): Term<'_>| Ordering { direction, ..field.ascending.clone() };
    kept.into_iter().map(ordering).collect()
}

impl OrderingFilter {
    /// Clients may order by these; without their wish the rows come in this order.
    pub fn new<E: EntityTrait>(fields: Vec<OrderingField>, default: Vec<Ordering>) -> Self {
        Self::with_key(fields, default, ColumnFacts::primary_key::<E>())
    }

    fn with_key(fields: Vec<OrderingField>, default: Vec<Ordering>, key: Vec<ColumnFacts>) -> Self {
        let primary_key = key.into_iter().map(|column| column.reference).collect();
        Self { fields, default, primary_key }
    }

    fn order(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let asked = self.asked(request)?;
        if !asked.is_empty() {
            queryset.clear_order_by();
        }
        let terms = if asked.is_empty() { &self.default } else { &asked };
        for ordering in Ordering::all_seen_by(terms, request).iter() {
            let (value, direction) = ordering.term();
            queryset.order_by_expr(value, direction);
        }
        for column in &self.primary_key {
            queryset.order_by(column.clone(), Order::Asc);
        }
        Ok(())
    }

    fn asked(&self, request: &Request) -> Result<Vec<Ordering>> {
        let parameter = request.settings().ordering_param;
        let list = request.query_param(parameter).unwrap_or_default();
        let strict = request.settings().forbid_unknown_ordering && !self.fields.is_empty();
        let mut terms = Vec::new();
        let names = list.split(',').map(strip).filter(|term| !term.is_empty());
        for (text, term) in read(&self.fields, names) {
            match term {
                Some(term) => terms.push(term),
                None if strict => return Err(self.unknown(parameter, text)),
                None => {}
            }
        }
        Ok(unrepeated(terms))
    }

    fn unknown(&self, parameter: &'static str, text: &str) -> Error {
        let known: Vec<_> = self.fields.iter().map(|field| field.name.as_ref()).collect();
        let message = format!("Unknown ordering \"{text}\"; use some of {}.", known.join(", "));
        let messages = Detail::messages(vec![ErrorDetail::new(message, "invalid_choice")]);
        Error::Validation(Detail::Fields(vec![(parameter.into(), messages)]))
    }
}

impl FilterBackend for OrderingFilter {
    async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
        self.order(queryset, request)
    }

    fn filter_at_once(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Option<Result<()>> {
        Some(self.order(queryset, request))
    }

    fn get_ordering(&self, request: &Request) -> Option<Vec<Ordering>> {
        let asked = self.asked(request).unwrap_or_default();
        Some(if asked.is_empty() { self.default.clone() } else { asked })
    }

    fn parameters(&self, request: &Request) -> Vec<Cow<'static, str>> {
        let ordering = request.settings().ordering_param.into();
        if self.fields.is_empty() { Vec::new() } else { vec![ordering] }
    }
}
