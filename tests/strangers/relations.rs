//! Related rows that are shown, and those that are written along.

use http::Method;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};
use seaview::{Request, request::Scopes};
use serde_json::json;

use super::{
    ask,
    filters::world,
    page_label, rows_of_bob,
    scopes::{scopes, serving},
};

#[tokio::test]
async fn related_rows_of_anothers_are_not_shown() {
    let client = serving(&world("alpha", "NULL", true).await, scopes());
    for (url, shown) in [
        // The key that ada wrote herself is hers to see.
        (
            "/pages/1002/",
            r#"{"id":1002,"text":"lost of ada","folder_id":7777,"folder":null,"title":null,"shelf":null,"labels":[],"label_count":0,"remarks":[]}"#,
        ),
        (
            "/all/1001/",
            r#"{"id":1001,"text":"of ada","folder_id":1001,"folder":{"id":1001,"title":"of ada"},"title":"of ada","shelf":1001,"labels":[1001],"label_count":1,"remarks":[{"text":"by ada"}]}"#,
        ),
        (
            "/folders/1001/",
            r#"{"id":1001,"slug":"ada-1001","title":"of ada","parent_id":null,"pages":[{"id":1001,"text":"of ada"}],"page_count":1}"#,
        ),
        (
            "/folders/1003/",
            r#"{"id":1003,"slug":"ada-1003","title":"third of ada","parent_id":1001,"pages":[],"page_count":0}"#,
        ),
        ("/slugs/1002/", r#"{"id":1002,"text":"lost of ada","folder":null}"#),
        ("/links/1002/", r#"{"id":1002,"text":"lost of ada","folder":null}"#),
        ("/folders/1001/pages/", r#"[{"id":1001,"text":"of ada"}]"#),
        (
            "/leaflets/",
            r#"[{"id":1001,"text":"of ada"},{"id":1002,"text":"lost of ada"},{"id":1003,"text":"loose of ada"}]"#,
        ),
        ("/leaflets/?search=alpha", "[]"),
        ("/leaflets/texts/", r#"["of ada","lost of ada","loose of ada"]"#),
    ] {
        ask(&client, &Method::GET, url, "").await.assert(200, shown);
    }
}

fn no_labels(_: &Request) -> Select<page_label::Entity> {
    page_label::Entity::find().filter(page_label::Column::LabelId.lt(0))
}

#[tokio::test]
async fn rows_of_a_junction_table_may_have_a_scope_too() {
    let database = world("alpha", "NULL", true).await;
    let client = serving(&database, Scopes::none().with(no_labels));
    let page = ask(&client, &Method::GET, "/pages/1001/", "").await.json();
    assert_eq!((&page["labels"], &page["label_count"]), (&json!([]), &json!(0)));
    for (url, found) in [
        ("/texts/1001/?labels__isnull=true", 200),
        ("/texts/1001/?labels=1001", 404),
        ("/texts/1001/?labels__name=of+ada", 404),
    ] {
        assert_eq!(ask(&client, &Method::GET, url, "").await.status, found, "{url}");
    }
    let before = page_label::Entity::find().all(database.connection()).await.unwrap();
    assert!(!before.is_empty());
    assert_eq!(ask(&client, &Method::PATCH, "/pages/1001/", r#"{"labels":[]}"#).await.status, 200);
    let after = page_label::Entity::find().all(database.connection()).await.unwrap();
    assert_eq!(after, before);
}

#[tokio::test]
async fn who_replaces_a_list_leaves_what_is_not_seen() {
    let database = world("alpha", "NULL", true).await;
    let client = serving(&database, scopes());
    let before = rows_of_bob(&database).await;
    let labels = async || {
        let of_page = page_label::Entity::find().filter(page_label::Column::PageId.eq(1001));
        let rows = of_page.all(database.connection()).await.unwrap();
        let mut labels: Vec<_> = rows.into_iter().map(|row| row.label_id).collect();
        labels.sort_unstable();
        labels
    };
    for (body, shown, kept) in [
        (r#"{"labels":[1001]}"#, "[1001]", vec![1001, 7777]),
        (r#"{"labels":[]}"#, "[]", vec![7777]),
        (r#"{"labels":[1001]}"#, "[1001]", vec![1001, 7777]),
    ] {
        let answer = ask(&client, &Method::PATCH, "/pages/1001/", body).await;
        assert_eq!((answer.status.as_u16(), &*answer.json()["labels"].to_string()), (200, shown));
        assert_eq!(labels().await, kept, "{body}");
    }
    for (body, shown) in [
        (r#"{"pages":[{"id":1001,"text":"new of ada"}]}"#, r#"[{"id":1001,"text":"new of ada"}]"#),
        (r#"{"pages":[{"id":1001}]}"#, r#"[{"id":1001,"text":"new of ada"}]"#),
    ] {
        let answer = ask(&client, &Method::PATCH, "/folders/1001/", body).await;
        assert_eq!((answer.status.as_u16(), &*answer.json()["pages"].to_string()), (200, shown));
    }
    // Without labels and remarks a page may go.
    ask(&client, &Method::PATCH, "/pages/1002/", r#"{"folder_id":1003}"#).await;
    let answer = ask(&client, &Method::PATCH, "/folders/1003/", r#"{"pages":[]}"#).await;
    answer.assert(
        200,
        r#"{"id":1003,"slug":"ada-1003","title":"third of ada","parent_id":1001,"pages":[],"page_count":0}"#,
    );
    assert_eq!(ask(&client, &Method::GET, "/pages/1002/", "").await.status, 404);
    assert_eq!(rows_of_bob(&database).await, before, "nothing of bob's has changed");
}

#[tokio::test]
async fn a_nested_row_of_anothers_is_none_but_keeps_what_is_its_own() {
    let database = world("alpha", "NULL", true).await;
    let client = serving(&database, scopes());
    let code = "UPDATE page SET code = 'taken' WHERE id = 7778";
    database.connection().execute_unprepared(code).await.unwrap();
    let before = rows_of_bob(&database).await;
    // It is in ada's folder.
    for id in ["7778", "8888"] {
        let body = format!(r#"{{"pages":[{{"id":1001}},{{"id":{id},"code":"x"}}]}}"#);
        let refused = format!(
            r#"{{"pages":{{"1":{{"id":["Invalid pk \"{id}\" - object does not exist."]}}}}}}"#
        );
        ask(&client, &Method::PATCH, "/codes/1001/", &body).await.assert(400, &refused);
    }
    let body = r#"{"pages":[{"id":1001,"code":"taken"}]}"#;
    ask(&client, &Method::PATCH, "/codes/1001/", body)
        .await
        .assert(400, r#"{"pages":{"0":{"code":["page with this code already exists."]}}}"#);
    assert_eq!(rows_of_bob(&database).await, before, "nothing of bob's has changed");
}
