//! The six actions: written anew, left out, and what a new object's answer says.

use http::{Method, header};
use seaview::prelude::*;

use super::{ONE, OwnViewSet, note, send_as, serving, written};
use crate::support::Client;

/// Answers actions in its own way.
#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct OverriddenViewSet;

impl ModelViewSet for OverriddenViewSet {
    async fn list(&self, _: &Request) -> Result {
        Response::json(&["list"])
    }

    async fn create(&self, _: &Request) -> Result {
        Ok(Response::json(&"create")?.with_status(http::StatusCode::ACCEPTED))
    }

    async fn retrieve(&self, request: &Request) -> Result {
        let note = self.get_object(request).await?;
        let data = self.get_serializer(request).to_representation(&note).await?;
        Response::ok(data).with_header(header::ETAG, "\"1\"")
    }

    async fn update(&self, request: &Request) -> Result {
        Err(Error::method_not_allowed(request.method()))
    }

    async fn partial_update(&self, _: &Request) -> Result {
        Ok(Response::raw(http::StatusCode::OK, "raw"))
    }

    async fn destroy(&self, _: &Request) -> Result {
        Ok(Response::no_content().with_status(http::StatusCode::RESET_CONTENT))
    }
}

#[tokio::test]
async fn every_action_is_the_viewsets_to_write() {
    let (client, database) = serving(OverriddenViewSet).await;
    client.get("/notes/").await.assert(200, r#"["list"]"#);
    client.post("/notes/", "{").await.assert(202, r#""create""#);
    let one = client.get("/notes/1/").await;
    one.assert(200, ONE);
    assert_eq!(one.header("etag"), "\"1\"");
    client.put("/notes/1/", "{}").await.assert(405, r#"{"detail":"Method \"PUT\" not allowed."}"#);
    let raw = client.patch("/notes/1/", "{}").await;
    raw.assert(200, "raw");
    assert_eq!(raw.headers.get("content-type"), None);
    assert_eq!(raw.header("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
    client.delete("/notes/1/").await.assert(205, "");
    assert_eq!(written(&database).await, "");
}

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = note::Model)]
struct ReadOnlyViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, actions(create))]
struct CreateOnlyViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, actions(partial_update, destroy))]
struct ChangeOnlyViewSet;

#[tokio::test]
async fn actions_that_are_not_stated_have_no_url() {
    let table = [
        (serving(ReadOnlyViewSet).await.0, Some("GET, HEAD, OPTIONS"), Some("GET, HEAD, OPTIONS")),
        (serving(CreateOnlyViewSet).await.0, Some("POST, OPTIONS"), None),
        (serving(ChangeOnlyViewSet).await.0, None, Some("PATCH, DELETE, OPTIONS")),
    ];
    for (client, list, detail) in table {
        for (path, allow) in [("/notes/", list), ("/notes/1/", detail)] {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "TRACE"] {
                let known = Method::from_bytes(method.as_bytes()).unwrap();
                let answer = client.json(known, path, "{}").await;
                let Some(allow) = allow else {
                    assert_eq!(answer.status, 404, "{method} {path}");
                    assert_eq!(answer.headers.get("allow"), None);
                    continue;
                };
                assert_eq!(answer.header("allow"), allow, "{method} {path}");
                let allowed = allow.split(", ").any(|one| one == method);
                assert_eq!(answer.status == 405, !allowed, "{method} {path}");
            }
            assert_eq!(client.options(path).await.header("allow"), allow.unwrap_or_default());
        }
    }
}

#[tokio::test]
async fn options_shows_the_fields_of_writing_actions_only() {
    let (client, _) = serving(ReadOnlyViewSet).await;
    assert_eq!(client.options("/notes/").await.json().get("actions"), None);
    // As in DRF it is PUT that is described, and there is none.
    let (client, _) = serving(ChangeOnlyViewSet).await;
    assert_eq!(client.options("/notes/1/").await.json().get("actions"), None);
}

mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub url: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = page::Model)]
struct PageViewSet;

#[tokio::test]
async fn a_new_object_with_a_url_is_located_there() {
    let database = crate::support::database().await;
    database.create_table(page::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("pages", PageViewSet);
    let client = Client::new(router.into_router(database));
    let created = client.post("/pages/", r#"{"url":"http://h/1?a=b"}"#).await;
    created.assert(201, r#"{"id":1,"url":"http://h/1?a=b"}"#);
    assert_eq!(created.header("location"), "http://h/1?a=b");
    // No header is better than a broken one.
    for body in [r#"{"url":null}"#, r#"{"url":"a\r\nSet-Cookie: x"}"#, "{}"] {
        let created = client.post("/pages/", body).await;
        assert_eq!(
            (created.status.as_u16(), created.headers.get("location")),
            (201, None),
            "{body}"
        );
        assert_eq!(created.headers.get("set-cookie"), None);
    }
    for answer in [client.get("/pages/1/").await, client.patch("/pages/1/", "{}").await] {
        assert_eq!(answer.headers.get("location"), None);
    }
    let (notes, _) = serving(OwnViewSet).await;
    let created = send_as(&notes, "ada", Method::POST, "/notes/", r#"{"text":"x"}"#).await;
    assert_eq!((created.status.as_u16(), created.headers.get("location")), (201, None));
}
