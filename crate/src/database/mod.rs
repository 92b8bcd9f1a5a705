#![doc = include_str!("../../docs/databases.md")]

mod connect;
mod lane;
mod rows;
#[cfg(feature = "direct-sqlite")]
mod sqlite;
mod statements;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Schema,
    sea_query::{Expr, Query},
};

pub use connect::ConnectError;
use lane::Lane;
pub use rows::Row;
pub(crate) use rows::reads_directly;

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
    lane: Lane,
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

    /// `true` if statements of the engine go another way than SeaORM's connection.
    pub(crate) fn is_direct(&self) -> bool {
        self.lane.is_direct()
    }

    /// The same database, asked by SeaORM's connection alone.
    pub(crate) fn of_sea_orm(&self) -> Self {
        Self::from(self.connection.clone())
    }

    /// Creates the table of an entity with its indexes and foreign keys, and says whether it did:
    /// `false` if the table was there.
    ///
    /// For examples, tests and small applications; others run the `Migrator` of their
    /// `sea-orm-migration` crate: `Migrator::up(database.connection(), None).await?`.
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
}

impl From<DatabaseConnection> for Database {
    fn from(connection: DatabaseConnection) -> Self {
        let backend = connection.get_database_backend();
        Self { connection, backend, lane: Lane::SeaOrm }
    }
}
