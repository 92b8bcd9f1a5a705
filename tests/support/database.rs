//! A fresh database for each test, on the server that the environment names.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use sea_orm::{ConnectOptions, ConnectionTrait, DbBackend};
use seaview::Database;

/// A server, as a URL: `postgres://…` or `mysql://…` by which schemas or databases may be created,
/// `sqlite:` for files. Without it databases are SQLite's, in memory.
const SERVER: &str = "TEST_DATABASE_URL";

/// `sea_orm`: seaview has a plain SeaORM connection, whatever its features.
const LANE: &str = "TEST_LANE";

/// Opens a new and empty database.
pub(crate) async fn database() -> Database {
    let database = Database::connect(&url().await).await.expect("a database");
    match std::env::var(LANE) {
        Ok(lane) if lane == "sea_orm" => Database::from(database.connection().clone()),
        _ => database,
    }
}

/// The URL of a new and empty database.
pub(crate) async fn url() -> String {
    let Ok(server) = std::env::var(SERVER) else { return "sqlite::memory:".to_owned() };
    if server.starts_with("sqlite:") {
        return file_url();
    }
    let name = name();
    let mut options = ConnectOptions::new(&server);
    options.max_connections(1).sqlx_logging(false);
    let admin = sea_orm::Database::connect(options).await.expect("the server of the tests");
    // A schema of PostgreSQL is as empty as a database and takes a hundredth of the time.
    let postgres = server.starts_with("postgres");
    let what = if postgres { "SCHEMA" } else { "DATABASE" };
    admin.execute_unprepared(&format!("CREATE {what} {name}")).await.expect("a new database");
    admin.close().await.expect("the end of a connection");
    if postgres {
        let separator = if server.contains('?') { '&' } else { '?' };
        return format!("{server}{separator}options[search_path]={name}");
    }
    let (host, _) = server.rsplit_once('/').expect("the name of a database in the URL");
    format!("{host}/{name}")
}

/// The URL of a new and empty file of SQLite, among what the build leaves.
pub(crate) fn file_url() -> String {
    format!("sqlite://{}/{}.db?mode=rwc", env!("CARGO_TARGET_TMPDIR"), name())
}

/// Which database the tests run on.
pub(crate) fn backend() -> DbBackend {
    match std::env::var(SERVER) {
        Ok(url) if url.starts_with("postgres") => DbBackend::Postgres,
        Ok(url) if url.starts_with("mysql") => DbBackend::MySql,
        _ => DbBackend::Sqlite,
    }
}

/// No other test has it, of this process or of others: their numbers come again on a server that
/// has seen many.
fn name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("seaview_test_{}_{}_{count}", now.as_millis(), std::process::id())
}
