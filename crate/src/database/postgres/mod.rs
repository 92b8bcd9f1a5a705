//! Statements on a server of PostgreSQL that go out while the answers to others are on their way.
//!
//! SQLx asks each connection one thing at a time. Here a few connections are asked by all requests
//! at once, and the server answers in the same order: one system call carries many statements, and
//! one wake-up many answers. So that no answer waits for another that takes long, a request asks
//! only where the answer is due soon, and turns to SeaORM's connection if it is held up all the
//! same. What writes cannot be asked again so: it is stopped by the server, which does nothing then,
//! when it waits for a lock or takes long.
//!
//! What fails is left to SeaORM's connection, so that both ways give the same answers and the same
//! errors.

mod address;
mod bind;
mod connection;
mod link;
mod prepared;
mod queue;
pub(super) mod rows;

use std::{pin::pin, sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::time::timeout;

use self::{
    connection::{Failure, Turn},
    link::Links,
};
use super::{Row, lane::Written};
use crate::{Error, Result};

/// Who waits for others for so long turns to SeaORM's connection.
const PATIENCE: Duration = Duration::from_millis(50);

/// The connections to one database.
#[derive(Debug)]
pub(super) struct Postgres {
    readers: Arc<Links>,
    writers: Arc<Links>,
}

impl Postgres {
    /// Opens the database of a URL beside SeaORM's connection to it; `None` if it cannot be used
    /// this way.
    pub(super) async fn open(url: &str, connection: &DatabaseConnection) -> Option<Self> {
        let config = address::config(url)?;
        if is_encrypted(connection).await? {
            return None;
        }
        let readers = Links::open(config.clone(), true).await?;
        let writers = Links::open(config, false).await?;
        Some(Self { readers, writers })
    }

    /// The rows of one statement; several would not see one state of the database.
    pub(super) async fn read<const N: usize>(
        &self,
        statements: [&Statement; N],
    ) -> Option<[Vec<Row>; N]> {
        let [statement] = statements.as_slice() else { return None };
        let mut rows = Some(self.read_one(statement).await?);
        Some(std::array::from_fn(|_| rows.take().unwrap_or_default()))
    }

    async fn read_one(&self, statement: &Statement) -> Option<Vec<Row>> {
        let reader = self.readers.share()?;
        let turn = Turn::new();
        let mut rows = pin!(reader.run(statement, &turn));
        loop {
            match timeout(PATIENCE, rows.as_mut()).await {
                Ok(rows) => return rows.ok().map(|(rows, _)| row_list(rows)),
                Err(_) if turn.is_behind(reader.queue()) => return None,
                Err(_) => {}
            }
        }
    }

    /// Runs a statement that writes; `None` if it has done nothing.
    pub(super) async fn write(&self, statement: &Statement) -> Result<Option<Written>> {
        let Some(writer) = self.writers.share() else { return Ok(None) };
        match writer.run(statement, &Turn::new()).await {
            Ok((rows, changed)) => Ok(Some(Written { rows: row_list(rows), changed })),
            Err(Failure::Nothing | Failure::Stale) => Ok(None),
            Err(Failure::Unknown(error)) => Err(Error::internal(error)),
        }
    }
}

/// `true` if SQLx agreed on TLS with the server, as it tries to unless the URL forbids it.
async fn is_encrypted(connection: &DatabaseConnection) -> Option<bool> {
    let sql = "SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.ok()??;
    row.try_get_by_index(0).ok()
}

fn row_list(rows: Vec<tokio_postgres::Row>) -> Vec<Row> {
    rows.into_iter().map(Row::postgres).collect()
}
