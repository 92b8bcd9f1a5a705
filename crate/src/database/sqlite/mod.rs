//! Statements on an SQLite file that run where they are asked for, without a thread of their own.
//!
//! SQLx runs each of its connections on a thread and hands every row over. Here the calling thread
//! steps through the statement. What turns out long is broken off and run again on a thread for
//! blocking work; what fails, for whatever reason, is left to SeaORM's connection, so that both
//! ways give the same answers and the same errors.

mod bind;
mod connection;
mod json;
#[cfg(feature = "chrono")]
mod moment;
mod rows;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use sea_orm::Statement;

use self::connection::{Connection, Failure};
pub(super) use self::rows::{SqliteRow, reads};
use super::{Flat, Row, lane::Written};

/// More connections than this never read at once; what comes then goes to SeaORM's connection.
const MAX_READERS: usize = 8;

/// After so many writes the log goes into the file.
const WRITES: usize = 500;

/// The connections of one file.
#[derive(Debug)]
pub(super) struct Sqlite {
    path: PathBuf,
    /// Those that nobody uses.
    idle: Mutex<Vec<Connection>>,
    open: AtomicUsize,
    writer: tokio::sync::Mutex<Connection>,
    /// How many statements have written.
    written: AtomicUsize,
}

impl Sqlite {
    /// Opens a file that is there and has a write-ahead log; `None` if it cannot be used this way.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let writer = Connection::open(path, false).ok()?;
        let reader = Connection::open(path, true).ok()?;
        reader.has_write_ahead_log().then(|| Self {
            path: path.to_owned(),
            idle: Mutex::new(vec![reader]),
            open: AtomicUsize::new(1),
            writer: tokio::sync::Mutex::new(writer),
            written: AtomicUsize::new(0),
        })
    }

    pub(super) async fn read<const N: usize>(
        self: &Arc<Self>,
        statements: [&Statement; N],
    ) -> Option<[Vec<Row>; N]> {
        let job = || statements.map(Clone::clone);
        let all = |connection: &Connection, statements: &[Statement; N]| {
            connection.all(statements.each_ref())
        };
        let rows = self.work(|connection| connection.all(statements), job, all).await?;
        Some(rows.map(row_list))
    }

    /// What a statement counts, and the JSON array of the rows of another.
    pub(super) async fn json_page(
        self: &Arc<Self>,
        statements: [&Statement; 2],
        flat: &Arc<Flat>,
    ) -> Option<(u64, Vec<u8>)> {
        self.json(Connection::json_page, statements, flat).await
    }

    /// The JSON array of the rows of a statement.
    pub(super) async fn json_list(
        self: &Arc<Self>,
        rows: &Statement,
        flat: &Arc<Flat>,
    ) -> Option<Vec<u8>> {
        self.json(Connection::json_list, [rows], flat).await
    }

    /// The JSON object of the first row of a statement; empty if there is no row.
    pub(super) async fn json_one(
        self: &Arc<Self>,
        rows: &Statement,
        flat: &Arc<Flat>,
    ) -> Option<Vec<u8>> {
        self.json(Connection::json_one, [rows], flat).await
    }

    async fn json<const N: usize, T: Send + 'static>(
        self: &Arc<Self>,
        write: fn(&Connection, [&Statement; N], &Flat) -> rusqlite::Result<Option<T>>,
        statements: [&Statement; N],
        flat: &Arc<Flat>,
    ) -> Option<T> {
        let job = || (statements.map(Clone::clone), Arc::clone(flat));
        let again = move |connection: &Connection, job: &([Statement; N], Arc<Flat>)| {
            write(connection, job.0.each_ref(), &job.1)
        };
        self.work(|connection| write(connection, statements, flat), job, again).await?
    }

    /// Reads on the calling thread or, what turns out too long for it, again on another, until it
    /// is done or nobody waits for it any more.
    async fn work<T: Send + 'static, J: Send + 'static>(
        self: &Arc<Self>,
        here: impl FnOnce(&Connection) -> rusqlite::Result<T>,
        job: impl FnOnce() -> J,
        there: impl FnOnce(&Connection, &J) -> rusqlite::Result<T> + Send + 'static,
    ) -> Option<T> {
        let reader = self.reader()?;
        match reader.in_place(here) {
            Ok(done) => {
                self.put_back(reader);
                return Some(done);
            }
            Err(Failure::Other) => {
                self.put_back(reader);
                return None;
            }
            Err(Failure::Long) => {}
        }
        let waiting = Waiting(Arc::new(AtomicBool::new(true)));
        let (sqlite, still, job) = (Arc::clone(self), Arc::clone(&waiting.0), job());
        let task = tokio::task::spawn_blocking(move || {
            let done = reader.until_dropped(|connection| there(connection, &job), still);
            sqlite.put_back(reader);
            done.ok()
        });
        let done = task.await.ok().flatten();
        drop(waiting);
        done
    }

    /// Runs a statement that writes; `None` if it has done nothing.
    pub(super) async fn write(self: &Arc<Self>, statement: &Statement) -> Option<Written> {
        let writer = self.writer.lock().await;
        let [rows] = writer.in_place(|writer| writer.all([statement])).ok()?;
        let changed = writer.changes();
        drop(writer);
        if self.written.fetch_add(1, Ordering::Relaxed) % WRITES == WRITES - 1 {
            self.checkpoint();
        }
        Some(Written { rows: row_list(rows), changed })
    }

    /// Moves the write-ahead log into the file, on a thread that may wait for the disk.
    fn checkpoint(self: &Arc<Self>) {
        let sqlite = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            if let Some(reader) = sqlite.reader() {
                reader.checkpoint();
                sqlite.put_back(reader);
            }
        });
    }

    fn reader(&self) -> Option<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.or_else(|| {
            if self.open.fetch_add(1, Ordering::Relaxed) < MAX_READERS
                && let Ok(reader) = Connection::open(&self.path, true)
            {
                return Some(reader);
            }
            self.open.fetch_sub(1, Ordering::Relaxed);
            None
        })
    }

    fn put_back(&self, reader: Connection) {
        match reader.is_at_rest() {
            true => self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader),
            false => _ = self.open.fetch_sub(1, Ordering::Relaxed),
        }
    }
}

/// Somebody waits for an answer, until this is dropped.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

fn row_list(rows: rows::Rows) -> Vec<Row> {
    rows.into_rows().map(Row::sqlite).collect()
}
