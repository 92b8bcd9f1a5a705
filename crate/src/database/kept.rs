//! Connections of SeaORM's pool that are kept from one statement to the next.
//!
//! A pool asks each connection that it is given back whether it is alive, in a task of its own, and
//! waits for the answer. For a statement that finds one row that is as much work as the statement.
//! So a connection whose statement went well waits here for the next one. It goes back to the pool
//! when nobody has wanted it for a while, or when the pool has no other and somebody may wait for
//! one: SeaORM's own statements and transactions.

use std::{
    fmt, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DatabaseConnectionType, DbErr, ExecResult, QueryResult,
    RuntimeErr, Statement, Values,
    sqlx::{
        self, AssertSqlSafe, Executor, IntoArguments, Pool, pool::PoolConnection, query::Query,
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::{
    runtime::Handle,
    sync::{Semaphore, SemaphorePermit},
    task::JoinHandle,
};

use super::Row;

/// A connection that nobody has wanted for so long goes back to the pool.
const LONGEST_IDLE: Duration = Duration::from_millis(100);

/// After so long it goes back in any case: the pool may find it too old.
const LONGEST_KEPT: Duration = Duration::from_secs(10);

/// So many of a pool's connections are never kept, nor taken by who might keep them.
const RESERVE: usize = 1;

/// The connections of a pool that are kept.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    #[cfg(feature = "sqlite")]
    Sqlite(Arc<Held<sqlx::Sqlite>>),
    #[cfg(feature = "postgres")]
    Postgres(Arc<Held<sqlx::Postgres>>),
    #[cfg(feature = "mysql")]
    MySql(Arc<Held<sqlx::MySql>>),
}

/// What is done with the pool of each kind of database.
macro_rules! with {
    ($kept:expr, $held:ident => $do:expr) => {
        match $kept {
            #[cfg(feature = "sqlite")]
            Kept::Sqlite($held) => $do,
            #[cfg(feature = "postgres")]
            Kept::Postgres($held) => $do,
            #[cfg(feature = "mysql")]
            Kept::MySql($held) => $do,
        }
    };
}

// Boxed, as SeaORM's are: the futures of actions have all below in them, and rustc follows only so
// far.
impl Kept {
    /// No more than `most` connections of a pool; `None` if that is none, or if it has few.
    pub(super) fn of(connection: &DatabaseConnection, most: usize) -> Option<Self> {
        match &connection.inner {
            #[cfg(feature = "sqlite")]
            DatabaseConnectionType::SqlxSqlitePoolConnection(_) => {
                Held::of(connection.get_sqlite_connection_pool(), most).map(Self::Sqlite)
            }
            #[cfg(feature = "postgres")]
            DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
                Held::of(connection.get_postgres_connection_pool(), most).map(Self::Postgres)
            }
            #[cfg(feature = "mysql")]
            DatabaseConnectionType::SqlxMySqlPoolConnection(_) => {
                Held::of(connection.get_mysql_connection_pool(), most).map(Self::MySql)
            }
            _ => None,
        }
    }

    /// The rows of a statement.
    pub(super) fn all(&self, statement: Statement) -> BoxFuture<'_, Result<Vec<Row>, DbErr>> {
        with!(self, held => held.all(statement).boxed())
    }

    /// How many rows a statement has changed.
    pub(super) fn execute(&self, statement: Statement) -> BoxFuture<'_, Result<u64, DbErr>> {
        with!(self, held => held.execute(statement).boxed())
    }

    /// The first row of a statement.
    pub(super) fn first(&self, statement: Statement) -> BoxFuture<'_, Result<Option<Row>, DbErr>> {
        with!(self, held => held.first(statement).boxed())
    }
}

/// The connections of one pool.
pub(super) struct Held<DB: sqlx::Database> {
    pool: Pool<DB>,
    most: usize,
    /// One for each of them that may be used.
    turns: Semaphore,
    idle: Mutex<Idle<DB>>,
}

struct Idle<DB: sqlx::Database> {
    connections: Vec<(PoolConnection<DB>, Instant)>,
    /// So many have not been wanted since the last look.
    unwanted: usize,
    /// What looks after them.
    tending: Option<JoinHandle<()>>,
}

impl<DB: sqlx::Database> Held<DB> {
    fn of(pool: &Pool<DB>, most: usize) -> Option<Arc<Self>> {
        let all = pool.options().get_max_connections();
        let most = most.min(usize::try_from(all).ok()?.saturating_sub(RESERVE));
        let idle = Idle { connections: Vec::new(), unwanted: 0, tending: None };
        (most > 1).then(|| {
            let (pool, turns, idle) = (pool.clone(), Semaphore::new(most), Mutex::new(idle));
            Arc::new(Self { pool, most, turns, idle })
        })
    }

