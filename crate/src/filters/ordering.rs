//! `?ordering=-area,name`.

use sea_orm::{DynIden, EntityTrait, Order, sea_query::SelectStatement};

use super::FilterBackend;
use crate::{
    Request, Result,
    fields::{ColumnField, Kind},
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
    kind: &'static Kind,
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
        Self { name, column: column.facts().reference, kind: Kind::of::<T>() }
    }
}

/// A column in a direction: one term of a viewset's own order.
#[derive(Clone)]
pub struct Ordering {
    pub(crate) column: (DynIden, DynIden),
    pub(crate) direction: Order,
    /// The type of its values, by which pages by cursor read and compare them.
    pub(crate) kind: &'static Kind,
}

impl Ordering {
    /// Ascending by a column.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn asc<E: EntityTrait, T: ColumnField>(column: ModelColumn<E, T>) -> Self {
        let column = column.facts().reference;
        Self { column, direction: Order::Asc, kind: Kind::of::<T>() }
    }

    /// Descending by a column.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn desc<E: EntityTrait, T: ColumnField>(column: ModelColumn<E, T>) -> Self {
        let column = column.facts().reference;
        Self { column, direction: Order::Desc, kind: Kind::of::<T>() }
    }
}

impl OrderingFilter {
    /// Clients may order by these; without their wish the rows come in this order.
    pub fn new<E: EntityTrait>(fields: Vec<OrderingField>, default: Vec<Ordering>) -> Self {
        let key = ColumnFacts::primary_key::<E>();
        let primary_key = key.into_iter().map(|column| column.reference).collect();
        Self { fields, default, primary_key }
    }

    fn asked_by(&self, request: &Request) -> Vec<Ordering> {
        self.asked(request.query_param(request.settings().ordering_param).unwrap_or_default())
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
            let Some(OrderingField { column, kind, .. }) = field else { continue };
            if asked.iter().all(|other| other.column != *column) {
                asked.push(Ordering { column: column.clone(), direction, kind });
            }
        }
        asked
    }
}

impl FilterBackend for OrderingFilter {
    fn filter_queryset(&self, queryset: &mut SelectStatement, request: &Request) -> Result<()> {
        let asked = self.asked_by(request);
        if !asked.is_empty() {
            queryset.clear_order_by();
        }
        let terms = if asked.is_empty() { &self.default } else { &asked };
        for Ordering { column, direction, .. } in terms {
            queryset.order_by(column.clone(), direction.clone());
        }
        for column in &self.primary_key {
            queryset.order_by(column.clone(), Order::Asc);
        }
        Ok(())
    }

    fn get_ordering(&self, request: &Request) -> Option<Vec<Ordering>> {
        let asked = self.asked_by(request);
        Some(if asked.is_empty() { self.default.clone() } else { asked })
    }
}
