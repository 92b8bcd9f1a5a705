//! Opening a database from a URL with sound settings.

use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};

#[cfg(feature = "direct-postgres")]
use super::postgres::Postgres;
#[cfg(feature = "direct-sqlite")]
use super::sqlite::Sqlite;
use super::{Database, Lane};

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot open the database; check that the URL is right and that its feature (`sqlite`, `postgres` or `mysql`) is on"
)]
pub struct ConnectError(#[from] DbErr);

impl Database {
    /// Opens the database of a URL: `sqlite://countries.db?mode=rwc`, `sqlite::memory:`,
    /// `postgres://user:password@host/name` or `mysql://user:password@host/name`.
    ///
    /// | | |
    /// |---|---|
    /// | all | connections are tested only after 30 s of idleness; statements are not logged |
    /// | SQLite file | 8 connections, write-ahead log, `synchronous = NORMAL`, 5 s busy timeout, foreign keys on, 256 MiB mapped, 16 MB cache |
    /// | SQLite in memory | the same on the one connection that holds it |
    /// | PostgreSQL, MySQL | 3 connections a core |
    ///
    /// # Errors
    /// [`ConnectError`] with the driver's words as its source.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .test_before_acquire_if_idle_for(Duration::from_secs(30))
            .max_connections(connections(url));
        #[cfg(feature = "sqlite")]
        if url.starts_with("sqlite:") {
            tune_sqlite(&mut options, in_memory(url));
        }
        let connection = sea_orm::Database::connect(options).await?;
        let lane = lane(url, &connection).await;
        Ok(Self { lane, ..Self::from(connection) })
    }
}

/// The way beside SeaORM's connection, where its feature is on and the URL asks for nothing that it
/// does not do.
async fn lane(url: &str, connection: &DatabaseConnection) -> Lane {
    let _ = (url, connection);
    #[cfg(feature = "direct-postgres")]
    if let Some(postgres) = Postgres::open(url, connection).await {
        return Lane::Postgres(std::sync::Arc::new(postgres));
    }
    #[cfg(feature = "direct-sqlite")]
    if let Some(file) = file(url)
        && let Some(sqlite) = Sqlite::open(&file)
    {
        return Lane::Sqlite(std::sync::Arc::new(sqlite));
    }
    Lane::SeaOrm
}

/// The path in the URL of an SQLite file that may be written.
#[cfg(feature = "direct-sqlite")]
fn file(url: &str) -> Option<std::path::PathBuf> {
    use sea_orm::sqlx::sqlite::SqliteConnectOptions;

    let query = url.split_once('?').map_or("", |(_, query)| query);
    if !url.starts_with("sqlite:")
        || in_memory(url)
        || !matches!(query, "" | "mode=rw" | "mode=rwc")
    {
        return None;
    }
    let options: SqliteConnectOptions = url.parse().ok()?;
    Some(options.get_filename().to_owned())
}

/// An in-memory database lives in its connection: a second one would be another database.
fn connections(url: &str) -> u32 {
    if in_memory(url) {
        1
    } else if url.starts_with("sqlite:") {
        // Each has a thread of SQLx's. With few of them, who asks waits for one to wake up; from
        // four to eight, a row by its key comes a seventh faster and a page a sixth.
        8
    } else {
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        u32::try_from(3 * cores).unwrap_or(u32::MAX)
    }
}

fn in_memory(url: &str) -> bool {
    url.starts_with("sqlite:") && (url.contains(":memory:") || url.contains("mode=memory"))
}

#[cfg(feature = "sqlite")]
fn tune_sqlite(options: &mut ConnectOptions, in_memory: bool) {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

    if in_memory {
        // A connection that is closed takes the whole database with it.
        options.min_connections(1).idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    }
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("mmap_size", "268435456")
            .pragma("cache_size", "-16000")
            .synchronous(SqliteSynchronous::Normal);
        if in_memory { sqlite } else { sqlite.journal_mode(SqliteJournalMode::Wal) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_in_memory_has_one_connection() {
        assert_eq!(connections("sqlite::memory:"), 1);
        assert_eq!(connections("sqlite://file:x?mode=memory&cache=shared"), 1);
        assert_eq!(connections("sqlite://countries.db?mode=rwc"), 8);
        assert!(connections("postgres://localhost/x") >= 3);
    }
}
