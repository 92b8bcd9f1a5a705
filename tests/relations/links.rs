//! Related rows as URLs.

use seaview::prelude::*;

use super::{article, author, database, topic};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct LinkedSerializer {
    #[serializer(view_name = "article-detail")]
    url: String,
    title: String,
    #[serializer(related = author::Entity, view_name = "author-detail", lookup_field = name)]
    author: String,
    #[serializer(related = topic::Entity, view_name = "topic-detail", required = false)]
    topics: Vec<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = LinkedSerializer)]
struct LinkedViewSet;

#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
struct AuthorSerializer {
    name: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = AuthorSerializer, lookup_field = name)]
struct AuthorViewSet;

#[derive(ModelSerializer)]
#[serializer(entity = topic::Entity)]
struct TopicSerializer {
    id: i64,
}

#[derive(ModelViewSet)]
#[viewset(serializer = TopicSerializer)]
struct TopicViewSet;

fn router(database: Database) -> axum::Router {
    DefaultRouter::new()
        .register("articles", LinkedViewSet)
        .register("authors", AuthorViewSet)
        .register("topics", TopicViewSet)
        .into_router(database)
}

#[tokio::test]
async fn rows_are_shown_and_named_by_their_urls() {
    let client = Client::new(router(database().await));
    let body = r#"{"title":"One","author":"http://elsewhere.example/authors/Bob/","topics":["/topics/3/","http://testserver/topics/1/?x=1"]}"#;
    let shown = r#"{"url":"http://testserver/articles/1/","title":"One","author":"http://testserver/authors/Bob/","topics":["http://testserver/topics/1/","http://testserver/topics/3/"]}"#;
    let answer = client.post("/articles/", body).await;
    answer.assert(201, shown);
    assert_eq!(answer.header("location"), "http://testserver/articles/1/");
    client.get("/articles/").await.assert(200, &format!("[{shown}]"));
}

#[tokio::test]
async fn urls_have_the_prefix_and_the_format_of_the_request() {
    let app = axum::Router::new().nest_service("/api", router(database().await));
    let client = Client::new(app);
    let body = r#"{"title":"One","author":"/api/authors/Ada/"}"#;
    let answer = client.post("/api/articles/", body).await;
    assert_eq!(answer.json()["url"], "http://testserver/api/articles/1/");
    let suffix = client.get("/api/articles/1.json").await;
    assert_eq!(suffix.json()["author"], "http://testserver/api/authors/Ada.json");
    let parameter = client.get("/api/articles/1/?format=json&x=1").await;
    assert_eq!(parameter.json()["url"], "http://testserver/api/articles/1/?format=json");
}

#[tokio::test]
async fn a_url_that_is_none_of_the_view_is_refused() {
    let client = Client::new(router(database().await));
    for (value, message) in [
        ("\"/nowhere/1/\"", "Invalid hyperlink - No URL match."),
        ("\"http://testserver/\"", "Invalid hyperlink - Incorrect URL match."),
        ("\"/topics/1/\"", "Invalid hyperlink - Incorrect URL match."),
        ("\"/authors/Zed/\"", "Invalid hyperlink - Object does not exist."),
        ("\"/authors/Ada\"", "Invalid hyperlink - No URL match."),
        ("\"/authors/Ada/?x=1\"", "Invalid hyperlink - No URL match."),
        ("\"/authors/Ada.JSON\"", "Invalid hyperlink - No URL match."),
        ("\"/authors/Zed.json\"", "Invalid hyperlink - Object does not exist."),
        ("\"/topics/1.json/\"", "Invalid hyperlink - Incorrect URL match."),
        ("5", "Incorrect type. Expected URL string, received int."),
        ("\"\"", "This field may not be null."),
    ] {
        let answer =
            client.post("/articles/", format!("{{\"title\":\"x\",\"author\":{value}}}")).await;
        assert_eq!(answer.json()["author"][0], message, "{value}");
    }
}
