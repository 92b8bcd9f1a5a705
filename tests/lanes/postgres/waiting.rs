//! What takes long or is locked holds up nobody else.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use sea_orm::{
    ConnectionTrait, EntityTrait, QueryFilter, Select, TransactionTrait, sea_query::Expr,
};
use seaview::{Database, Request, prelude::*};

use super::{named, sessions, until};
use crate::{
    lanes::{NoteSerializer, note, notes_in, server},
    support::Client,
};

/// Notes after so many seconds.
#[derive(ViewSet)]
#[viewset(serializer = NoteSerializer)]
struct SlowNotes;

impl ModelViewSet for SlowNotes {
    fn get_queryset(&self, request: &Request) -> Select<note::Entity> {
        let seconds = request.query_param("seconds").and_then(|text| text.parse::<f64>().ok());
        note::Entity::find().filter(Expr::cust_with_values(
            "(SELECT COUNT(pg_sleep($1))) > 0",
            [seconds.unwrap_or_default()],
        ))
    }
}

fn slow(database: Database) -> Client {
    Client::new(DefaultRouter::new().register("notes", SlowNotes).into_router(database))
}

#[tokio::test]
async fn nobody_waits_behind_a_long_query() {
    let Some(database) = server().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    let client = slow(database);
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let start = Instant::now();
    let slow = async {
        let answers = join_all((0..2).map(|_| client.get("/notes/?seconds=1"))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        start.elapsed()
    };
    let quick = async {
        // Some are sent with the slow ones, some while these run.
        for _ in 0..3 {
            let answers = join_all((0..20).map(|_| client.get("/notes/1/"))).await;
            assert!(answers.iter().all(|answer| answer.status == 200));
        }
        start.elapsed()
    };
    let (slow, quick) = tokio::join!(slow, quick);
    assert!(quick < slow && slow < Duration::from_millis(1900), "{quick:?} {slow:?}");
}

#[tokio::test]
async fn the_query_of_a_client_that_went_away_is_stopped() {
    let Some((database, name)) = named().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let client = slow(database.clone());
    let endless = client.get("/notes/?seconds=60");
    assert!(tokio::time::timeout(Duration::from_millis(100), endless).await.is_err());
    until(async || sessions(&database, &name, "state = 'active'").await == 0).await;
    assert_eq!(client.get("/notes/1/").await.status, 200);
}

#[tokio::test]
async fn a_locked_row_holds_up_its_own_writer_alone() {
    let Some(database) = server().await else { return };
    let (database, [own, _]) = notes_in(database).await;
    assert_eq!(own.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let transaction = database.connection().begin().await.expect("a transaction");
    let change = "UPDATE note SET stars = 1 WHERE id = 1";
    transaction.execute_unprepared(change).await.expect("a change");
    let held = own.patch("/notes/1/", r#"{"title":"b"}"#);
    let others = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        for number in 0..10 {
            let body = format!(r#"{{"title":"{number}"}}"#);
            assert_eq!(own.post("/notes/", &body).await.status, 201);
        }
        assert_eq!(own.get("/notes/1/").await.json()["stars"], serde_json::Value::Null);
        transaction.commit().await.expect("a commit");
    };
    let (held, ()) = tokio::join!(held, others);
    held.assert(200, r#"{"id":1,"title":"b","stars":1}"#);
}
