//! One connection that many may ask at once.

use std::{
    error::Error as _,
    fmt,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use futures_util::TryStreamExt;
use sea_orm::Statement;
use tokio::runtime::Handle;
use tokio_postgres::{
    Client, Config, Error, NoTls, Row,
    error::{Severity, SqlState},
    types::Type,
};

use super::{
    bind::{Bound, NotBound, type_of},
    prepared::Prepared,
    queue::Queue,
};

/// What a connection that writes does not wait for any longer: a lock, and a statement. Others
/// stand behind it. SeaORM's connection waits as long as the server is told to.
const LIMITS: &str = "-c lock_timeout=10 -c statement_timeout=100";

/// More values than this a statement cannot have.
const MAX_VALUES: usize = 65_535;

/// Why a statement gave no rows.
#[derive(Debug)]
pub(super) enum Failure {
    /// It was not sent, or the server refused it: it did nothing.
    Nothing,
    /// The server refused it for what it was prepared with has changed.
    Stale,
    /// Nobody knows what it did.
    Unknown(Error),
}

/// A connection and what it was asked.
pub(super) struct Connection {
    client: Client,
    prepared: Prepared,
    queue: Queue,
    only_reads: bool,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

impl Connection {
    /// Connects to a server. A connection that only reads refuses anything else, so that what it
    /// was asked may be asked again elsewhere; one that writes refuses what holds up others.
    pub(super) async fn open(mut config: Config, only_reads: bool) -> Result<Arc<Self>, Error> {
        let own = if only_reads { "-c default_transaction_read_only=on" } else { LIMITS };
        let options = config.get_options().unwrap_or_default();
        config.options(format!("{options} {own}"));
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(error = &error as &dyn std::error::Error, "a connection is lost");
            }
        });
        let (prepared, queue) = (Prepared::default(), Queue::new());
        Ok(Arc::new(Self { client, prepared, queue, only_reads }))
    }

    pub(super) fn is_lost(&self) -> bool {
        self.client.is_closed()
    }

    /// What it was asked and has not answered.
    pub(super) fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The rows of a statement, and how many it has written or deleted. `turn` tells meanwhile
    /// where in the queue it is.
    pub(super) async fn run(
        self: &Arc<Self>,
        statement: &Statement,
        turn: &Turn,
    ) -> Result<(Vec<Row>, u64), Failure> {
        let values = statement.values.as_ref().map_or(&[][..], |values| &values.0);
        let types: Option<Vec<Type>> = values.iter().map(type_of).collect();
        let Some(types) = types.filter(|types| types.len() <= MAX_VALUES) else {
            return Err(Failure::Nothing);
        };
        let ask = || self.ask(&statement.sql, &types, values.iter().map(Bound), turn);
        match ask().await {
            Err(Failure::Stale) => ask().await,
            answer => answer,
        }
    }

    async fn ask(
        self: &Arc<Self>,
        text: &str,
        types: &[Type],
        values: impl ExactSizeIterator<Item = Bound<'_>>,
        turn: &Turn,
    ) -> Result<(Vec<Row>, u64), Failure> {
        let statement = self.prepare(text, types, turn).await?;
        if self.is_lost() {
            return Err(Failure::Nothing);
        }
        let place = turn.take(self);
        let answer = async {
            let mut rows = pin!(self.client.query_raw(&statement, values).await?);
            let list = rows.as_mut().try_collect().await?;
            Ok((list, rows.rows_affected().unwrap_or_default()))
        };
        let answer = answer.await;
        place.answered();
        answer.map_err(|error| {
            self.prepared.forget(text);
            Failure::of(error)
        })
    }

    /// The statement of a text, prepared once however many ask for it.
    async fn prepare(
        self: &Arc<Self>,
        text: &str,
        types: &[Type],
        turn: &Turn,
    ) -> Result<tokio_postgres::Statement, Failure> {
        let preparing = self.prepared.get(text, types);
        if let Some(statement) = preparing.get() {
            return Ok(statement.clone());
        }
        let prepare = || async {
            let place = turn.take(self);
            let (own, text, types) = (Arc::clone(self), text.to_owned(), types.to_vec());
            // A task, since a statement that nobody waited for would stay on the server.
            let task =
                tokio::spawn(async move { own.client.prepare_typed(&text, &types).await.ok() });
            let statement = task.await.ok().flatten();
            place.answered();
            statement.ok_or(Failure::Nothing)
        };
        let statement = preparing.get_or_try_init(prepare).await;
        if statement.is_err() {
            self.prepared.forget(text);
        }
        statement.cloned()
    }

    /// Waits until all that was asked before is answered.
    pub(super) async fn settle(&self) {
        let number = self.queue.enter();
        // It fails where the connection is lost, and nothing is to be waited for.
        _ = self.client.simple_query("").await;
        self.queue.leave(number);
    }
}

impl Failure {
    fn of(error: Error) -> Self {
        if error.source().is_some_and(|source| source.is::<NotBound>()) {
            return Self::Nothing;
        }
        // One that ends the connection may come after the commit.
        let refused = |error: &Error| {
            let severity = error.as_db_error().and_then(|error| error.parsed_severity());
            severity == Some(Severity::Error)
        };
        match error.code() {
            Some(code)
                if *code == SqlState::FEATURE_NOT_SUPPORTED
                    || *code == SqlState::INVALID_SQL_STATEMENT_NAME =>
            {
                Self::Stale
            }
            _ if refused(&error) => Self::Nothing,
            _ => Self::Unknown(error),
        }
    }
}

/// The place of a statement in the queue of its connection, as far as it has one.
#[derive(Debug)]
pub(super) struct Turn(AtomicU64);

impl Turn {
    pub(super) fn new() -> Self {
        Self(AtomicU64::new(u64::MAX))
    }

    fn take<'a>(&self, connection: &'a Arc<Connection>) -> Place<'a> {
        let number = connection.queue.enter();
        self.0.store(number, Relaxed);
        Place { connection, number, answered: false }
    }

    /// `true` if it waits for others.
    pub(super) fn is_behind(&self, queue: &Queue) -> bool {
        queue.is_behind(self.0.load(Relaxed))
    }
}

/// A place that is left when the answer has come.
struct Place<'a> {
    connection: &'a Arc<Connection>,
    number: u64,
    answered: bool,
}

impl Place<'_> {
    fn answered(mut self) {
        self.answered = true;
    }
}

/// Nobody waits for the answer any more, but it comes all the same.
impl Drop for Place<'_> {
    fn drop(&mut self) {
        let queue = &self.connection.queue;
        if self.answered {
            return queue.leave(self.number);
        }
        let Ok(runtime) = Handle::try_current() else { return };
        let long = !queue.is_behind(self.number) && queue.is_held_up();
        let (connection, stop) = (Arc::clone(self.connection), long && self.connection.only_reads);
        runtime.spawn(async move {
            if stop {
                // Whatever runs when this arrives is stopped; SeaORM's connection answers then.
                _ = connection.client.cancel_token().cancel_query(NoTls).await;
            }
            connection.settle().await;
        });
    }
}
