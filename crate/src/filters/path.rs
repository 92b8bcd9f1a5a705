//! Columns of a row and of the rows it is related to.

use std::{marker::PhantomData, sync::Arc};

use sea_orm::{
    EntityTrait, PrimaryKeyTrait, Related,
    sea_query::{Alias, Expr, ExprTrait, IntoIden, Query, SimpleExpr, TableRef},
};

use super::relation::{Attribute, Relation};
use crate::{
    Request,
    fields::{ColumnField, Kind},
    serializers::{ColumnFacts, Entity, Join, ModelColumn, RelatedTo, Relationship, table_name},
};

/// What a filter, a search or an ordering looks at: a column of the entity `E` or of rows that it
/// is related to, with values of the type `T`; for a relation itself `T` is [`RelatedTo`].
///
/// A [`ModelColumn`] is one; [`Along`] leads to those behind relations.
pub struct Path<E, T> {
    pub(super) place: Place,
    entity: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Path<E, T> {
    pub(super) fn new(place: Place) -> Self {
        Self { place, entity: PhantomData }
    }
}

impl<E: EntityTrait, T: ColumnField> From<ModelColumn<E, T>> for Path<E, T> {
    #[track_caller]
    fn from(column: ModelColumn<E, T>) -> Self {
        Self::new(Place::of(Vec::new(), column.facts(), Kind::of::<T>()))
    }
}

/// A way from the entity `E` along its relations to the entity `R`.
///
/// ```
/// # mod author {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "author")]
/// #     pub struct Model {
/// #         #[sea_orm(primary_key)] pub id: i64,
/// #         pub name: String,
/// #         #[sea_orm(has_many)] pub books: HasMany<super::book::Entity>,
/// #     }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// # mod book {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "book")]
/// #     pub struct Model {
/// #         #[sea_orm(primary_key)] pub id: i64,
/// #         pub author_id: i64,
/// #         #[sea_orm(belongs_to, from = "author_id", to = "id")]
/// #         pub author: BelongsTo<super::author::Entity>,
/// #     }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// use seaview::filters::{Along, Filter};
///
/// # fn main() {
/// let author = Along::<book::Entity>::start().through(|book| &book.author);
/// let filter = Filter::icontains("author__name", author.column("name", |author| &author.name));
/// # }
/// ```
pub struct Along<E, R = E> {
    steps: Vec<Arc<Join>>,
    entities: PhantomData<fn() -> (E, R)>,
}

impl<E: Entity> Along<E, E> {
    /// The entity itself.
    pub fn start() -> Self {
        Self { steps: Vec::new(), entities: PhantomData }
    }
}

impl<E: Entity, R: Entity> Along<E, R> {
    /// On to the rows behind a field of the `ModelEx`.
    ///
    /// # Panics
    /// If the relation is by several columns.
    #[track_caller]
    pub fn through<F: Relation>(self, field: fn(&R::ModelEx) -> &F) -> Along<E, F::Entity>
    where
        R: Related<F::Entity>,
    {
        let _ = field;
        self.by(Relationship::related())
    }

    /// On to the rows of a relation that is no field: one of several to the same entity.
    ///
    /// # Panics
    /// If the relation is by several columns.
    #[track_caller]
    pub fn by<N: Entity>(mut self, relationship: Relationship<R, N>) -> Along<E, N> {
        self.steps.push(Arc::new(relationship.join()));
        Along { steps: self.steps, entities: PhantomData }
    }

    /// A field of the `ModelEx` there: a column, or a relation for its rows themselves.
    ///
    /// # Panics
    /// If the name is not that of the field, or the relation is by several columns.
    #[track_caller]
    pub fn field<F: Attribute<R>>(
        self,
        name: &'static str,
        field: fn(&R::ModelEx) -> &F,
    ) -> Path<E, F::Value> {
        let _ = field;
        F::path(self, name)
    }

    /// A column there.
    ///
    /// # Panics
    /// If the name is not that of the field.
    #[track_caller]
    pub fn column<T: ColumnField>(
        self,
        name: &'static str,
        field: fn(&R::Model) -> &T,
    ) -> Path<E, T> {
        let _ = field;
        self.column_called(name)
    }

