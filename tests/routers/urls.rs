//! Paths of every shape, and those that are nobody's.

use http::Method;

use super::{EVENTS, NOT_FOUND, assert_unknown, client};

#[tokio::test]
async fn neighbours_may_call_the_same_place_of_a_url_differently() {
    let client = client().await;
    client.get("/events/2/").await.assert(200, r#"{"id":2,"title":"Gala"}"#);
    client
        .get("/events/2/guests/")
        .await
        .assert(200, r#"[{"id":2,"event_id":2,"name":"Bob"},{"id":3,"event_id":2,"name":"Cyd"}]"#);
    client.get("/events/1/guests/1/").await.assert(200, r#"{"id":1,"event_id":1,"name":"Ada"}"#);
    // The guest of another event is none of this one.
    let none = r#"{"detail":"No Guest matches the given query."}"#;
    client.get("/events/1/guests/2/").await.assert(404, none);
    client.patch("/events/1/guests/2/", r#"{"name":"x"}"#).await.assert(404, none);
    client.get("/events/x/guests/").await.assert(200, "[]");
    for path in ["/events//guests/", "/events/1.5/guests/", "/events/1/guests//"] {
        assert_unknown(&client.get(path).await, path);
    }
}

#[tokio::test]
async fn a_row_is_named_by_its_slug_decoded() {
    let client = client().await;
    client.get("/venues/opera/").await.assert(200, r#"{"id":1,"slug":"opera"}"#);
    client.get("/venues/%6Fpera/").await.assert(200, r#"{"id":1,"slug":"opera"}"#);
    client.get("/venues/caf%C3%A9/").await.assert(200, r#"{"id":2,"slug":"café"}"#);
    client.get("/venues/a%20b/").await.assert(200, r#"{"id":3,"slug":"a b"}"#);
    client.get("/venues/100%25/").await.assert(200, r#"{"id":4,"slug":"100%"}"#);
    let none = r#"{"detail":"No Venue matches the given query."}"#;
    for value in [
        "Opera", "opera%20", "%20opera", "a+b", "1", "%25", "'", "opera'--", "%FF", "opera%00",
        "100%2525",
    ] {
        client.get(&format!("/venues/{value}/")).await.assert(404, none);
    }
    client.get("/venues/opera%2F").await.assert(200, r#"{"id":1,"slug":"opera"}"#);
    // A slash is a slash however it is written, as in Django.
    assert_unknown(&client.get("/venues/opera%2Fx/").await, "%2F");
}

#[tokio::test]
async fn a_url_that_is_nobodys_is_a_404_in_json() {
    let client = client().await;
    let paths = [
        "/nothing",
        "/nothing/",
        "//",
        "///",
        "//events/",
        "/events//",
        "/events//1/",
        "/Events/",
        "/events/1/2/",
        "/events/1/guests/1/2/",
        "/./events/",
        "/../events/",
        "/events/../events/",
        "/events/%2E%2E/",
        "/%2Fevents/",
        "/events;x=1/",
        "/events%20/",
        "/%00",
        "/%",
        "/%zz/",
        "/%ff%fe/",
        "/{prefix}/",
        "/events/{pk}/guests/{pk}/x/",
        "/.well-known/security.txt",
        "/.",
        "/..",
        "/*",
        "/events/1%2F/",
    ];
    for path in paths {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let answer = client.json(method.clone(), path, "{").await;
            assert_unknown(&answer, path);
        }
        let head = client.send(Method::HEAD, path, &[], "").await;
        assert_eq!((head.status.as_u16(), head.text().as_str()), (404, ""), "{path}");
    }
}

#[tokio::test]
async fn a_path_may_be_as_long_as_http_takes_it() {
    let client = client().await;
    let long = "9".repeat(60_000);
    let none = r#"{"detail":"No Event matches the given query."}"#;
    client.get(&format!("/events/{long}/")).await.assert(404, none);
    client.get(&format!("/events/-{long}/")).await.assert(404, none);
    client
        .get(&format!("/venues/{long}/"))
        .await
        .assert(404, r#"{"detail":"No Venue matches the given query."}"#);
    assert_unknown(&client.get(&"/a".repeat(30_000)).await, "/a/a/a…");
    assert_unknown(&client.get(&"/".repeat(60_000)).await, "/////…");
    client.get(&format!("/events.{long}")).await.assert(404, NOT_FOUND);
    assert_unknown(&client.get(&format!("/{}", ".".repeat(60_000))).await, "/....");
    client.get(&format!("/events/?{long}")).await.assert(200, EVENTS);
}
