//! PUT and PATCH: which columns they write, and what happens meanwhile.

use http::Method;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use seaview::prelude::*;

use super::{NO_NOTE, NoteViewSet, ONE, note, serving, written};

#[tokio::test]
async fn a_patch_writes_only_the_columns_that_change() {
    let (client, database) = serving(NoteViewSet).await;
    let changed = r#"{"id":1,"owner":"ada","text":"one","stars":4,"place":null}"#;
    client.patch("/notes/1/", r#"{"stars":4}"#).await.assert(200, changed);
    assert_eq!(written(&database).await, "any stars");
    // Sent as it is, a value is no change.
    client
        .patch("/notes/1/", r#"{"text":"one","stars":4,"place":null}"#)
        .await
        .assert(200, changed);
    assert_eq!(written(&database).await, "");
    let changed = r#"{"id":1,"owner":"ada","text":"1","stars":4,"place":"Oslo"}"#;
    let patch = r#"{"owner":"bob","text":"1","stars":"4","place":"Oslo","x":0}"#;
    client.patch("/notes/1/", patch).await.assert(200, changed);
    assert_eq!(written(&database).await, "any place text");
    // Null is a value like others.
    client.patch("/notes/1/", r#"{"place":null}"#).await;
    assert_eq!(written(&database).await, "any place");
}

#[tokio::test]
async fn a_patch_of_nothing_is_fine_and_writes_nothing() {
    let (client, database) = serving(NoteViewSet).await;
    client.patch("/notes/1/", "{}").await.assert(200, ONE);
    client.patch("/notes/1/", r#"{"id":7,"owner":"x","unknown":[]}"#).await.assert(200, ONE);
    client.send(Method::PATCH, "/notes/1/", &[], "").await.assert(200, ONE);
    client.form(Method::PATCH, "/notes/1/", "").await.assert(200, ONE);
    assert_eq!(written(&database).await, "");
    client.patch("/notes/9/", "{}").await.assert(404, NO_NOTE);
}

#[tokio::test]
async fn a_put_keeps_optional_fields_that_it_leaves_out() {
    let (client, database) = serving(NoteViewSet).await;
    let put = r#"{"id":2,"owner":"bob","text":"zwei","stars":2,"place":"Rome"}"#;
    client.put("/notes/2/", r#"{"text":"zwei"}"#).await.assert(200, put);
    assert_eq!(written(&database).await, "any text");
    client.put("/notes/2/", "{}").await.assert(400, r#"{"text":["This field is required."]}"#);
    let put = r#"{"id":2,"owner":"bob","text":"zwei","stars":2,"place":null}"#;
    client.put("/notes/2/", r#"{"text":"zwei","place":null,"id":9}"#).await.assert(200, put);
    client.get("/notes/9/").await.assert(404, NO_NOTE);
}

#[tokio::test]
async fn a_put_never_creates() {
    let (client, _) = serving(NoteViewSet).await;
    client.put("/notes/9/", r#"{"text":"x"}"#).await.assert(404, NO_NOTE);
    client.put("/notes/9/", r#"{"id":9,"text":"x"}"#).await.assert(404, NO_NOTE);
    client.put("/notes/9/", "{").await.assert(404, NO_NOTE);
    assert_eq!(client.get("/notes/").await.json().as_array().map(Vec::len), Some(3));
}

/// Between reading and writing another request does what the header says.
#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct RacingViewSet;

impl ModelViewSet for RacingViewSet {
    async fn perform_update(
        &self,
        request: &Request,
        note: Validated<note::Model>,
    ) -> Result<note::Model> {
        request.db().execute_unprepared(request.header("x-sql").unwrap_or_default()).await?;
        note.update(request.db()).await
    }

    async fn perform_destroy(&self, request: &Request, note: note::Model) -> Result<()> {
        request.db().execute_unprepared(request.header("x-sql").unwrap_or_default()).await?;
        note.delete(request.db()).await?;
        Ok(())
    }
}

#[tokio::test]
async fn what_another_request_writes_meanwhile_survives() {
    let (client, _) = serving(RacingViewSet).await;
    let sql = "UPDATE note SET stars = 77, owner = 'eve' WHERE id = 1";
    let headers = [("content-type", "application/json"), ("x-sql", sql)];
    let patched = client.send(Method::PATCH, "/notes/1/", &headers, r#"{"text":"x"}"#).await;
    patched.assert(200, r#"{"id":1,"owner":"eve","text":"x","stars":77,"place":null}"#);
    let sql = "UPDATE note SET stars = 88 WHERE id = 1";
    let headers = [("content-type", "application/json"), ("x-sql", sql)];
    let put = client.send(Method::PUT, "/notes/1/", &headers, r#"{"text":"y"}"#).await;
    put.assert(200, r#"{"id":1,"owner":"eve","text":"y","stars":88,"place":null}"#);
}

#[tokio::test]
async fn a_row_that_goes_away_meanwhile_is_a_404_and_does_not_come_back() {
    for (method, body) in [
        (Method::PUT, r#"{"text":"x"}"#),
        (Method::PATCH, r#"{"text":"x"}"#),
        (Method::PATCH, "{}"),
    ] {
        let (client, _) = serving(RacingViewSet).await;
        let headers =
            [("content-type", "application/json"), ("x-sql", "DELETE FROM note WHERE id = 1")];
        let answer = client.send(method.clone(), "/notes/1/", &headers, body).await;
        assert_eq!(answer.status, 404, "{method} {body}: {}", answer.text());
        client.get("/notes/1/").await.assert(404, NO_NOTE);
    }
    let (client, _) = serving(RacingViewSet).await;
    let headers = [("x-sql", "DELETE FROM note WHERE id = 1")];
    client.send(Method::DELETE, "/notes/1/", &headers, "").await.assert(204, "");
}
