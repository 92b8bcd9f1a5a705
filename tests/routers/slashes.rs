//! The slash at the end of a URL.

use http::Method;
use seaview::TrailingSlash;

use super::{EVENTS, assert_unknown, client, database, router};
use crate::support::Client;

async fn with(slash: TrailingSlash) -> Client {
    Client::new(router().trailing_slash(slash).into_router(database().await))
}

#[tokio::test]
async fn a_url_without_its_slash_is_redirected_whatever_the_method() {
    let client = client().await;
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];
    for method in methods {
        for (path, location) in [
            ("/events", "/events/"),
            ("/events?b=2&a=x%20y&b=", "/events/?b=2&a=x%20y&b="),
            ("/events/1", "/events/1/"),
            ("/events/99?", "/events/99/?"),
            ("/events/1/guests/2", "/events/1/guests/2/"),
            ("/venues/caf%C3%A9", "/venues/caf%C3%A9/"),
            ("/events/%31%2B;a=%22", "/events/1+%3Ba%3D%22/"),
            ("/venues/%ff", "/venues/%25FF/"),
        ] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let json = [("content-type", "application/json")];
            let answer = client.send(method.clone(), path, &json, r#"{"title":"x"}"#).await;
            assert_eq!(
                (answer.status.as_u16(), answer.text().as_str()),
                (301, ""),
                "{method} {path}"
            );
            assert_eq!(answer.header("location"), location, "{method}");
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{method}");
        }
    }
    client.get("/events/").await.assert(200, EVENTS);
}

#[tokio::test]
async fn without_slashes_the_other_form_is_unknown() {
    let client = with(TrailingSlash::Absent).await;
    client.get("/events").await.assert(200, EVENTS);
    client.get("/events/2").await.assert(200, r#"{"id":2,"title":"Gala"}"#);
    for path in ["/events/", "/events/2/", "/events/?page=1", "/events//"] {
        assert_unknown(&client.get(path).await, path);
    }
    let post = client.post("/events/", r#"{"title":"x"}"#).await;
    assert_unknown(&post, "POST /events/");
    // A suffix may have a slash all the same.
    client.get("/events.json/").await.assert(200, EVENTS);
    let links = r#"{"venues":"http://testserver/venues","events":"http://testserver/events"}"#;
    client.get("/").await.assert(200, links);
}

#[tokio::test]
async fn a_bool_says_whether_urls_end_in_a_slash() {
    let absent = router().trailing_slash(false).into_router(database().await);
    Client::new(absent).get("/events").await.assert(200, EVENTS);
    let required = router().trailing_slash(true).into_router(database().await);
    assert_eq!(Client::new(required).get("/events").await.status, 301);
}

#[tokio::test]
async fn either_form_is_answered_and_links_end_in_a_slash() {
    let client = with(TrailingSlash::Either).await;
    for path in ["/events", "/events/", "/events.json", "/events.json/"] {
        client.get(path).await.assert(200, EVENTS);
    }
    client.get("/events/1").await.assert(200, r#"{"id":1,"title":"Premiere"}"#);
    client.post("/events", r#"{"title":"Ball"}"#).await.assert(201, r#"{"id":3,"title":"Ball"}"#);
    let links = r#"{"venues":"http://testserver/venues/","events":"http://testserver/events/"}"#;
    client.get("/").await.assert(200, links);
    assert_unknown(&client.get("/events//").await, "/events//");
}
