//! Rows that a list fetches by itself, shown as its serializer shows them.

use std::borrow::Cow;

use sea_orm::{
    DbBackend,
    sea_query::{Alias, SelectStatement, SimpleExpr},
};

use super::{flexible::Planned, table::Table};
use crate::{
    Json, Request, Result,
    database::{Database, Row},
};

/// How a serializer shows rows to one request.
pub(crate) struct Listing<'a> {
    table: &'a Table,
    plan: Planned<'a>,
}

impl Table {
    /// How this serializer shows rows to a request.
    ///
    /// # Errors
    /// [`Error::Validation`](crate::Error::Validation) if the request asks for too many fields.
    pub(crate) fn listing(&self, request: &Request) -> Result<Listing<'_>> {
        Ok(Listing { table: self, plan: self.planned(request)? })
    }
}

impl Listing<'_> {
    /// The database in the way that reads all that is shown.
    pub(crate) fn database<'a>(&self, request: &'a Request) -> Cow<'a, Database> {
        self.plan.database(request)
    }

    /// Makes a statement read what is shown and after it these expressions; returns the place of
    /// the first of them in a row.
    pub(crate) fn select(
        &self,
        statement: &mut SelectStatement,
        beside: impl IntoIterator<Item = SimpleExpr>,
        backend: DbBackend,
    ) -> usize {
        let place = self.table.select(&self.plan, statement, backend);
        for (number, expression) in beside.into_iter().enumerate() {
            statement.expr_as(expression, Alias::new(beside_name(number)));
        }
        place
    }

    /// The SQL of one row's JSON, where the database writes it as the serializer would.
    pub(crate) fn object(&self, database: &Database) -> Option<String> {
        self.table.sqlite_object(&self.plan, database).map(Cow::into_owned)
    }

    /// The JSON array of rows that such a statement found.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if a query for what belongs to them fails.
    pub(crate) async fn write(&self, rows: Vec<Row>, request: &Request) -> Result<Json> {
        self.plan.list(rows, &self.plan.database(request), request).await
    }
}

/// The name of an expression that is read beside the columns.
pub(crate) fn beside_name(number: usize) -> String {
    format!("beside_{number}")
}
