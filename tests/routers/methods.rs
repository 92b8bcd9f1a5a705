//! Methods: unknown ones, HEAD and OPTIONS.

use http::Method;

use super::client;

#[tokio::test]
async fn a_method_that_nobody_knows_is_not_allowed() {
    let client = client().await;
    for method in ["BREW", "TRACE", "PROPFIND", "get", "M-SEARCH"] {
        let answer =
            client.send(Method::from_bytes(method.as_bytes()).unwrap(), "/events/", &[], "").await;
        answer.assert(405, &format!(r#"{{"detail":"Method \"{method}\" not allowed."}}"#));
        assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS", "{method}");
        assert_eq!(answer.header("vary"), "Accept, Cookie", "{method}");
    }
    // 405 comes before the row is looked for.
    client
        .post("/events/99/", "{}")
        .await
        .assert(405, r#"{"detail":"Method \"POST\" not allowed."}"#);
}

#[tokio::test]
async fn the_method_is_the_requests_own_whatever_a_header_says() {
    let client = client().await;
    let delete = [("x-http-method-override", "DELETE"), ("content-type", "application/json")];
    let answer = client.send(Method::POST, "/events/", &delete, r#"{"title":"B"}"#).await;
    answer.assert(201, r#"{"id":3,"title":"B"}"#);
}

#[tokio::test]
async fn a_head_has_the_headers_of_the_get_and_no_body() {
    let client = client().await;
    let html = [("accept", "text/html")];
    for (path, headers) in [
        ("/", &[][..]),
        ("/events/", &[]),
        ("/events/1/", &[]),
        ("/events/99/", &[]),
        ("/events.xml", &[]),
        ("/nothing/", &[]),
        ("/events", &[]),
        ("/events/1/", &html[..]),
        ("/events/99/", &html[..]),
    ] {
        let get = client.send(Method::GET, path, headers, "").await;
        let head = client.send(Method::HEAD, path, headers, "").await;
        assert_eq!(head.text(), "", "{path}");
        assert_eq!((get.status, &get.headers), (head.status, &head.headers), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

#[tokio::test]
async fn options_has_the_doc_comment_and_the_name_of_the_viewset() {
    let client = client().await;
    let list = client.options("/events/").await.json();
    assert_eq!(
        (&list["name"], &list["description"]),
        (&"Event List".into(), &"What is on.".into())
    );
    let row = client.options("/events/1.json").await.json();
    assert_eq!(row["name"], "Event Instance");
    assert_eq!(row["actions"]["PUT"]["title"]["type"], "string");
    assert_eq!(client.options("/events/1/guests/").await.json()["name"], "Guest List");
}
