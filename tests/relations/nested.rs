//! Rows that are written along with the one they belong to.

use seaview::prelude::*;

use super::{article, client, database, part, press};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = article::Entity)]
struct ArticleSerializer {
    id: i64,
    title: String,
    author_id: i64,
    #[serializer(nested, allow_empty = false)]
    parts: Vec<PartSerializer>,
}

#[derive(ModelSerializer)]
#[serializer(entity = part::Entity, validate = not_both)]
struct PartSerializer {
    #[serializer(max_length = 10)]
    heading: String,
    #[serializer(related = press::Entity, slug_field = code)]
    press: Option<String>,
}

async fn not_both(part: &mut Validated<PartSerializer>, _: &Request) -> Result<()> {
    let heading = part.heading.try_as_ref().map(String::as_str);
    if heading == Some("north") && part.press_id.try_as_ref() == Some(&Some(1)) {
        return Err(Error::validation("North is north."));
    }
    Ok(())
}

#[derive(ModelViewSet)]
#[viewset(serializer = ArticleSerializer)]
struct ArticleViewSet;

async fn articles() -> (Client, Database) {
    let database = database().await;
    (client(database.clone(), ArticleViewSet), database)
}

async fn count(database: &Database) -> u64 {
    use sea_orm::{EntityTrait, PaginatorTrait};

    part::Entity::find().count(database.connection()).await.expect("a count")
}

#[tokio::test]
async fn children_are_created_replaced_and_kept() {
    let (client, database) = articles().await;
    let body = r#"{"title":"One","author_id":1,"parts":[{"heading":"a"},{"heading":"b","press":"south"}]}"#;
    let shown = r#"{"id":1,"title":"One","author_id":1,"parts":[{"heading":"a","press":null},{"heading":"b","press":"south"}]}"#;
    client.post("/articles/", body).await.assert(201, shown);
    client.get("/articles/1/").await.assert(200, shown);
    let kept = client.patch("/articles/1/", r#"{"title":"Two"}"#).await;
    kept.assert(200, &shown.replace("One", "Two"));
    // A value that only children have who make way is free.
    let put = r#"{"title":"One","author_id":1,"parts":[{"heading":"b"}]}"#;
    client.put("/articles/1/", put).await.assert(
        200,
        r#"{"id":1,"title":"One","author_id":1,"parts":[{"heading":"b","press":null}]}"#,
    );
    assert_eq!(count(&database).await, 1);
    client
        .put("/articles/1/", r#"{"title":"One","author_id":1}"#)
        .await
        .assert(400, r#"{"parts":["This field is required."]}"#);
}

#[tokio::test]
async fn errors_stand_at_the_childs_place() {
    let (client, database) = articles().await;
    let post = |parts: &str| format!(r#"{{"title":"One","author_id":1,"parts":{parts}}}"#);
    for (parts, errors) in [
        (r#"{}"#, r#"{"non_field_errors":["Expected a list of items but got type \"dict\"."]}"#),
        (r#""x""#, r#"{"non_field_errors":["Expected a list of items but got type \"str\"."]}"#),
        ("[]", r#"{"non_field_errors":["This list may not be empty."]}"#),
        ("null", r#"["This field may not be null."]"#),
        (
            r#"[{"heading":"a"},{},{"heading":"12345678901","press":"west"},5]"#,
            r#"{"1":{"heading":["This field is required."]},"2":{"heading":["Ensure this field has no more than 10 characters."],"press":["Object with code=west does not exist."]},"3":{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]}}"#,
        ),
        (
            r#"[{"heading":"north","press":"north"},{"heading":"b"}]"#,
            r#"{"0":{"non_field_errors":["North is north."]}}"#,
        ),
    ] {
        let answer = client.post("/articles/", post(parts)).await;
        answer.assert(400, &format!("{{\"parts\":{errors}}}"));
    }
    assert_eq!(count(&database).await, 0);
    assert_eq!(client.get("/articles/").await.text(), "[]");
}

#[tokio::test]
async fn children_of_others_are_unique_too_and_a_clash_among_siblings_writes_nothing() {
    let (client, database) = articles().await;
    let first = r#"{"title":"One","author_id":1,"parts":[{"heading":"a"}]}"#;
    assert_eq!(client.post("/articles/", first).await.status, 201);
    let taken = r#"{"title":"Two","author_id":1,"parts":[{"heading":"b"},{"heading":"a"}]}"#;
    client
        .post("/articles/", taken)
        .await
        .assert(400, r#"{"parts":{"1":{"heading":["part with this heading already exists."]}}}"#);
    let twins = r#"{"title":"Two","author_id":1,"parts":[{"heading":"c"},{"heading":"c"}]}"#;
    assert_eq!(client.post("/articles/", twins).await.status, 400);
    assert_eq!(count(&database).await, 1);
    assert_eq!(client.get("/articles/").await.json().as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_form_writes_children_too() {
    let (client, _) = articles().await;
    let form = "title=One&author_id=1&parts[0]heading=a&parts[1]heading=b&parts[1]press=north";
    client.form(http::Method::POST, "/articles/", form).await.assert(
        201,
        r#"{"id":1,"title":"One","author_id":1,"parts":[{"heading":"a","press":null},{"heading":"b","press":"north"}]}"#,
    );
    let form = "title=Two&author_id=1&parts=x";
    let missing = r#"{"parts":["This field is required."]}"#;
    client.form(http::Method::POST, "/articles/", form).await.assert(400, missing);
}
