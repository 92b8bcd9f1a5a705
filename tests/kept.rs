//! Connections that are kept between statements are there for others when they are needed.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use futures_util::future::{join, join_all};
use sea_orm::{DatabaseConnection, DbBackend, TransactionTrait};
use seaview::{Database, prelude::*};
use tokio::time::{sleep, timeout};

use crate::{
    checks::{RouterViewSet, note},
    lanes::file,
    support::{Client, backend, url},
};

/// A database with a pool of several connections, without another way to it.
async fn pooled() -> DatabaseConnection {
    let database = match backend() {
        DbBackend::Sqlite => file().await,
        _ => Database::connect(&url().await).await.expect("a database"),
    };
    database.create_table(note::Entity).await.expect("a table");
    database.connection().clone()
}

fn serving(database: Database) -> Client {
    Client::new(DefaultRouter::new().register("notes", RouterViewSet).into_router(database))
}

/// How many connections the pool has given away.
fn given_away(connection: &DatabaseConnection) -> usize {
    let (all, idle) = match backend() {
        DbBackend::Postgres => {
            let pool = connection.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        }
        DbBackend::MySql => {
            let pool = connection.get_mysql_connection_pool();
            (pool.size(), pool.num_idle())
        }
        _ => {
            let pool = connection.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        }
    };
    all as usize - idle
}

async fn until(mut what: impl FnMut() -> bool) {
    for _ in 0..200 {
        if what() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to be");
}

#[tokio::test]
async fn one_is_kept_for_the_next_statement_and_given_back_when_there_is_none() {
    let connection = pooled().await;
    until(|| given_away(&connection) == 0).await;
    let client = serving(Database::from(connection.clone()));
    for _ in 0..20 {
        assert_eq!(client.get("/notes/").await.status, 200);
        assert_eq!(given_away(&connection), 1);
    }
    until(|| given_away(&connection) == 0).await;
    assert_eq!(client.get("/notes/").await.status, 200);
}

#[tokio::test]
async fn none_is_kept_if_that_is_stated() {
    let connection = pooled().await;
    let client = serving(Database::from(connection.clone()).with_kept_connections(0));
    assert_eq!(client.get("/notes/").await.status, 200);
    until(|| given_away(&connection) == 0).await;
    // As few as two would leave one for others.
    let client = serving(Database::from(connection.clone()).with_kept_connections(2));
    let answers = join_all((0..20).map(|_| client.get("/notes/"))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert!(given_away(&connection) <= 2);
}

#[tokio::test]
async fn transactions_get_connections_while_there_is_much_to_do() {
    let connection = pooled().await;
    let client = serving(Database::from(connection.clone()));
    let done = AtomicBool::new(false);
    let much = join_all((0..40).map(|_| async {
        while !done.load(Relaxed) {
            assert_eq!(client.get("/notes/").await.status, 200);
        }
    }));
    let others = async {
        sleep(Duration::from_millis(20)).await;
        for _ in 0..5 {
            let all = timeout(
                Duration::from_secs(10),
                join_all((0..4).map(|_| async {
                    let transaction = connection.begin().await.expect("a transaction");
                    sleep(Duration::from_millis(5)).await;
                    transaction
                })),
            );
            for transaction in all.await.expect("connections") {
                transaction.rollback().await.expect("an end");
            }
        }
        done.store(true, Relaxed);
    };
    join(much, others).await;
    until(|| given_away(&connection) == 0).await;
}

#[tokio::test]
async fn a_pool_need_not_wait_long_for_them_when_it_is_closed() {
    let connection = pooled().await;
    let client = serving(Database::from(connection.clone()));
    assert_eq!(client.get("/notes/").await.status, 200);
    let closed = timeout(Duration::from_secs(2), connection.close_by_ref()).await;
    closed.expect("no long wait").expect("an end");
    assert_eq!(client.get("/notes/").await.status, 500);
}

#[test]
fn they_may_be_left_when_the_runtime_has_ended() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let client = runtime.block_on(async {
        let client = serving(Database::from(pooled().await));
        assert_eq!(client.get("/notes/").await.status, 200);
        client
    });
    drop(runtime);
    drop(client);
}