    #[track_caller]
    pub(super) fn column_called<T: ColumnField>(self, name: &'static str) -> Path<E, T> {
        let column = ModelColumn::<R, T>::called(name).facts();
        Path::new(Place::of(self.steps, column, Kind::of::<T>()))
    }

    /// The rows there themselves, named by their primary key.
    ///
    /// # Panics
    /// If the key has several columns.
    #[track_caller]
    pub fn rows<T: ColumnField>(self) -> Path<E, RelatedTo<R>>
    where
        R::PrimaryKey: PrimaryKeyTrait<ValueType = T>,
    {
        let mut keys = ColumnFacts::primary_key::<R>().into_iter();
        let (Some(key), None) = (keys.next(), keys.next()) else {
            panic!("rows with a key of several columns cannot be named; filter by a column")
        };
        Path::new(Place { rows: true, ..Place::of(self.steps, key, Kind::of::<T>()) })
    }
}

/// A path without its types.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    steps: Vec<Arc<Join>>,
    pub(crate) column: ColumnFacts,
    pub(crate) kind: &'static Kind,
    /// The rows behind the last step are meant, and the column is their key.
    pub(super) rows: bool,
}

impl Place {
    pub(super) fn of(steps: Vec<Arc<Join>>, column: ColumnFacts, kind: &'static Kind) -> Self {
        Self { steps, column, kind, rows: false }
    }

    /// `true` for a column of the entity itself.
    pub(crate) fn is_own(&self) -> bool {
        self.steps.is_empty()
    }

    /// `true` if a row may have several such values.
    pub(super) fn is_many(&self) -> bool {
        self.steps.iter().any(|step| step.many)
    }

    /// `true` if a row may have several such values, and a condition on them may speak of the row
    /// itself as well: no table on the way is the row's own.
    pub(super) fn is_apart(&self) -> bool {
        let Some(first) = self.steps.first().filter(|_| self.is_many()) else { return false };
        let (own, _) = &first.from.reference;
        let between =
            |step: &Join| step.junction.as_ref().map(|junction| table_name(&junction.table));
        self.steps.iter().all(|step| {
            table_name(&step.target.table) != *own && between(step).as_ref() != Some(own)
        })
    }

    /// `true` if not all rows on the way may exist for a request.
    pub(super) fn is_scoped(&self, request: &Request) -> bool {
        self.steps.iter().any(|step| is_scoped(step, request))
    }

