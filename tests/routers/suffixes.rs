//! Format suffixes, as in `/events.json`.

use http::Method;

use super::{EVENTS, NOT_FOUND, assert_unknown, client};

#[tokio::test]
async fn a_suffix_names_the_format_with_and_without_a_slash() {
    let client = client().await;
    for path in ["/events.json", "/events.json/", "/events%2Ejson"] {
        client.get(path).await.assert(200, EVENTS);
    }
    for path in ["/events/1.json", "/events/1.json/"] {
        client.get(path).await.assert(200, r#"{"id":1,"title":"Premiere"}"#);
    }
    client
        .get("/events/2/guests/2.json")
        .await
        .assert(200, r#"{"id":2,"event_id":2,"name":"Bob"}"#);
    let page = client.get("/events.api").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    // The suffix is asked before the parameter, and `Accept` among what is left.
    client.get("/events.json?format=api").await.assert(200, EVENTS);
    let html = [("accept", "text/html")];
    client
        .send(Method::GET, "/events.json", &html, "")
        .await
        .assert(406, r#"{"detail":"Could not satisfy the request Accept header."}"#);
    client.post("/events.json", r#"{"title":"B"}"#).await.assert(201, r#"{"id":3,"title":"B"}"#);
}

#[tokio::test]
async fn an_unknown_format_is_a_404_of_the_view() {
    let client = client().await;
    for path in
        ["/events.xml", "/events.zzz/", "/events/?format=xml", "/events/?format=json&format=x"]
    {
        let answer = client.get(path).await;
        answer.assert(404, NOT_FOUND);
        assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS", "{path}");
        // Nobody looked at the session yet.
        assert_eq!(answer.header("vary"), "Accept", "{path}");
    }
    let answer = client.get("/events/1.5/").await;
    answer.assert(404, NOT_FOUND);
    assert_eq!(answer.header("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
    // An empty parameter asks for nothing.
    client.get("/events/?format=").await.assert(200, EVENTS);
}

#[tokio::test]
async fn what_does_not_look_like_a_suffix_is_unknown() {
    let client = client().await;
    let paths = [
        "/events.JSON",
        "/events.",
        "/events/.json",
        "/events/1/.json",
        "/events.json.json",
        "/events..json",
        "/events.js-on",
        "/.json.json",
        "/events/1.2.json",
    ];
    for path in paths {
        assert_unknown(&client.get(path).await, path);
    }
}
