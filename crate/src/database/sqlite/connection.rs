//! One connection, and how long it may take.

use std::{
    fmt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{CachedStatement, ErrorCode, OpenFlags, Result};
use sea_orm::Statement;

use super::{bind::Bound, rows::Rows};

/// So long a statement may hold the thread of whoever asks.
const PATIENCE: Duration = Duration::from_micros(1500);

/// So many steps of SQLite's machine lie between two looks at the clock.
const STEPS: i32 = 1000;

/// So many statements a connection keeps prepared.
const STATEMENTS: usize = 200;

/// Why statements gave no rows.
pub(super) enum Failure {
    /// They took longer than the calling thread can wait.
    Long,
    Other,
}

/// A connection whose statements are watched.
pub(super) struct Connection {
    sqlite: rusqlite::Connection,
    deadline: Arc<Deadline>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

impl Connection {
    /// Opens a file with the settings of [`Database::connect`](crate::Database::connect). It never
    /// waits for a lock, since that would hold a thread: SeaORM's connection waits.
    pub(super) fn open(path: &Path, only_reads: bool) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = rusqlite::Connection::open_with_flags(path, flags)?;
        sqlite.busy_timeout(Duration::ZERO)?;
        sqlite.execute_batch(
            "PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16000; \
             PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; \
             PRAGMA wal_autocheckpoint = 0;",
        )?;
        if only_reads {
            sqlite.execute_batch("PRAGMA query_only = ON;")?;
        }
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        let connection = Self { sqlite, deadline: Arc::new(Deadline::new()) };
        connection.watch_the_clock()?;
        Ok(connection)
    }

    pub(super) fn has_write_ahead_log(&self) -> bool {
        let mode: Result<String> =
            self.sqlite.query_row("PRAGMA journal_mode", [], |row| row.get(0));
        mode.is_ok_and(|mode| mode == "wal")
    }

    /// Moves as much of the write-ahead log into the file as nobody reads.
    pub(super) fn checkpoint(&self) {
        let done = self.sqlite.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = done {
            tracing::warn!(error = &error as &dyn std::error::Error, "no checkpoint");
        }
    }

    /// `true` if nothing is left open.
    pub(super) fn is_at_rest(&self) -> bool {
        self.sqlite.is_autocommit()
    }

    /// What is done with statements, if it is done soon.
    pub(super) fn in_place<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T, Failure> {
        self.deadline.set(PATIENCE);
        work(self).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Failure::Long,
            _ => Failure::Other,
        })
    }

    /// The same, as long as `wanted` is true.
    pub(super) fn until_dropped<T>(
        &self,
        work: impl FnOnce(&Self) -> Result<T>,
        wanted: Arc<AtomicBool>,
    ) -> Result<T> {
        let unwanted = move || !wanted.load(Ordering::Relaxed);
        self.sqlite.progress_handler(STEPS, Some(unwanted))?;
        let done = work(self);
        self.watch_the_clock()?;
        done
    }

    fn watch_the_clock(&self) -> Result<()> {
        let deadline = Arc::clone(&self.deadline);
        self.sqlite.progress_handler(STEPS, Some(move || deadline.is_past()))
    }

    /// The rows of all statements, which see one state of the database.
    pub(super) fn all<const N: usize>(&self, statements: [&Statement; N]) -> Result<[Rows; N]> {
        if N > 1 {
            self.sqlite.prepare_cached("BEGIN")?.raw_execute()?;
        }
        let mut all = std::array::from_fn(|_| Rows::default());
        let done = all.iter_mut().zip(statements).try_for_each(|(rows, statement)| {
            *rows = self.rows(statement)?;
            Ok(())
        });
        if N > 1 {
            self.sqlite.prepare_cached("COMMIT")?.raw_execute()?;
        }
        done.map(|()| all)
    }

    /// How many rows the last statement has written or deleted that did.
    pub(super) fn changes(&self) -> u64 {
        self.sqlite.changes()
    }

    /// A statement with its values, kept prepared.
    pub(super) fn bound(&self, statement: &Statement) -> Result<CachedStatement<'_>> {
        let mut prepared = self.sqlite.prepare_cached(&statement.sql)?;
        let values = statement.values.iter().flat_map(|values| &values.0);
        for (place, value) in values.enumerate() {
            prepared.raw_bind_parameter(place + 1, Bound(value))?;
        }
        Ok(prepared)
    }

    fn rows(&self, statement: &Statement) -> Result<Rows> {
        let mut prepared = self.bound(statement)?;
        let mut rows = Rows::of_width(prepared.column_count());
        let mut found = prepared.raw_query();
        while let Some(row) = found.next()? {
            rows.push(row)?;
        }
        Ok(rows)
    }
}

/// When a statement that runs in place is broken off.
struct Deadline {
    origin: Instant,
    /// Nanoseconds after the origin.
    at: AtomicU64,
}

impl Deadline {
    fn new() -> Self {
        Self { origin: Instant::now(), at: AtomicU64::new(0) }
    }

    fn set(&self, patience: Duration) {
        self.at.store(nanoseconds(self.origin.elapsed() + patience), Ordering::Relaxed);
    }

    fn is_past(&self) -> bool {
        nanoseconds(self.origin.elapsed()) > self.at.load(Ordering::Relaxed)
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
