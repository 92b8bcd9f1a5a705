//! The way beside SeaORM's connection to a server of PostgreSQL.

mod connections;
mod types;
mod waiting;
mod writes;

use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, DbBackend, TransactionTrait};
use seaview::Database;

use crate::support::{backend, url};

/// The number that a statement finds on SeaORM's connection.
async fn number(database: &Database, sql: &str) -> i64 {
    let statement = sea_orm::Statement::from_string(database.backend(), sql);
    let row = database.connection().query_one_raw(statement).await.expect("an answer");
    row.expect("a row").try_get_by_index(0).expect("a number")
}

async fn run(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.expect("a change");
}

/// A database to which seaview's own sessions can be told from SeaORM's, by a name.
async fn named() -> Option<(Database, String)> {
    if backend() != DbBackend::Postgres {
        return None;
    }
    let url = url().await;
    let name = url.rsplit_once('=').expect("the name of a schema").1.to_owned();
    let database = Database::connect(&format!("{url}&application_name={name}")).await;
    let database = database.expect("a database");
    // All that the pool will ever have.
    let most = database.connection().get_postgres_connection_pool().options().get_max_connections();
    let all = join_all((0..most).map(|_| database.connection().begin())).await;
    for transaction in all {
        let transaction = transaction.expect("a transaction");
        let rename = "SET application_name TO 'sea_orm'";
        transaction.execute_unprepared(rename).await.expect("a name");
        transaction.commit().await.expect("a commit");
    }
    Some((database, name))
}

/// How many sessions of that name there are of which this is true.
async fn sessions(database: &Database, name: &str, condition: &str) -> i64 {
    // CASE, since conditions are tested in any order and may end what they are tested on.
    let sql = format!(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE CASE WHEN application_name = '{name}' AND \
         pid <> pg_backend_pid() THEN {condition} END"
    );
    number(database, &sql).await
}

/// Waits until it is true.
async fn until(mut what: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if what().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to be");
}
