//! Where plain views are, and what their paths capture.

use seaview::{SimpleRouter, prelude::*};

use super::{PotViewSet, WhereView, database, serving};
use crate::support::Client;

async fn client() -> Client {
    let router = DefaultRouter::new()
        .register("pots", PotViewSet)
        .view("where", WhereView)
        .view("/shelves/{shelf}/pots/{pot}/", WhereView)
        .view("kinds/{kind}", WhereView)
        .view("pots/special", WhereView)
        .view_with_name("by-name", WhereView, "named");
    serving(router).await
}

#[tokio::test]
async fn a_path_captures_any_number_of_segments() {
    let client = client().await;
    for (path, kwargs) in [
        ("/where/", "[]"),
        ("/kinds/tea/", r#"[["kind","tea"]]"#),
        ("/kinds/caf%C3%A9%20noir/", r#"[["kind","café noir"]]"#),
        ("/shelves/3/pots/x-y/", r#"[["shelf","3"],["pot","x-y"]]"#),
        // Beside a viewset, whose rows are named by numbers.
        ("/pots/special/", "[]"),
    ] {
        let body = format!(r#"{{"kwargs":{kwargs},"url":null}}"#);
        client.get(path).await.assert(200, &body);
    }
    for path in
        ["/kinds/", "/kinds/a.b/", "/kinds/a/b/", "/kinds//", "/shelves/1/pots/", "//where/"]
    {
        let answer = client.get(path).await;
        answer.assert(404, r#"{"detail":"Not found."}"#);
        assert_eq!(answer.header("allow"), "", "{path}");
    }
}

#[tokio::test]
async fn a_plain_view_has_no_format_suffix() {
    let client = client().await;
    for path in ["/where.json", "/where.json/", "/kinds/tea.json", "/pots/special.json"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (404, ""), "{path}");
    }
    client.get("/pots.json").await.assert(200, "[]");
    let named = client.get("/where/?format=json").await;
    named.assert(200, r#"{"kwargs":[],"url":null}"#);
    assert_eq!(client.get("/where/?format=xml").await.status, 404);
}

#[tokio::test]
async fn the_api_root_does_not_list_it() {
    let root = client().await.get("/").await;
    root.assert(200, r#"{"pots":"http://testserver/pots/"}"#);
}

#[tokio::test]
async fn the_slash_at_the_end_is_that_of_the_router() {
    let client = client().await;
    let redirect = client.post("/kinds/tea?x=1", "{}").await;
    assert_eq!((redirect.status.as_u16(), redirect.header("location")), (301, "/kinds/tea/?x=1"));
    let router = SimpleRouter::new().trailing_slash(false).view("kinds/{kind}", WhereView);
    let client = Client::new(router.into_router(database().await));
    assert_eq!(client.get("/kinds/tea").await.status, 200);
    assert_eq!(client.get("/kinds/tea/").await.status, 404);
}

#[tokio::test]
async fn a_view_is_known_by_the_text_of_its_path_or_by_the_name_it_was_given() {
    let client = client().await;
    for (name, url) in [
        ("where", "\"http://testserver/where/\""),
        ("kinds", "\"http://testserver/kinds/a%20b/\""),
        ("pots-special", "\"http://testserver/pots/special/\""),
        ("named", "\"http://testserver/by-name/\""),
        ("by-name", "null"),
        // One value cannot stand for two.
        ("shelves-pots", "null"),
    ] {
        let answer = client.get(&format!("/where/?of={name}")).await;
        answer.assert(200, &format!(r#"{{"kwargs":[],"url":{url}}}"#));
    }
}

struct SpyViewSet;

impl seaview::ViewSet for SpyViewSet {
    type Serializer = super::pot::Model;
}

impl ModelViewSet for SpyViewSet {
    async fn list(&self, request: &Request) -> Result {
        Response::json(&[request.reverse("where", ""), request.reverse("pot-list", "")])
    }
}

#[tokio::test]
async fn a_link_from_a_format_to_a_plain_view_has_no_suffix() {
    let router = DefaultRouter::new().register("pots", SpyViewSet).view("where", WhereView);
    let links = serving(router).await.get("/pots.json").await;
    links.assert(200, r#"["http://testserver/where/","http://testserver/pots.json"]"#);
}

#[tokio::test]
async fn a_view_at_the_empty_path_stands_in_for_the_api_root() {
    let client = serving(DefaultRouter::new().view("", WhereView)).await;
    client.get("/?of=where").await.assert(200, r#"{"kwargs":[],"url":"http://testserver/"}"#);
}
