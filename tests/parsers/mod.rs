//! Bodies on their way in: which parser reads them, and how much of them.

mod form;
mod json;
mod xml;
mod yaml;

use axum::{Router, body::Body};
use http::{Method, Request as HttpRequest};
use http_body_util::BodyExt;
use seaview::{Policies, prelude::*};
use tower::ServiceExt;

use crate::support::{Answer, Client};

mod memo {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "memo")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub text: String,
        pub number: Option<i32>,
        pub done: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = memo::Entity)]
struct MemoSerializer {
    id: i64,
    text: String,
    number: Option<i32>,
    #[serializer(default = false)]
    done: bool,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MemoSerializer)]
struct MemoViewSet;

pub(crate) async fn app(policies: Policies) -> Router {
    let database = crate::support::database().await;
    database.create_table(memo::Entity).await.expect("a table");
    let router = DefaultRouter::new().policies(policies).register("memos", MemoViewSet);
    router.into_router(database)
}

pub(crate) async fn memos() -> Client {
    Client::new(app(Policies::default()).await)
}

pub(crate) const REQUIRED: &str = r#"{"text":["This field is required."]}"#;

pub(crate) fn memo(text: &str) -> String {
    format!(r#"{{"id":1,"text":"{text}","number":null,"done":false}}"#)
}

pub(crate) async fn post(client: &Client, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    client.send(Method::POST, "/memos/", &[("content-type", content_type)], body).await
}

#[tokio::test]
async fn no_body_is_an_empty_object_whatever_its_type() {
    let client = memos().await;
    for content_type in [
        "application/json",
        "text/xml",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
    ] {
        let answer = post(&client, content_type, "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.text().as_str()),
            (400, REQUIRED),
            "{content_type}"
        );
    }
    client.send(Method::POST, "/memos/", &[], "").await.assert(400, REQUIRED);
}

#[tokio::test]
async fn an_unknown_type_is_a_415_that_repeats_it() {
    let client = memos().await;
    for content_type in [
        "text/xml",
        "text/xml; charset=UTF-8",
        "application/vnd.api+json",
        "json",
        "application/jsonx",
        "text/plain",
        "application/",
        "/",
        ";",
        "application/json, text/plain",
    ] {
        let refused =
            format!(r#"{{"detail":"Unsupported media type \"{content_type}\" in request."}}"#);
        post(&client, content_type, "{}").await.assert(415, &refused);
    }
    let refused = r#"{"detail":"Unsupported media type \"\" in request."}"#;
    client.send(Method::POST, "/memos/", &[], "{}").await.assert(415, refused);
    post(&client, "", "{}").await.assert(415, refused);
}

#[tokio::test]
async fn parameters_and_letter_case_of_a_type_do_not_matter() {
    for content_type in [
        "application/json; charset=utf-8",
        "Application/JSON",
        " application/json ;x=y",
        "application/json; charset=klingon",
    ] {
        post(&memos().await, content_type, r#"{"text":"a"}"#).await.assert(201, &memo("a"));
    }
}

#[tokio::test]
async fn a_body_that_nobody_needs_may_be_anything() {
    let client = memos().await;
    client.post("/memos/", r#"{"text":"a"}"#).await;
    let odd = [("content-type", "text/odd")];
    for headers in [&[("content-type", "application/json")][..], &odd] {
        assert_eq!(client.send(Method::GET, "/memos/", headers, "{").await.status, 200);
        assert_eq!(client.send(Method::GET, "/memos/1/", headers, "\0").await.status, 200);
        assert_eq!(client.send(Method::OPTIONS, "/memos/", headers, "{").await.status, 200);
        // The row is looked for first.
        client
            .send(Method::PUT, "/memos/9/", headers, "{")
            .await
            .assert(404, r#"{"detail":"No Memo matches the given query."}"#);
        client
            .send(Method::PATCH, "/memos/x/", headers, "{")
            .await
            .assert(404, r#"{"detail":"Not found."}"#);
    }
    client.send(Method::DELETE, "/memos/1/", &odd, "{").await.assert(204, "");
}

/// A request whose body comes in chunks, without a `Content-Length`.
async fn stream(app: Router, size: usize) -> (u16, String) {
    let chunks = vec![b' '; size];
    let chunks: Vec<_> =
        chunks.chunks(1024).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let request = HttpRequest::post("/memos/").header("content-type", "application/json");
    let response = app.oneshot(request.body(body).expect("a request")).await.expect("an answer");
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

const LIMIT: usize = 2_621_440;

#[tokio::test]
async fn a_body_may_have_so_many_bytes_and_not_one_more() {
    let client = memos().await;
    let padded = |size: usize| format!(r#"{{"text":"a"{}}}"#, " ".repeat(size - 12));
    client.post("/memos/", padded(LIMIT)).await.assert(201, &memo("a"));
    let refused = r#"{"detail":"The request body is larger than 2621440 bytes."}"#;
    client.post("/memos/", padded(LIMIT + 1)).await.assert(413, refused);
    // Without a length the bytes are counted.
    let app = app(Policies::default()).await;
    let blank = stream(app.clone(), LIMIT).await;
    assert_eq!(blank.0, 400, "{}", blank.1);
    assert_eq!(stream(app, LIMIT + 1).await, (413, refused.to_owned()));
}
