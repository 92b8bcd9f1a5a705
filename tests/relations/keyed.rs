//! Children that are told apart by their keys.

use seaview::prelude::*;

use super::{article, client, database, part};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct ArticleSerializer {
    id: i64,
    title: String,
    author_id: i64,
    #[serializer(nested, keyed, required = false)]
    parts: Vec<PartSerializer>,
}

#[derive(ModelSerializer)]
#[serializer(entity = part::Entity)]
struct PartSerializer {
    id: i64,
    heading: String,
    press_id: Option<i32>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ArticleSerializer)]
struct ArticleViewSet;

/// An article with the parts 1 "a" of press 1 and 2 "b", and another with the part 3 "c".
async fn articles() -> Client {
    let client = client(database().await, ArticleViewSet);
    for body in [
        r#"{"title":"One","author_id":1,"parts":[{"heading":"a","press_id":1},{"heading":"b"}]}"#,
        r#"{"title":"Two","author_id":1,"parts":[{"heading":"c"}]}"#,
    ] {
        assert_eq!(client.post("/articles/", body).await.status, 201);
    }
    client
}

async fn parts(client: &Client) -> String {
    client.get("/articles/1/").await.json()["parts"].to_string()
}

#[tokio::test]
async fn children_are_updated_created_and_deleted_by_their_keys() {
    let client = articles().await;
    let body = r#"{"parts":[{"id":2,"heading":"B"},{"heading":"new","id":null}]}"#;
    assert_eq!(client.patch("/articles/1/", body).await.status, 200);
    assert_eq!(
        parts(&client).await,
        r#"[{"id":2,"heading":"B","press_id":null},{"id":4,"heading":"new","press_id":null}]"#
    );
    assert_eq!(client.get("/articles/2/").await.json()["parts"][0]["heading"], "c");
    // Their unique values stay their own, and those of the deleted are free.
    let body = r#"{"parts":[{"id":2,"heading":"B"},{"heading":"new"}]}"#;
    assert_eq!(client.patch("/articles/1/", body).await.status, 200);
    assert_eq!(client.patch("/articles/1/", r#"{"parts":[]}"#).await.status, 200);
    assert_eq!(parts(&client).await, "[]");
}

#[tokio::test]
async fn a_patch_of_a_child_needs_its_key_and_a_put_the_rest_too() {
    let client = articles().await;
    let body = r#"{"parts":[{"id":1},{"id":2,"press_id":2}]}"#;
    assert_eq!(client.patch("/articles/1/", body).await.status, 200);
    assert_eq!(
        parts(&client).await,
        r#"[{"id":1,"heading":"a","press_id":1},{"id":2,"heading":"b","press_id":2}]"#
    );
    let put = r#"{"title":"One","author_id":1,"parts":[{"id":1},{"id":2,"heading":"b"}]}"#;
    client
        .put("/articles/1/", put)
        .await
        .assert(400, r#"{"parts":{"0":{"heading":["This field is required."]}}}"#);
}

#[tokio::test]
async fn the_children_of_others_and_of_nobody_do_not_exist() {
    let client = articles().await;
    for (id, shown) in [("3", "3"), ("9", "9"), ("\"x\"", "x"), ("true", "True")] {
        let body = format!("{{\"parts\":[{{\"id\":{id},\"heading\":\"x\"}},{{\"id\":1}}]}}");
        let message = format!(r#"Invalid pk \"{shown}\" - object does not exist."#);
        client
            .patch("/articles/1/", body)
            .await
            .assert(400, &format!(r#"{{"parts":{{"0":{{"id":["{message}"]}}}}}}"#));
    }
    let twice = r#"{"parts":[{"id":1},{"id":1}]}"#;
    assert_eq!(client.patch("/articles/1/", twice).await.status, 400);
    let new = r#"{"title":"New","author_id":1,"parts":[{"id":1,"heading":"x"}]}"#;
    assert_eq!(client.post("/articles/", new).await.status, 400);
    assert_eq!(
        client.patch("/articles/1/", r#"{"parts":[{"heading":"c"}]}"#).await.text(),
        r#"{"parts":{"0":{"heading":["part with this heading already exists."]}}}"#
    );
}
