#![doc = include_str!("../../docs/databases.md")]

#[cfg(feature = "postgres")]
mod binary;
mod connect;
mod counting;
mod equality;
mod flat;
mod instants;
mod json_lists;
#[cfg(feature = "sea-query-sqlx")]
mod kept;
mod lane;
#[cfg(feature = "direct-postgres")]
mod postgres;
mod replicas;
mod rows;
#[cfg(feature = "direct-sqlite")]
mod sqlite;
mod statements;
mod stream;
mod tables;
mod writers;

use std::sync::Arc;

use sea_orm::{DatabaseConnection, DbBackend};
use tokio::sync::Semaphore;

pub use connect::ConnectError;
use counting::Counting;
pub(crate) use equality::{is, is_one_of};
pub(crate) use flat::{Flat, FlatMember};
pub(crate) use instants::{is_kept, kept};
use lane::Lane;
pub(crate) use replicas::Replicas;
pub use rows::Row;
pub(crate) use rows::reads_directly;
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
    lane: Lane,
    #[cfg(feature = "sea-query-sqlx")]
    kept: Option<kept::Kept>,
    counting: Arc<Counting>,
    /// What answers safe requests in its place.
    replicas: Option<Arc<Replicas>>,
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

    /// The same database, where seaview's own statements take at most so many of the pool's
    /// connections at a time, and keep them from one statement to the next; all but one unless
    /// stated. With less than two nothing is kept.
    ///
    /// A pool tests each connection that it is given back, which takes as long as a short
    /// statement. A connection that is kept goes back when nobody has wanted it for 0.1 s, after
    /// 10 s, and when others need it. The other side of it: what SeaORM tells of each statement, to
    /// a metric callback or in spans, it does not tell of those. Pools of fewer than three
    /// connections give none away.
    ///
    /// Effective with SQLx's pools only, which [`Database::connect`] opens.
    #[cfg(feature = "sea-query-sqlx")]
    pub fn with_kept_connections(mut self, most: usize) -> Self {
        self.kept = kept::Kept::of(&self.connection, most);
        self
    }

    /// One of the same kind, of which every statement fails.
    pub(crate) fn disconnected(&self) -> Self {
        Self {
            connection: DatabaseConnection::default(),
            replicas: None,
            #[cfg(feature = "sea-query-sqlx")]
            kept: None,
            ..self.of_sea_orm()
        }
    }

    /// The same database, asked by SeaORM's connection alone.
    pub(crate) fn of_sea_orm(&self) -> Self {
        Self { lane: Lane::SeaOrm, ..self.clone() }
    }
}

impl From<DatabaseConnection> for Database {
    fn from(connection: DatabaseConnection) -> Self {
        let backend = connection.get_database_backend();
        let streams = stream::streams(&connection);
        let (lane, counting, replicas) = Default::default();
        #[cfg(feature = "sea-query-sqlx")]
        let kept = kept::Kept::of(&connection, usize::MAX);
        Self {
            connection,
            backend,
            streams,
            lane,
            #[cfg(feature = "sea-query-sqlx")]
            kept,
            counting,
            replicas,
        }
    }
}
