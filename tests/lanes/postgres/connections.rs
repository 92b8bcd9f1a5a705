//! Connections that are shared, and those that are lost.

use std::time::Duration;

use futures_util::future::join_all;
use seaview::Database;

use super::{named, number, run, sessions, until};
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
    slowly(&database, "UPDATE", 0.09).await;
    let writing = "query LIKE 'UPDATE%' AND state = 'active'";
    let stop = async {
        until(async || {
            let stop = format!("CASE WHEN {writing} THEN pg_terminate_backend(pid) END");
            sessions(&database, &name, &stop).await == 1
        })
        .await;
    };
    let (lost, ()) = tokio::join!(own.patch("/notes/1/", r#"{"title":"b"}"#), stop);
    assert_eq!(lost.status, 500, "{lost:?}");
    own.get("/notes/1/").await.assert(200, r#"{"id":1,"title":"a","stars":null}"#);
}

/// Has each row written take so many seconds.
async fn slowly(database: &Database, what: &str, seconds: f32) {
    run(
        database,
        &format!(
            "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             PERFORM pg_sleep({seconds}); RETURN new; END $$; \
             CREATE TRIGGER slowly BEFORE {what} ON note FOR EACH ROW EXECUTE FUNCTION slowly()"
        ),
    )
    .await;
}

#[tokio::test]
async fn what_takes_long_to_write_is_written_once() {
    let Some(database) = server().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    slowly(&database, "INSERT", 0.3).await;
    let created = own.post("/notes/", r#"{"title":"a"}"#).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(number(&database, "SELECT COUNT(*) FROM note").await, 1);
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
