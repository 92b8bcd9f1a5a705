//! The rows of entities that exist for a request.

use std::{any::TypeId, fmt, sync::Arc};

use sea_orm::{
    DynIden, EntityTrait, Iterable, PrimaryKeyToColumn, QuerySelect, QueryTrait, Select,
    sea_query::{
        Alias, Expr, ExprTrait, IntoIden, Query, SelectStatement, SimpleExpr, TableName, TableRef,
    },
};

use super::Request;

/// Which rows of entities exist for a request, stated once for each entity: a row outside does not
/// exist, whichever way it is reached.
///
/// A scope states conditions and joins; an order is not kept, and a limit would leave out other
/// rows in each place. It may ask for the rows of other entities by [`Request::queryset`], not for
/// those of its own.
///
/// ```
/// # mod folder {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "folder")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub owner_id: i64 }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
/// use seaview::{Policies, Request, User, request::Scopes};
///
/// fn own_folders(request: &Request) -> Select<folder::Entity> {
///     // 0 is nobody's.
///     let user = request.user().map_or(0, User::id);
///     folder::Entity::find().filter(folder::Column::OwnerId.eq(user))
/// }
///
/// let policies = Policies { scopes: Scopes::none().with(own_folders), ..Policies::default() };
/// ```
#[derive(Clone, Default)]
pub struct Scopes(Arc<Vec<Scope>>);

#[derive(Clone)]
struct Scope {
    entity: TypeId,
    table: TableRef,
    primary_key: Vec<Column>,
    rows: Queryset,
}

/// `table.column`
type Column = (DynIden, DynIden);

impl Scopes {
    /// All rows of all entities.
    pub fn none() -> Self {
        Self::default()
    }

    /// Of one more entity, only these rows.
    ///
    /// # Panics
    /// If the rows of its table are stated already.
    #[track_caller]
    pub fn with<E: EntityTrait>(mut self, rows: fn(&Request) -> Select<E>) -> Self {
        let table = E::default().table_ref();
        assert!(
            self.of(&table).is_none(),
            "the rows of `{}` are stated twice; join both scopes to one",
            E::default().table_name()
        );
        let key = E::PrimaryKey::iter();
        Arc::make_mut(&mut self.0).push(Scope {
            entity: TypeId::of::<E>(),
            table,
            primary_key: key
                .map(|key| sea_orm::ColumnTrait::as_column_ref(&key.into_column()))
                .collect(),
            rows: Queryset::new(rows),
        });
        self
    }

    fn of(&self, table: &TableRef) -> Option<&Scope> {
        let name = name_of(table)?;
        self.0.iter().find(|scope| name_of(&scope.table) == Some(name))
    }
}

fn name_of(table: &TableRef) -> Option<&TableName> {
    match table {
        TableRef::Table(name, _) => Some(name),
        _ => None,
    }
}

impl Scope {
    /// `EXISTS (SELECT 1 FROM (SELECT folder.id AS key_0 FROM folder WHERE …) AS seaview_scope
    /// WHERE seaview_scope.key_0 = page.folder_id)`.
    ///
    /// A table of its own, so that no name of the statement around means another row in it, nor the
    /// other way round; databases see through it, and look up one row by its key.
    fn holds(
        &self,
        request: &Request,
        columns: impl IntoIterator<Item = (Column, SimpleExpr)>,
    ) -> SimpleExpr {
        let alias = Alias::new("seaview_scope").into_iden();
        let mut rows = self.rows.rows(request);
        rows.clear_selects().clear_order_by();
        let mut found = Query::select();
        for (number, (own, value)) in columns.into_iter().enumerate() {
            let name = Alias::new(format!("key_{number}")).into_iden();
            rows.expr_as(Expr::col(own), name.clone());
            found.and_where(Expr::col((alias.clone(), name)).eq(value));
        }
        found.expr(Expr::cust("1")).from_subquery(rows, alias);
        Expr::exists(found)
    }

    /// The same of the rows of its own table, as a statement calls it.
    fn holds_of(&self, request: &Request, table: &DynIden) -> SimpleExpr {
        let columns = self.primary_key.iter().cloned();
        self.holds(
            request,
            columns.map(|own| {
                let there = (table.clone(), own.1.clone());
                (own, Expr::col(there))
            }),
        )
    }
}

impl Request {
    /// The rows of an entity that exist for this request: those of its scope in the router's
    /// [`Scopes`], or all. Where code of one's own begins.
    pub fn queryset<E: EntityTrait>(&self) -> Select<E> {
        let mut queryset = E::find();
        let table = E::default().table_ref();
        if let Some(scope) = self.scopes.of(&table) {
            let statement = QuerySelect::query(&mut queryset);
            match scope.entity == TypeId::of::<E>() {
                true => *statement = scope.rows.rows(self),
                // Another entity of the table may read other columns.
                false => self.narrow(statement, &table),
            }
        }
        queryset
    }

    /// Leaves in a statement of a table's rows those that exist.
    pub(crate) fn narrow(&self, statement: &mut SelectStatement, table: &TableRef) {
        let Some(scope) = self.scopes.of(table) else { return };
        if *statement != scope.rows.rows(self)
            && let Some(name) = name_of(&scope.table)
        {
            statement.and_where(scope.holds_of(self, &name.1));
        }
    }

    /// The rows of a table that exist, of those that a queryset names if there is one.
    pub(crate) fn rows(&self, table: &TableRef, stated: Option<&Queryset>) -> SelectStatement {
        match (stated, self.scopes.of(table)) {
            (None, None) => Query::select().from(table.clone()).take(),
            (None, Some(scope)) => scope.rows.rows(self),
            (Some(stated), None) => stated.rows(self),
            (Some(stated), Some(_)) => {
                let mut rows = stated.rows(self);
                self.narrow(&mut rows, table);
                rows
            }
        }
    }

    /// `true` if not all rows of a table may exist.
    pub(crate) fn is_scoped(&self, table: &TableRef) -> bool {
        self.scopes.of(table).is_some()
    }

    /// True for the rows of a table, as a statement calls it, that exist; `None` if all do.
    pub(crate) fn scope(&self, table: &TableRef, name: &DynIden) -> Option<SimpleExpr> {
        Some(self.scopes.of(table)?.holds_of(self, name))
    }

    /// True where a row of a table exists that has the value in this column; `None` if all do.
    pub(crate) fn scope_by(
        &self,
        table: &TableRef,
        column: &Column,
        value: SimpleExpr,
    ) -> Option<SimpleExpr> {
        Some(self.scopes.of(table)?.holds(self, [(column.clone(), value)]))
    }
}

/// Rows that depend on the request.
#[derive(Clone)]
pub(crate) struct Queryset {
    rows: Arc<dyn Fn(&Request) -> SelectStatement + Send + Sync>,
    /// The address of the function, by which two are known to be the same.
    function: usize,
}

impl Queryset {
    pub(crate) fn new<R: EntityTrait>(rows: fn(&Request) -> Select<R>) -> Self {
        Self { rows: Arc::new(move |request| rows(request).into_query()), function: rows as usize }
    }

    pub(crate) fn rows(&self, request: &Request) -> SelectStatement {
        (self.rows)(request)
    }
}

impl PartialEq for Queryset {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function
    }
}

impl fmt::Debug for Queryset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Queryset")
    }
}