    fn idle(&self) -> MutexGuard<'_, Idle<DB>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn take(&self) -> Result<Taken<'_, DB>, DbErr> {
        let turn = self.turn().await?;
        let kept = self.idle().take();
        let (connection, since) = match kept {
            Some(kept) => kept,
            None => (self.pool.acquire().await.map_err(not_acquired)?, Instant::now()),
        };
        Ok(Taken { connection, since, _turn: turn })
    }

    async fn turn(&self) -> Result<SemaphorePermit<'_>, DbErr> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Ok(turn);
        }
        let patience = self.pool.options().get_acquire_timeout();
        match tokio::time::timeout(patience, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) => Err(not_acquired(sqlx::Error::PoolClosed)),
            Err(_) => Err(not_acquired(sqlx::Error::PoolTimedOut)),
        }
    }

    /// Keeps a connection that has done its work, or gives it back.
    fn keep(self: &Arc<Self>, taken: Taken<'_, DB>) {
        let mut idle = self.idle();
        if self.is_wanted(&idle) || taken.since.elapsed() > LONGEST_KEPT {
            return drop((idle, taken));
        }
        idle.connections.push((taken.connection, taken.since));
        if idle.tending.as_ref().is_none_or(JoinHandle::is_finished) {
            idle.tending = Some(tokio::spawn(tend(Arc::downgrade(self))));
        }
    }

    /// `true` if others have all of the pool that is not here, so that somebody may wait for more.
    fn is_wanted(&self, idle: &Idle<DB>) -> bool {
        let here = idle.connections.len() + self.most - self.turns.available_permits();
        let there = (self.pool.size() as usize).saturating_sub(here);
        let full = self.pool.size() >= self.pool.options().get_max_connections();
        full && self.pool.num_idle() == 0 && there >= RESERVE || self.pool.is_closed()
    }
}

/// A connection in use.
struct Taken<'a, DB: sqlx::Database> {
    connection: PoolConnection<DB>,
    /// When the pool gave it.
    since: Instant,
    _turn: SemaphorePermit<'a>,
}

impl<DB: sqlx::Database> Idle<DB> {
    /// The one that came last, so that the others may go.
    fn take(&mut self) -> Option<(PoolConnection<DB>, Instant)> {
        let last = self.connections.pop();
        self.unwanted = self.unwanted.min(self.connections.len());
        last
    }

    /// Gives back what was not wanted since the last time.
    fn give_back(&mut self) {
        self.connections.drain(..self.unwanted);
        self.unwanted = self.connections.len();
    }
}

/// Gives back what nobody wants, until nothing is kept.
async fn tend<DB: sqlx::Database>(held: Weak<Held<DB>>) {
    loop {
        tokio::time::sleep(LONGEST_IDLE).await;
        let Some(held) = held.upgrade() else { return };
        let mut idle = held.idle();
        idle.give_back();
        if idle.connections.is_empty() {
            idle.tending = None;
            return;
        }
    }
}

impl<DB: sqlx::Database> Drop for Held<DB> {
    fn drop(&mut self) {
        // A pool takes nothing back outside of a runtime, but panics.
        if Handle::try_current().is_err() {
            self.idle().connections.drain(..).for_each(mem::forget);
        }
    }
}

impl<DB: sqlx::Database> fmt::Debug for Held<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("most", &self.most).finish_non_exhaustive()
    }
}

impl<DB> Held<DB>
where
    DB: sqlx::Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    SqlxValues: IntoArguments<DB>,
    QueryResult: From<DB::Row>,
    ExecResult: From<DB::QueryResult>,
{
    async fn execute(self: &Arc<Self>, statement: Statement) -> Result<u64, DbErr> {
        let mut taken = self.take().await?;
        let done = query(statement)
            .execute(&mut *taken.connection)
            .await
            .map_err(|error| DbErr::Exec(RuntimeErr::SqlxError(error.into())))?;
        self.keep(taken);
        Ok(ExecResult::from(done).rows_affected())
    }

    async fn all(self: &Arc<Self>, statement: Statement) -> Result<Vec<Row>, DbErr> {
        let mut taken = self.take().await?;
        let rows = query(statement).fetch_all(&mut *taken.connection).await.map_err(failed)?;
        self.keep(taken);
        Ok(rows.into_iter().map(|row| QueryResult::from(row).into()).collect())
    }

    async fn first(self: &Arc<Self>, statement: Statement) -> Result<Option<Row>, DbErr> {
        let mut taken = self.take().await?;
        let row = query(statement).fetch_optional(&mut *taken.connection).await.map_err(failed)?;
        self.keep(taken);
        Ok(row.map(|row| QueryResult::from(row).into()))
    }
}

fn query<DB: sqlx::Database>(statement: Statement) -> Query<'static, DB, SqlxValues>
where
    SqlxValues: IntoArguments<DB>,
{
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

/// As SeaORM puts it.
fn not_acquired(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
    }
}

/// As SeaORM puts it.
fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}
