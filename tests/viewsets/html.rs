//! The answers of a viewset as pages.

use http::Method;

use super::{NoteViewSet, OwnViewSet, send_as, serving};

#[tokio::test]
async fn errors_and_empty_answers_keep_their_headers_in_html() {
    let (client, _) = serving(OwnViewSet).await;
    let send = async |method: Method, path: &str| {
        let headers =
            [("accept", "text/html"), ("x-user", "ada"), ("content-type", "application/json")];
        client.send(method, path, &headers, "{").await
    };
    let page = send(Method::GET, "/notes/2/").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (404, "text/html; charset=utf-8")
    );
    assert!(page.text().contains("No Note matches the given query."), "{}", page.text());
    assert!(page.text().contains("<title>Own Instance</title>"), "{}", page.text());
    assert_eq!(page.header("vary"), "Accept, Cookie");

    let head = send(Method::HEAD, "/notes/2/").await;
    assert_eq!((head.status.as_u16(), head.text().as_str()), (404, ""));
    assert_eq!(head.header("content-length"), page.body.len().to_string());

    let broken = send(Method::PUT, "/notes/1/").await;
    assert_eq!(
        (broken.status.as_u16(), broken.header("content-type")),
        (400, "text/html; charset=utf-8")
    );
    assert!(broken.text().contains("JSON parse error"), "{}", broken.text());

    let gone = send(Method::DELETE, "/notes/1/").await;
    gone.assert(204, "");
    assert_eq!(gone.headers.get("content-type"), None);
    assert_eq!(gone.header("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
}

#[tokio::test]
async fn text_that_looks_like_markup_or_a_template_is_shown_as_it_is() {
    let (client, _) = serving(OwnViewSet).await;
    let text = r#"{"text":"<script>alert(1)</script> {path} \"http://h/'"}"#;
    send_as(&client, "ada", Method::POST, "/notes/", text).await;
    let headers = [("accept", "text/html"), ("x-user", "ada")];
    let page = client.send(Method::GET, "/notes/4/?{status}", &headers, "").await.text();
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; {path}"), "{page}");
    assert!(page.contains("/notes/4/?{status}</pre>"), "{page}");
}

#[tokio::test]
async fn accept_may_come_in_several_lines() {
    let (client, _) = serving(NoteViewSet).await;
    let lines = [("accept", "application/xml"), ("accept", "text/html;q=0.5")];
    let page = client.send(Method::GET, "/notes/", &lines, "").await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
}

#[tokio::test]
async fn the_same_is_a_link_away_in_every_format() {
    let (client, _) = serving(NoteViewSet).await;
    let headers = [("accept", "text/html")];
    let page = client.send(Method::GET, "/notes/?a=%3Cb%3E&format=api", &headers, "").await.text();
    let json = "<a href=\"?a=%3Cb%3E&amp;format=json\">json</a>";
    let api = "<a href=\"?a=%3Cb%3E&amp;format=api\">api</a>";
    assert!(page.contains(&format!("<p>Formats: {json}, {api}</p>")), "{page}");
    assert!(page.contains("allow: GET, POST, HEAD, OPTIONS"), "{page}");
    let page = client.get("/notes.api").await.text();
    assert!(!page.contains("Formats:"), "{page}");
}
