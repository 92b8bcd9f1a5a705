//! Which format an answer has.

use http::Method;

use crate::parsers::memos;

#[tokio::test]
async fn a_format_is_named_by_the_query_or_by_a_suffix() {
    let client = memos().await;
    let html = [("accept", "text/html")];
    client
        .send(Method::GET, "/memos/?format=json", &[("accept", "application/json")], "")
        .await
        .assert(200, "[]");
    client.get("/memos.json").await.assert(200, "[]");
    assert_eq!(
        client.get("/memos/?format=api").await.header("content-type"),
        "text/html; charset=utf-8"
    );
    assert_eq!(client.get("/memos.api").await.header("content-type"), "text/html; charset=utf-8");
    client.get("/memos/?format=").await.assert(200, "[]");
    client.get("/memos/?format=xml").await.assert(404, r#"{"detail":"Not found."}"#);
    // What `Accept` asks for and the format do not meet.
    assert_eq!(client.send(Method::GET, "/memos/?format=json", &html, "").await.status, 406);
    let xml = client.send(Method::GET, "/memos/", &[("accept", "application/xml")], "").await;
    xml.assert(406, r#"{"detail":"Could not satisfy the request Accept header."}"#);
}
