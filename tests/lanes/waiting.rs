//! A statement that takes long holds up nobody else.

use std::time::{Duration, Instant};

use sea_orm::{EntityTrait, QueryFilter, Select, sea_query::Expr};
use seaview::{Request, prelude::*};

use super::{NoteSerializer, file, note};
use crate::support::Client;

/// Notes if counting to a number is done; `?to=0` is never done.
#[derive(ViewSet)]
#[viewset(serializer = NoteSerializer)]
struct SlowNotes;

impl ModelViewSet for SlowNotes {
    fn get_queryset(&self, request: &Request) -> Select<note::Entity> {
        let to = request.query_param("to").and_then(|to| to.parse::<i64>().ok()).unwrap_or(1);
        let counted = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <> ?) \
                       SELECT COUNT(*) FROM n) > 0";
        note::Entity::find().filter(Expr::cust_with_values(counted, [to]))
    }
}

async fn notes() -> Client {
    let database = file().await;
    database.create_table(note::Entity).await.expect("a table");
    Client::new(DefaultRouter::new().register("notes", SlowNotes).into_router(database))
}

#[tokio::test]
async fn a_long_query_leaves_the_only_thread_to_others() {
    let client = notes().await;
    assert_eq!(client.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
    let start = Instant::now();
    let slow = async {
        let answer = client.get("/notes/?to=2000000").await;
        (answer, start.elapsed())
    };
    let quick = async {
        for _ in 0..20 {
            tokio::task::yield_now().await;
            assert_eq!(client.get("/notes/1/").await.status, 200);
        }
        start.elapsed()
    };
    let ((answer, slow), quick) = tokio::join!(slow, quick);
    assert_eq!(answer.text(), r#"[{"id":1,"title":"a","stars":null}]"#);
    assert!(quick < slow, "{quick:?} {slow:?}");
}

#[test]
fn the_query_of_a_client_that_went_away_is_stopped() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = notes().await;
        assert_eq!(client.post("/notes/", r#"{"title":"a"}"#).await.status, 201);
        let endless = client.get("/notes/?to=0");
        assert!(tokio::time::timeout(Duration::from_millis(100), endless).await.is_err());
    });
    let start = Instant::now();
    // Waits for what still runs on threads for blocking work.
    runtime.shutdown_timeout(Duration::from_secs(20));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}
