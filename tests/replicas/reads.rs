//! Where what is read comes from.

use http::Method;
use sea_orm::ConnectOptions;
use seaview::{
    Policies,
    prelude::*,
    renderers::{JsonRenderer, NdjsonRenderer, Renderers},
};

use super::{add, differ, pair, read, router, serving, title, titles};
use crate::{
    lanes::{file, plain},
    support::{Client, refusal},
};

#[tokio::test]
async fn safe_methods_read_from_the_replica() {
    let client = serving(&pair().await);
    assert_eq!(titles(&client).await, ["replica", "second"]);
    client.get("/notes/?title=primary").await.assert(200, "[]");
    client.get("/notes/2/").await.assert(200, r#"{"id":2,"title":"second","shelf_id":2}"#);
    client
        .get("/shelves/1/")
        .await
        .assert(200, r#"{"id":1,"name":"replica","notes":[{"id":1,"title":"replica"}]}"#);
    assert_eq!(client.send(Method::HEAD, "/notes/2/", &[], "").await.status, 200);
    let options = client.options("/notes/2/").await.json();
    assert!(options["actions"]["PUT"].is_object(), "the row is looked for there: {options}");
}

#[tokio::test]
async fn queries_of_the_application_go_where_the_engines_go() {
    let client = serving(&pair().await);
    client.get("/notes/own/").await.assert(200, r#""replica""#);
    client.post("/notes/own/", "").await.assert(200, r#""primary""#);
}

#[tokio::test]
async fn a_request_can_be_sent_to_the_primary() {
    let client = serving(&pair().await);
    assert_eq!(read(&client, &[]).await, "replica");
    assert_eq!(read(&client, &[("x-fresh", "1")]).await, "primary");
}

#[tokio::test]
async fn replicas_are_asked_in_turn_and_each_request_asks_one() {
    let [primary, first] = pair().await;
    let [_, second] = pair().await;
    add(&second, "note (title, shelf_id)", "'third', 1").await;
    let database = primary.with_replica(first).with_replicas([second]);
    let client = Client::new(router().into_router(database));
    let page = |client: Client| async move { titles(&client).await.len() };
    let mut lengths = Vec::new();
    for _ in 0..4 {
        lengths.push(page(client.clone()).await);
    }
    assert_eq!(lengths, [2, 3, 2, 3]);
}

#[tokio::test]
async fn both_lanes_have_replicas() {
    for lanes in [[false, false], [false, true], [true, false], [true, true]] {
        let pair = [file().await, file().await];
        differ(&pair).await;
        let [primary, replica] = pair;
        let [primary, replica] = [(primary, lanes[0]), (replica, lanes[1])]
            .map(|(database, own)| if own { database } else { plain(&database) });
        let client = serving(&[primary, replica]);
        assert_eq!(titles(&client).await, ["replica", "second"], "{lanes:?}");
        assert_eq!(read(&client, &[]).await, "replica", "{lanes:?}");
        let patched = client.patch("/notes/1/", r#"{"shelf_id":1}"#).await;
        assert_eq!(title(&patched), "primary", "{lanes:?}");
        client.patch("/notes/1/", r#"{"title":"new"}"#).await;
        assert_eq!(titles(&client).await, ["replica", "second"], "{lanes:?}");
    }
}

#[tokio::test]
async fn long_lists_and_exports_come_from_the_replica() {
    let pair = pair().await;
    let rows: Vec<_> = (3..=2500).map(|row| format!("'note {row}', 1")).collect();
    add(&pair[1], "note (title, shelf_id)", &rows.join("), (")).await;
    assert_eq!(titles(&serving(&pair)).await.len(), 2500);

    let [primary, replica] = pair;
    let renderers = Renderers::none().with(JsonRenderer).with(NdjsonRenderer);
    let policies = Policies { renderers, ..Policies::default() };
    let database = primary.with_replica(replica);
    let client = Client::new(router().policies(policies).into_router(database));
    let accept = [("accept", "application/x-ndjson")];
    let export = client.send(Method::GET, "/notes/", &accept, "").await;
    assert_eq!(export.text().lines().count(), 2500);
}

#[tokio::test]
async fn a_replica_that_is_lost_is_a_500_and_writing_goes_on() {
    let [primary, replica] = pair().await;
    let replica = plain(&replica);
    let client = serving(&[primary, replica.clone()]);
    replica.connection().close_by_ref().await.expect("the end of the connections");
    assert_eq!(client.get("/notes/").await.status, 500);
    let created = client.post("/notes/", r#"{"title":"new","shelf_id":1}"#).await;
    assert_eq!(created.status, 201);
}

#[tokio::test]
async fn a_replica_is_of_the_same_kind() {
    let connect = |url: &str| {
        let mut options = ConnectOptions::new(url);
        options.connect_lazy(true);
        sea_orm::Database::connect(options)
    };
    let sqlite = Database::from(connect("sqlite::memory:").await.expect("a pool"));
    let postgres = connect("postgres://localhost/none").await.expect("a pool");
    assert_eq!(
        refusal(|| drop(sqlite.with_replica(postgres))),
        "a replica of Sqlite cannot be Postgres; connect it to a copy"
    );
}
