//! Which way the engine's own statements go to the database.

use std::sync::Arc;

use sea_orm::Statement;

#[cfg(feature = "direct-postgres")]
use super::postgres::Postgres;
#[cfg(feature = "direct-sqlite")]
use super::sqlite::Sqlite;
use super::{Flat, Row};
use crate::Result;

/// What a statement has done that writes.
#[derive(Debug)]
pub(super) struct Written {
    /// What it returns.
    pub(super) rows: Vec<Row>,
    /// How many rows it has written or deleted.
    pub(super) changed: u64,
}

/// A way to the database beside SeaORM's connection. Without one, and wherever the way does not
/// answer, SeaORM's connection does.
#[derive(Clone, Debug, Default)]
pub(super) enum Lane {
    /// SeaORM's connection alone.
    #[default]
    SeaOrm,
    #[cfg(feature = "direct-postgres")]
    Postgres(Arc<Postgres>),
    #[cfg(feature = "direct-sqlite")]
    Sqlite(Arc<Sqlite>),
}

impl Lane {
    /// `true` if statements go another way than SeaORM's.
    pub(super) fn is_direct(&self) -> bool {
        !matches!(self, Self::SeaOrm)
    }

    /// The rows of statements that read, of one state of the database; `None` if SeaORM's
    /// connection shall answer.
    pub(super) async fn read<const N: usize>(
        &self,
        statements: [&Statement; N],
    ) -> Option<[Vec<Row>; N]> {
        let _ = statements;
        match self {
            Self::SeaOrm => None,
            #[cfg(feature = "direct-postgres")]
            Self::Postgres(postgres) => postgres.read(statements).await,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => sqlite.read(statements).await,
        }
    }

    /// What a statement counts, and the JSON array of the rows of another, of one state of the
    /// database; `None` as above.
    pub(super) async fn json_page(
        &self,
        statements: [&Statement; 2],
        flat: &Arc<Flat>,
    ) -> Option<(u64, Vec<u8>)> {
        let _ = (statements, flat);
        match self {
            Self::SeaOrm => None,
            #[cfg(feature = "direct-postgres")]
            Self::Postgres(_) => None,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => sqlite.json_page(statements, flat).await,
        }
    }

    /// The JSON array of the rows of a statement; `None` as above.
    pub(super) async fn json_list(&self, rows: &Statement, flat: &Arc<Flat>) -> Option<Vec<u8>> {
        let _ = (rows, flat);
        match self {
            Self::SeaOrm => None,
            #[cfg(feature = "direct-postgres")]
            Self::Postgres(_) => None,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => sqlite.json_list(rows, flat).await,
        }
    }

    /// The JSON object of the first row of a statement, empty if there is no row; `None` as above.
    pub(super) async fn json_one(&self, rows: &Statement, flat: &Arc<Flat>) -> Option<Vec<u8>> {
        let _ = (rows, flat);
        match self {
            Self::SeaOrm => None,
            #[cfg(feature = "direct-postgres")]
            Self::Postgres(_) => None,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => sqlite.json_one(rows, flat).await,
        }
    }

    /// Runs a statement that writes; `None` if it has done nothing and SeaORM's connection shall
    /// try.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if nobody knows what it has done.
    pub(super) async fn write(&self, statement: &Statement) -> Result<Option<Written>> {
        let _ = statement;
        match self {
            Self::SeaOrm => Ok(None),
            #[cfg(feature = "direct-postgres")]
            Self::Postgres(postgres) => postgres.write(statement).await,
            #[cfg(feature = "direct-sqlite")]
            Self::Sqlite(sqlite) => Ok(sqlite.write(statement).await),
        }
    }
}
