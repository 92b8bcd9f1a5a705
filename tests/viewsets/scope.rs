//! Which rows a viewset sees: those of its queryset that the filters leave.

use http::Method;
use seaview::prelude::*;

use super::{NO_NOTE, ONE, OwnViewSet, note, send_as, serving, written};

#[tokio::test]
async fn another_users_row_is_answered_byte_for_byte_as_one_that_is_not_there() {
    let (client, database) = serving(OwnViewSet).await;
    let methods =
        [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    for method in methods {
        for body in ["", "{", r#"{"text":"x"}"#, r#"{"id":2,"text":"two","owner":"ada"}"#] {
            for suffix in ["/", "/?format=json", ".json", "/?search=two&ordering=-id"] {
                let hidden =
                    send_as(&client, "ada", method.clone(), &format!("/notes/2{suffix}"), body)
                        .await;
                let missing =
                    send_as(&client, "ada", method.clone(), &format!("/notes/99{suffix}"), body)
                        .await;
                assert_eq!(hidden.status, missing.status, "{method} {body} {suffix}");
                assert_eq!(hidden.headers, missing.headers, "{method} {body} {suffix}");
                assert_eq!(hidden.text(), missing.text(), "{method} {body} {suffix}");
                if method == Method::OPTIONS {
                    assert_eq!(hidden.status, 200);
                    assert!(!hidden.text().contains("actions"), "{}", hidden.text());
                } else {
                    let text = if method == Method::HEAD { "" } else { NO_NOTE };
                    hidden.assert(404, text);
                }
            }
        }
    }
    let two = r#"{"id":2,"owner":"bob","text":"two","stars":2,"place":"Rome"}"#;
    send_as(&client, "bob", Method::GET, "/notes/2/", "").await.assert(200, two);
    assert_eq!(written(&database).await, "");
}

#[tokio::test]
async fn each_user_lists_and_changes_only_what_the_queryset_shows() {
    let (client, _) = serving(OwnViewSet).await;
    let list = send_as(&client, "bob", Method::GET, "/notes/", "").await;
    list.assert(200, r#"[{"id":2,"owner":"bob","text":"two","stars":2,"place":"Rome"}]"#);
    send_as(&client, "cyd", Method::GET, "/notes/", "").await.assert(200, "[]");
    client.get("/notes/").await.assert(200, "[]");

    // The owner is not the client's to say.
    let answer =
        send_as(&client, "bob", Method::POST, "/notes/", r#"{"text":"new","owner":"ada"}"#).await;
    answer.assert(201, r#"{"id":4,"owner":"bob","text":"new","stars":5,"place":null}"#);
    let answer =
        send_as(&client, "bob", Method::PATCH, "/notes/4/", r#"{"owner":"ada","stars":6}"#).await;
    answer.assert(200, r#"{"id":4,"owner":"bob","text":"new","stars":6,"place":null}"#);
    send_as(&client, "bob", Method::DELETE, "/notes/4/", "").await.assert(204, "");
    send_as(&client, "bob", Method::DELETE, "/notes/4/", "").await.assert(404, NO_NOTE);
    send_as(&client, "ada", Method::GET, "/notes/1/", "").await.assert(200, ONE);
    client
        .post("/notes/", r#"{"text":"x"}"#)
        .await
        .assert(403, r#"{"detail":"You do not have permission to perform this action."}"#);
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = note::Model,
    filterset_fields(owner, stars(gte)),
    search_fields(text),
    ordering_fields(stars)
)]
struct FilteredViewSet;

#[tokio::test]
async fn one_row_is_looked_for_among_the_filtered_ones() {
    let (client, database) = serving(FilteredViewSet).await;
    client.get("/notes/1/?owner=ada&search=one&ordering=-stars").await.assert(200, ONE);
    for query in ["owner=bob", "stars__gte=2", "search=two"] {
        let path = format!("/notes/1/?{query}");
        client.get(&path).await.assert(404, NO_NOTE);
        client.patch(&path, r#"{"text":"x"}"#).await.assert(404, NO_NOTE);
        client.put(&path, r#"{"text":"x"}"#).await.assert(404, NO_NOTE);
        client.delete(&path).await.assert(404, NO_NOTE);
        assert_eq!(client.options(&path).await.json().get("actions"), None);
    }
    client.get("/notes/1/?stars__gte=x").await.assert(400, r#"{"stars__gte":["Enter a number."]}"#);
    client
        .delete("/notes/1/?stars__gte=x")
        .await
        .assert(400, r#"{"stars__gte":["Enter a number."]}"#);
    assert_eq!(written(&database).await, "");
    client.get("/notes/1/").await.assert(200, ONE);
}
