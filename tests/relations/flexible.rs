//! Fields that clients choose.

use seaview::prelude::*;

use super::{article, author, client, database, press, topic};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity, flexible)]
struct FlexibleSerializer {
    id: i64,
    title: String,
    author_id: i64,
    #[serializer(nested, expandable)]
    author: AuthorSerializer,
    #[serializer(related = press::Entity, slug_field = code)]
    press: Option<String>,
    #[serializer(related = topic::Entity, slug_field = name, required = false)]
    topics: Vec<String>,
}

#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
struct AuthorSerializer {
    id: i64,
    name: String,
    #[serializer(related = article::Entity, count, expandable)]
    articles: i64,
}

#[derive(ModelViewSet)]
#[viewset(serializer = FlexibleSerializer)]
struct FlexibleViewSet;

async fn articles() -> Client {
    let client = client(database().await, FlexibleViewSet);
    let body = r#"{"title":"One","author_id":1,"topics":["sea"]}"#;
    assert_eq!(client.post("/articles/", body).await.status, 201);
    client
}

#[tokio::test]
async fn fields_are_named_omitted_and_expanded() {
    let client = articles().await;
    for (query, shown) in [
        ("", r#"{"id":1,"title":"One","author_id":1,"press":null,"topics":["sea"]}"#),
        ("?fields=title,%20id", r#"{"id":1,"title":"One"}"#),
        ("?fields=nothing", "{}"),
        ("?fields=", r#"{"id":1,"title":"One","author_id":1,"press":null,"topics":["sea"]}"#),
        ("?omit=press,topics,id", r#"{"title":"One","author_id":1}"#),
        ("?fields=id,title&omit=id", r#"{"title":"One"}"#),
        ("?fields=id,author", r#"{"id":1}"#),
        ("?fields=id,author&expand=author", r#"{"id":1,"author":{"id":1,"name":"Ada"}}"#),
        ("?fields=author.name&expand=author", r#"{"author":{"name":"Ada"}}"#),
        (
            "?fields=id,author&omit=author.id&expand=author.articles",
            r#"{"id":1,"author":{"name":"Ada","articles":1}}"#,
        ),
        ("?fields=id&expand=press,nothing", r#"{"id":1}"#),
    ] {
        client.get(&format!("/articles/1/{query}")).await.assert(200, shown);
        client.get(&format!("/articles/{query}")).await.assert(200, &format!("[{shown}]"));
    }
}

#[tokio::test]
async fn so_many_names_are_allowed_and_not_one_more() {
    let client = articles().await;
    let names = |count: usize| vec!["id"; count].join(",");
    client.get(&format!("/articles/1/?fields={}", names(100))).await.assert(200, r#"{"id":1}"#);
    client
        .get(&format!("/articles/?omit={}", names(101)))
        .await
        .assert(400, r#"{"omit":["No more than 100 names are allowed."]}"#);
}

#[tokio::test]
async fn a_serializer_that_is_not_flexible_shows_what_it_declares() {
    #[derive(ModelSerializer)]
    #[serializer(entity = author::Entity)]
    struct RigidSerializer {
        id: i64,
        name: String,
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = RigidSerializer)]
    struct RigidViewSet;

    let client = super::client(database().await, RigidViewSet);
    client.get("/articles/1/?fields=id").await.assert(200, r#"{"id":1,"name":"Ada"}"#);
}
