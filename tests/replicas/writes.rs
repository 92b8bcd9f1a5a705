//! What writes, and all that it asks, goes to the primary.

use http::Method;

use super::{pair, read, serving, title, titles};

#[tokio::test]
async fn unsafe_methods_find_their_rows_in_the_primary() {
    let client = serving(&pair().await);
    let patched = client.patch("/notes/1/", r#"{"shelf_id":1}"#).await;
    patched.assert(200, r#"{"id":1,"title":"primary","shelf_id":1}"#);
    let second = r#"{"title":"x","shelf_id":1}"#;
    assert_eq!(client.put("/notes/2/", second).await.status, 404);
    assert_eq!(client.patch("/notes/2/", second).await.status, 404);
    assert_eq!(client.delete("/notes/2/").await.status, 404);
    assert_eq!(client.delete("/notes/1/").await.status, 204);
    assert_eq!(titles(&client).await, ["replica", "second"]);
}

#[tokio::test]
async fn validation_asks_the_primary() {
    let client = serving(&pair().await);
    client
        .post("/notes/", r#"{"title":"primary","shelf_id":1}"#)
        .await
        .assert(400, r#"{"title":["note with this title already exists."]}"#);
    client
        .post("/notes/", r#"{"title":"x","shelf_id":2}"#)
        .await
        .assert(400, r#"{"shelf_id":["Invalid pk \"2\" - object does not exist."]}"#);
    let created = client.post("/notes/", r#"{"title":"second","shelf_id":1}"#).await;
    assert_eq!((created.status.as_u16(), title(&created).as_str()), (201, "second"));
}

#[tokio::test]
async fn nested_rows_are_found_and_written_in_the_primary() {
    let pair = pair().await;
    let client = serving(&pair);
    client
        .put("/shelves/1/", r#"{"name":"a","notes":[{"id":1,"title":"b"},{"title":"c"}]}"#)
        .await
        .assert(200, r#"{"id":1,"name":"a","notes":[{"id":1,"title":"b"},{"id":2,"title":"c"}]}"#);
    let created = client.post("/shelves/", r#"{"name":"d","notes":[{"title":"replica"}]}"#).await;
    created.assert(201, r#"{"id":2,"name":"d","notes":[{"id":3,"title":"replica"}]}"#);
    assert_eq!(titles(&client).await, ["replica", "second"]);
    let [primary, _] = pair;
    let alone = serving(&[primary.clone(), primary]);
    assert_eq!(titles(&alone).await, ["b", "c", "replica"]);
}

#[tokio::test]
async fn what_a_safe_request_writes_can_go_to_the_primary() {
    let pair = pair().await;
    let client = serving(&pair);
    client.get("/notes/1/visit/").await.assert(200, r#""replica""#);
    assert_eq!(read(&client, &[]).await, "replica");
    assert_eq!(read(&client, &[("x-fresh", "1")]).await, "visited");
    // As the engine does it.
    assert_eq!(client.get("/notes/1/discard/").await.status, 204);
    assert_eq!(read(&client, &[]).await, "replica");
    let fresh = client.send(Method::GET, "/notes/1/", &[("x-fresh", "1")], "").await;
    assert_eq!(fresh.status, 404);
}
