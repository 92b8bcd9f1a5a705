//! How clients name related rows.

use sea_orm::{ConnectionTrait, Statement};
use seaview::prelude::*;

use super::{article, author, client, database, press, topic, visible};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct ArticleSerializer {
    id: i64,
    title: String,
    #[serializer(queryset = visible)]
    author_id: i64,
    #[serializer(related = press::Entity, slug_field = code)]
    press: Option<String>,
    #[serializer(related = topic::Entity, required = false)]
    topics: Vec<i64>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ArticleSerializer)]
struct ArticleViewSet;

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct BySlugSerializer {
    id: i64,
    title: String,
    #[serializer(related = author::Entity, slug_field = name, queryset = visible)]
    author: String,
    #[serializer(related = topic::Entity, slug_field = name, allow_empty = false)]
    topics: Vec<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = BySlugSerializer)]
struct BySlugViewSet;

/// The errors of a field that alone is wrong.
async fn refused(client: &Client, field: &str, value: &str) -> String {
    let answer = client.patch("/articles/1/", format!("{{\"{field}\":{value}}}")).await;
    assert_eq!(answer.status, 400, "{field}: {value}");
    let messages = answer.json()[field].clone();
    messages[0].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

async fn articles() -> Client {
    let client = client(database().await, ArticleViewSet);
    let answer = client.post("/articles/", r#"{"title":"One","author_id":1}"#).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    client
}

#[tokio::test]
async fn a_foreign_key_must_exist_and_be_of_its_type() {
    let client = articles().await;
    let missing = |pk: &str| format!("Invalid pk \"{pk}\" - object does not exist.");
    let wrong = |kind: &str| format!("Incorrect type. Expected pk value, received {kind}.");
    for (value, message) in [
        ("9", missing("9")),
        ("-1", missing("-1")),
        ("\"9\"", missing("9")),
        ("9.0", missing("9.0")),
        ("1.5e300", missing("1.5e+300")),
        ("100000000000000000000", missing("100000000000000000000")),
        ("\"abc\"", wrong("str")),
        ("\"1.0\"", wrong("str")),
        ("true", wrong("bool")),
        ("[1]", wrong("list")),
        ("{\"id\":1}", wrong("dict")),
        ("null", "This field may not be null.".into()),
        ("\"\"", "This field may not be null.".into()),
    ] {
        assert_eq!(refused(&client, "author_id", value).await, message, "{value}");
    }
    for value in ["2", "\" 2 \"", "2.0", "2.7", "0.2e1"] {
        let answer = client.patch("/articles/1/", format!("{{\"author_id\":{value}}}")).await;
        assert_eq!(answer.json()["author_id"], 2, "{value}");
    }
}

#[tokio::test]
async fn rows_outside_the_queryset_do_not_exist() {
    let client = articles().await;
    let message = refused(&client, "author_id", "3").await;
    assert_eq!(message, "Invalid pk \"3\" - object does not exist.");
    let by_slug = super::client(database().await, BySlugViewSet);
    let answer =
        by_slug.post("/articles/", r#"{"title":"x","author":"Eve","topics":["sea"]}"#).await;
    answer.assert(400, r#"{"author":["Object with name=Eve does not exist."]}"#);
}

#[tokio::test]
async fn a_slug_names_a_row() {
    let client = articles().await;
    for (value, message) in [
        ("\"west\"", "Object with code=west does not exist."),
        ("5", "Object with code=5 does not exist."),
        ("true", "Object with code=True does not exist."),
        ("[\"north\"]", "Object with code=['north'] does not exist."),
        ("\"nor\\u0000th\"", "Object with code=nor\0th does not exist."),
    ] {
        assert_eq!(refused(&client, "press", value).await, message);
    }
    for (value, shown) in [("\"south\"", "\"south\""), ("null", "null"), ("\"\"", "null")] {
        let answer = client.patch("/articles/1/", format!("{{\"press\":{value}}}")).await;
        assert_eq!(answer.json()["press"].to_string(), shown);
    }
}

#[tokio::test]
async fn a_list_names_rows_and_the_first_that_is_none_is_told() {
    let client = articles().await;
    for (value, message) in [
        ("1", "Expected a list of items but got type \"int\"."),
        ("\"1\"", "Expected a list of items but got type \"str\"."),
        ("null", "This field may not be null."),
        ("[1,9,\"x\"]", "Invalid pk \"9\" - object does not exist."),
        ("[1,\"x\",9]", "Incorrect type. Expected pk value, received str."),
        ("[null]", "Invalid pk \"None\" - object does not exist."),
        ("{\"id\":1}", "Incorrect type. Expected pk value, received str."),
    ] {
        assert_eq!(refused(&client, "topics", value).await, message, "{value}");
    }
    for (value, shown) in [("[3,1,3]", "[1,3]"), ("[2,1]", "[1,2]"), ("[]", "[]")] {
        let answer = client.patch("/articles/1/", format!("{{\"topics\":{value}}}")).await;
        assert_eq!(answer.json()["topics"].to_string(), shown);
        assert_eq!(client.get("/articles/1/").await.json()["topics"].to_string(), shown);
    }
    let by_slug = super::client(database().await, BySlugViewSet);
    let answer = by_slug.post("/articles/", r#"{"title":"x","author":"Ada","topics":[]}"#).await;
    answer.assert(400, r#"{"topics":["This list may not be empty."]}"#);
    let answer = by_slug
        .post("/articles/", r#"{"title":"x","author":"Ada","topics":["view","rust","view"]}"#)
        .await;
    answer.assert(201, r#"{"id":1,"title":"x","author":"Ada","topics":["view","rust"]}"#);
}

#[tokio::test]
async fn a_form_names_rows_too_and_a_missing_list_is_empty() {
    use http::Method;

    let client = articles().await;
    let form = "title=Form&author_id=2&press=north&topics=2&topics=3";
    client
        .form(Method::PUT, "/articles/1/", form)
        .await
        .assert(200, r#"{"id":1,"title":"Form","author_id":2,"press":"north","topics":[2,3]}"#);
    let answer = client.form(Method::PATCH, "/articles/1/", "press=").await;
    assert_eq!(answer.json()["topics"].to_string(), "[2,3]");
    assert_eq!(answer.json()["press"].to_string(), "null");
    let answer = client.form(Method::PUT, "/articles/1/", "title=Form&author_id=2").await;
    assert_eq!(answer.json()["topics"].to_string(), "[]");
}

#[tokio::test]
async fn a_set_of_columns_is_unique_for_other_rows_only() {
    let client = articles().await;
    let set = r#"{"non_field_errors":["The fields title, author_id must make a unique set."]}"#;
    client.post("/articles/", r#"{"title":"One","author_id":1}"#).await.assert(400, set);
    let other = client.post("/articles/", r#"{"title":"One","author_id":2}"#).await;
    assert_eq!(other.status, 201);
    client.patch("/articles/2/", r#"{"author_id":1}"#).await.assert(400, set);
    assert_eq!(client.patch("/articles/2/", r#"{"author_id":2}"#).await.status, 200);
    let put = client.put("/articles/1/", r#"{"title":"One","author_id":1}"#).await;
    assert_eq!(put.status, 200);
    // Where a field is wrong nobody asks.
    client
        .post("/articles/", r#"{"title":"One","author_id":9}"#)
        .await
        .assert(400, r#"{"author_id":["Invalid pk \"9\" - object does not exist."]}"#);
}

#[tokio::test]
async fn a_refused_write_leaves_no_trace() {
    let database = database().await;
    let client = client(database.clone(), ArticleViewSet);
    client.post("/articles/", r#"{"title":"One","author_id":1,"topics":[1]}"#).await;
    let bad = r#"{"title":"Two","topics":[2,9]}"#;
    assert_eq!(client.patch("/articles/1/", bad).await.status, 400);
    let sql = "SELECT (SELECT title FROM article) || (SELECT topic_id FROM article_topic)";
    let statement = Statement::from_string(database.backend(), sql);
    let row = database.connection().query_one_raw(statement).await.expect("a row").expect("a row");
    assert_eq!(row.try_get_by_index::<String>(0).expect("text"), "One1");
}
