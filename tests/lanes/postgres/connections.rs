//! Connections that are shared, and those that are lost.

use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::{named, sessions, until};
use crate::lanes::{notes_in, said, server};

#[tokio::test]
async fn lost_connections_are_opened_again() {
    let Some((database, name)) = named().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    let ask = async || {
        let created = own.post("/notes/", r#"{"title":"a"}"#).await;
        assert_eq!(created.status, 201, "{created:?}");
        let url = format!("/notes/{}/", created.json()["id"]);
        assert_eq!(own.get(&url).await.status, 200);
        assert_eq!(own.delete(&url).await.status, 204);
    };
    for _ in 0..3 {
        until(async || sessions(&database, &name, "state = 'idle'").await >= 2).await;
        ask().await;
        until(async || {
            // Also those that were being opened when the others were ended.
            sessions(&database, &name, "pg_terminate_backend(pid)").await;
            sessions(&database, &name, "true").await == 0
        })
        .await;
        // The news has to be read from the sockets.
        tokio::time::sleep(Duration::from_millis(20)).await;
        ask().await;
    }
    until(async || {
        ask().await;
        sessions(&database, &name, "query LIKE '%note%'").await >= 2
    })
    .await;
}

#[tokio::test]
async fn what_a_lost_connection_was_to_write_is_not_written_again() {
    let Some((database, name)) = named().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let transaction = database.connection().begin().await.expect("a transaction");
    let change = "UPDATE note SET stars = 1 WHERE id = 1";
    transaction.execute_unprepared(change).await.expect("a change");
    let waiting = "wait_event_type = 'Lock'";
    let stop = async {
        until(async || sessions(&database, &name, waiting).await == 1).await;
        sessions(
            &database,
            &name,
            &format!("CASE WHEN {waiting} THEN pg_terminate_backend(pid) END"),
        )
        .await;
    };
    let (lost, ()) = tokio::join!(own.patch("/notes/1/", r#"{"title":"b"}"#), stop);
    assert_eq!(lost.status, 500, "{lost:?}");
    transaction.commit().await.expect("a commit");
    own.get("/notes/1/").await.assert(200, r#"{"id":1,"title":"a","stars":1}"#);
}

#[tokio::test]
async fn many_ask_at_once() {
    let Some(database) = server().await else { return };
    let (_, [own, _]) = notes_in(database).await;
    let created = join_all((0..40).map(|number| {
        let (own, body) = (own.clone(), format!(r#"{{"title":"{number}","stars":{number}}}"#));
        async move { own.post("/notes/", body).await }
    }))
    .await;
    let shown = join_all((0..400).map(|number| {
        let (own, created) = (&own, &created[number % created.len()]);
        async move {
            let answer = own.get(&format!("/notes/{}/", created.json()["id"])).await;
            assert_eq!(said(&answer).1, said(created).1);
        }
    }));
    shown.await;
}
