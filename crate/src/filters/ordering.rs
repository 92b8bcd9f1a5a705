//! `?ordering=-area,name`.

use sea_orm::{DynIden, EntityTrait, Order, sea_query::SelectStatement};

use super::FilterBackend;
use crate::{
    Request, Result,
    fields::ColumnField,
    serializers::{ColumnFacts, ModelColumn},
};

/// Orders rows by columns that the viewset allows: DRF's `OrderingFilter`.
///
/// The parameter is a comma list of names, `-` before a name turns the order round; names that are
/// not allowed are dropped, as in DRF. Without the parameter the viewset's own order holds. The
/// primary key always comes last, so that pages never overlap.
#[derive(Clone)]
pub struct OrderingFilter {
    fields: Vec<OrderingField>,
    default: Vec<Ordering>,
    primary_key: Vec<(DynIden, DynIden)>,
}

/// A column that clients may order by.
#[derive(Clone)]
pub struct OrderingField {
    name: &'static str,
    column: (DynIden, DynIden),
}

impl OrderingField {
    /// A column under this name.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn new<E: EntityTrait, T: ColumnField>(
        name: &'static str,
        column: ModelColumn<E, T>,
    ) -> Self {
        Self { name, column: column.facts().reference }
    }
}

/// A column in a direction: one term of a viewset's own order.
#[derive(Clone)]
pub struct Ordering {
    column: (DynIden, DynIden),
    direction: Order,
}

impl Ordering {
    /// Ascending by a column.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn asc<E: EntityTrait, T: ColumnField>(column: ModelColumn<E, T>) -> Self {
        Self { column: column.facts().reference, direction: Order::Asc }
    }

    /// Descending by a column.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn desc<E: EntityTrait, T: ColumnField>(column: ModelColumn<E, T>) -> Self {
        Self { column: column.facts().reference, direction: Order::Desc }
    }
}

impl OrderingFilter {
    /// Clients may order by these; without their wish the rows come in this order.
    pub fn new<E: EntityTrait>(fields: Vec<OrderingField>, default: Vec<Ordering>) -> Self {
        let key = ColumnFacts::primary_key::<E>();
        let primary_key = key.into_iter().map(|column| column.reference).collect();
        Self { fields, default, primary_key }
    }

    /// The terms that are allowed. Of a repeated column only the first tells rows apart, and
    /// databases limit the number of terms.
    fn asked(&self, terms: &str) -> Vec<Ordering> {
        let mut asked: Vec<Ordering> = Vec::new();
        for term in terms.split(',').map(str::trim) {
            let (name, direction) = match term.strip_prefix('-') {
                Some(name) => (name, Order::Desc),
                None => (term, Order::Asc),
            };
            let field = self.fields.iter().find(|field| field.name == name);
            let Some(OrderingField { column, .. }) = field else { continue };
            if asked.iter().all(|other| other.column != *column) {
                asked.push(Ordering { column: column.clone(), direction });
            }
        }
        asked
    }
}

impl FilterBackend for OrderingFilter {
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let terms = request.query_param(request.settings().ordering_param).unwrap_or_default();
        let asked = self.asked(terms);
        if !asked.is_empty() {
            queryset.clear_order_by();
        }
        let terms = if asked.is_empty() { &self.default } else { &asked };
        for Ordering { column, direction } in terms {
            queryset.order_by(column.clone(), direction.clone());
        }
        for column in &self.primary_key {
            queryset.order_by(column.clone(), Order::Asc);
        }
        Ok(())
    }
}