    /// `true` if the values stand in the same rows.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let mut pairs = self.steps.iter().zip(&other.steps);
        self.steps.len() == other.steps.len() && pairs.all(|(one, other)| one.is_same(other))
    }

    /// True for the rows that have one behind them of which the condition is true.
    pub(super) fn behind(&self, condition: SimpleExpr, request: &Request) -> SimpleExpr {
        within_all(&self.steps, condition, request)
    }

    /// The table whose rows are meant.
    pub(super) fn target(&self) -> Option<&Join> {
        self.steps.last().map(Arc::as_ref).filter(|_| self.rows)
    }

    /// True for the rows of which some value passes the test. Subqueries and no joins, so that no
    /// row comes twice.
    pub(super) fn any(
        &self,
        test: impl FnOnce(SimpleExpr) -> SimpleExpr,
        request: &Request,
    ) -> SimpleExpr {
        let kept = self.steps.split_last();
        let kept = kept.filter(|(last, _)| self.is_key() && !is_scoped(last, request));
        let Some((last, before)) = kept else {
            let column = Expr::col(self.column.reference.clone());
            return within_all(&self.steps, test(column), request);
        };
        let found = match &last.junction {
            None => test(Expr::col(last.from.reference.clone())),
            Some(between) => {
                let mut keys = Query::select();
                keys.column(between.from.clone()).from(between.table.clone());
                keys.and_where(test(Expr::col(between.to.clone())));
                Expr::col(last.from.reference.clone()).in_subquery(keys)
            }
        };
        within_all(before, found, request)
    }

    /// True for the rows that have no value, or one that is NULL: what an outer join would show.
    pub(super) fn is_null(&self, request: &Request) -> SimpleExpr {
        let null = |column: &ColumnFacts| Some(Expr::col(column.reference.clone()).is_null());
        let (steps, null) = match self.steps.split_last() {
            Some((last, before)) if self.rows && last.belongs_to && !is_scoped(last, request) => {
                (before, null(&last.from))
            }
            _ if self.rows => (self.steps.as_slice(), None),
            _ => (self.steps.as_slice(), null(&self.column)),
        };
        let null = steps.iter().rev().fold(null, |inner, step| {
            let missing = not(within(step, None, request));
            Some(match inner {
                None => missing,
                Some(inner) => missing.or(within(step, Some(inner), request)),
            })
        });
        null.unwrap_or_else(|| Expr::cust("1 = 0"))
    }

    /// True for the rows that have a value.
    pub(super) fn is_not_null(&self, request: &Request) -> SimpleExpr {
        self.any(|column| column.is_not_null(), request)
    }

    /// The value as an expression of the row: a column, or a subquery of the row behind, if that
    /// exists for the request.
    pub(super) fn value(&self, request: Option<&Request>) -> SimpleExpr {
        let Some((first, rest)) = self.steps.split_first() else {
            return Expr::col(self.column.reference.clone());
        };
        self.value_behind(first, rest, Expr::col(first.from.reference.clone()), 0, request)
    }

    fn value_behind(
        &self,
        step: &Join,
        rest: &[Arc<Join>],
        key: SimpleExpr,
        depth: usize,
        request: Option<&Request>,
    ) -> SimpleExpr {
        let alias = Alias::new(format!("ordered_by_{depth}")).into_iden();
        let of = |column: &ColumnFacts| Expr::col((alias.clone(), Alias::new(&column.name)));
        let value = match rest.split_first() {
            None => of(&self.column),
            Some((next, rest)) => self.value_behind(next, rest, of(&next.from), depth + 1, request),
        };
        let mut row = Query::select();
        row.expr(value).from_as(step.target.table.clone(), alias.clone());
        if let Some(to) = step.target.columns.get(step.to) {
            row.and_where(of(to).eq(key));
        }
        let scope = request.and_then(|request| request.scope(&step.target.table, &alias));
        row.and_where_option(scope);
        SimpleExpr::from(row)
    }

    /// `true` if the key of the rows that are meant is what the last relation keeps.
    fn is_key(&self) -> bool {
        self.target().is_some_and(|last| {
            last.to == self.column.ordinal && (last.belongs_to || last.junction.is_some())
        })
    }
}

/// `true` if not all rows that a step leads to may exist.
fn is_scoped(step: &Join, request: &Request) -> bool {
    let between = step.junction.as_ref().map(|between| &between.table);
    request.is_scoped(&step.target.table) || between.is_some_and(|table| request.is_scoped(table))
}

fn within_all(steps: &[Arc<Join>], condition: SimpleExpr, request: &Request) -> SimpleExpr {
    steps.iter().rev().fold(condition, |condition, step| within(step, Some(condition), request))
}

/// `author_id IN (SELECT id FROM author WHERE …)`
fn within(step: &Join, condition: Option<SimpleExpr>, request: &Request) -> SimpleExpr {
    let scope = |table: &TableRef| request.scope(table, &table_name(table));
    let mut rows = Query::select();
    rows.from(step.target.table.clone()).and_where_option(condition);
    rows.and_where_option(scope(&step.target.table));
    if let Some(to) = step.target.columns.get(step.to) {
        rows.column(to.reference.clone());
        // Only a condition that is never NULL can be turned round.
        rows.and_where(Expr::col(to.reference.clone()).is_not_null());
    }
    if let Some(between) = &step.junction {
        let mut keys = Query::select();
        keys.column(between.from.clone()).from(between.table.clone());
        keys.and_where(Expr::col(between.to.clone()).in_subquery(rows));
        keys.and_where_option(scope(&between.table));
        rows = keys;
    }
    Expr::col(step.from.reference.clone()).in_subquery(rows)
}

/// True where the condition is false or NULL.
pub(super) fn not(condition: SimpleExpr) -> SimpleExpr {
    let case: SimpleExpr = Expr::case(condition, 0).finally(1).into();
    case.eq(1)
}
