//! The methods of a plain view, and OPTIONS.

use http::Method;
use seaview::{prelude::*, serializers::plain::ValueFields};
use serde_json::json;

use super::{Greeting, HTTPGreeterView, serving};
use crate::support::Client;

async fn client() -> Client {
    serving(DefaultRouter::new().view("greet", HTTPGreeterView { greeting: "Ahoy" })).await
}

const GREETING: &str = r#"{"greeting":"Ahoy","action":"HTTPGreeterView"}"#;

#[tokio::test]
async fn each_method_is_answered_by_the_one_of_its_name() {
    let client = client().await;
    let get = client.get("/greet/").await;
    get.assert(200, GREETING);
    assert_eq!(get.header("allow"), "GET, POST, DELETE, HEAD, OPTIONS");
    assert_eq!(get.header("vary"), "Accept, Cookie");
    client.post("/greet/", r#"{"text":"Moin"}"#).await.assert(201, r#"{"text":"Moin"}"#);
    client.delete("/greet/").await.assert(204, "");
}

#[tokio::test]
async fn what_the_body_lacks_is_an_error_of_its_field() {
    let client = client().await;
    let refused = r#"{"text":["Ensure this field has no more than 5 characters."]}"#;
    client.post("/greet/", r#"{"text":"Good day"}"#).await.assert(400, refused);
    let form = client.form(Method::POST, "/greet/", "x=1").await;
    form.assert(400, r#"{"text":["This field is required."]}"#);
}

#[tokio::test]
async fn head_is_answered_wherever_get_is() {
    let head = client().await.send(Method::HEAD, "/greet/", &[], "").await;
    head.assert(200, "");
    assert_eq!(head.header("content-length"), GREETING.len().to_string());
}

#[tokio::test]
async fn a_method_that_is_not_named_is_not_allowed_even_if_it_is_written() {
    let client = client().await;
    for method in ["PUT", "PATCH", "TRACE", "BREW"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answer = client.send(method.clone(), "/greet/", &[], "{").await;
        answer.assert(405, &format!(r#"{{"detail":"Method \"{method}\" not allowed."}}"#));
        assert_eq!(answer.header("allow"), "GET, POST, DELETE, HEAD, OPTIONS");
    }
}

struct DeafView;

impl ApiView for DeafView {
    const METHODS: &'static [Method] = &[Method::POST];
    const NAME: &'static str = "Hard of hearing";

    fn serializer(&self) -> Option<&'static ValueFields> {
        Some(Greeting::fields())
    }
}

#[tokio::test]
async fn a_method_that_is_named_and_not_written_is_not_allowed_either() {
    let client = serving(DefaultRouter::new().view("deaf", DeafView)).await;
    let refused = r#"{"detail":"Method \"POST\" not allowed."}"#;
    client.post("/deaf/", "{}").await.assert(405, refused);
    let head = client.send(Method::HEAD, "/deaf/", &[], "").await;
    assert_eq!((head.status.as_u16(), head.header("allow")), (405, "POST, OPTIONS"));
}

#[tokio::test]
async fn options_names_the_view_and_describes_fields_only_of_a_serializer() {
    let router = DefaultRouter::new()
        .view("greet", HTTPGreeterView { greeting: "Ahoy" })
        .view("deaf", DeafView);
    let client = serving(router).await;
    let parses = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];
    let greet = json!({
        "name": "HTTP Greeter",
        "description": "Greets.",
        "renders": ["application/json", "text/html"],
        "parses": parses,
    });
    assert_eq!(client.options("/greet/").await.json(), greet);
    let deaf = json!({
        "name": "Hard of hearing",
        "description": "",
        "renders": ["application/json", "text/html"],
        "parses": parses,
        "actions": { "POST": { "text": {
            "type": "string",
            "required": true,
            "read_only": false,
            "label": "Text",
            "max_length": 5,
        } } },
    });
    assert_eq!(client.options("/deaf/").await.json(), deaf);
}

#[tokio::test]
async fn browsers_get_a_page_under_the_name_of_the_view() {
    let html = [("accept", "text/html")];
    let page = client().await.send(Method::GET, "/greet/", &html, "").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.text().contains("HTTP Greeter"), "{}", page.text());
}
