//! The database: opened with sound settings, asked for rows.

mod connect;
mod equality;
mod instants;
mod rows;
mod statements;
mod stream;
mod tables;

use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbBackend};
use tokio::sync::Semaphore;

pub use connect::ConnectError;
pub(crate) use equality::{is, is_one_of};
pub(crate) use instants::{is_kept, kept};
pub use rows::Row;
pub(crate) use stream::{Cut, JsonChunk, RowStream};

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
    /// As many as connections may be held by rows on their way to clients.
    streams: Option<Arc<Semaphore>>,
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
}

impl From<DatabaseConnection> for Database {
    fn from(connection: DatabaseConnection) -> Self {
        let backend = connection.get_database_backend();
        let streams = stream::streams(&connection);
        Self { connection, backend, streams }
    }
}
