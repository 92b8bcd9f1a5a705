//! The database: opened with sound settings, asked for rows.

mod connect;
mod rows;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Schema, Statement,
    sea_query::{Asterisk, Expr, ExprTrait, Query, SelectStatement},
};

pub use connect::ConnectError;
pub use rows::Row;

use crate::Result;

/// Where rows come from: a SeaORM connection pool and what seaview knows about it.
///
/// [`Database::connect`] opens one from a URL with the settings that measured best; any
/// [`DatabaseConnection`] that an application already has becomes one with `From`.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use seaview::Database;
///
/// let opened = Database::connect("sqlite://countries.db?mode=rwc").await?;
/// let wrapped = Database::from(sea_orm::Database::connect("sqlite::memory:").await?);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Database {
    connection: DatabaseConnection,
    backend: DbBackend,
}

impl Database {
    /// The SeaORM connection.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Which database it is.
    pub fn backend(&self) -> DbBackend {
        self.backend
    }

    /// Creates the table of an entity with its indexes and foreign keys, and says whether it did:
    /// `false` if the table was there.
    ///
    /// For examples, tests and small applications; others use `sea-orm-migration`.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the database refuses.
    pub async fn create_table<E: EntityTrait>(&self, entity: E) -> Result<bool> {
        let mut probe = Query::select();
        probe.expr(Expr::cust("1")).from(entity.table_ref()).and_where(Expr::cust("1 = 0"));
        if self.connection.query_all(&probe).await.is_ok() {
            return Ok(false);
        }
        let schema = Schema::new(self.backend);
        self.connection.execute(&schema.create_table_from_entity(entity)).await?;
        for index in schema.create_index_from_entity(entity) {
            self.connection.execute(&index).await?;
        }
        Ok(true)
    }

    /// The rows of a statement, all of them.
    pub(crate) async fn all(&self, select: &SelectStatement) -> Result<Vec<Row>> {
        let rows = self.connection.query_all(select).await?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// At most `limit` rows after the first `offset`.
    pub(crate) async fn slice(
        &self,
        select: &SelectStatement,
        limit: u64,
        offset: u64,
    ) -> Result<Vec<Row>> {
        let mut statement = self.backend.build(select);
        // SQLite prepares a statement anew whenever a bound LIMIT changes; digits cost nothing.
        statement.sql.push_str(&format!(" LIMIT {limit} OFFSET {offset}"));
        let rows = self.connection.query_all_raw(statement).await?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// How many rows a statement has.
    pub(crate) async fn count(&self, select: &SelectStatement) -> Result<u64> {
        let counted = counting(self.backend, select);
        let row = self.connection.query_one_raw(counted).await?;
        let count: i64 = match row {
            Some(row) => row.try_get_by_index(0)?,
            None => 0,
        };
        Ok(count.unsigned_abs())
    }
}

/// `SELECT COUNT(*)` over a statement's rows.
fn counting(backend: DbBackend, select: &SelectStatement) -> Statement {
    let mut rows = select.clone();
    rows.clear_selects().clear_order_by().expr(Expr::cust("1"));
    let mut count = Query::select();
    count.expr(Expr::col(Asterisk).count()).from_subquery(rows, "rows");
    backend.build(&count)
}

impl From<DatabaseConnection> for Database {
    fn from(connection: DatabaseConnection) -> Self {
        let backend = connection.get_database_backend();
        Self { connection, backend }
    }
}
