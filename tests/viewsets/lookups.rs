//! How a URL names one row: keys of every kind, and other columns.

use http::Method;
use sea_orm::DbBackend;
use seaview::prelude::*;

use super::{NO_NOTE, ONE, note, serving, written};
use crate::support::{Client, backend};

mod part {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "part")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod bolt {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "bolt")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: u32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod language {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "language")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        #[serializer(validate = lower_case)]
        pub code: String,
        pub name: String,
    }

    fn lower_case(code: String) -> Result<String, seaview::ValidationError> {
        Ok(code.to_lowercase())
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = part::Model)]
struct PartViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = bolt::Model)]
struct BoltViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = language::Model)]
struct LanguageViewSet;

async fn keyed() -> Client {
    let database = crate::support::database().await;
    database.create_table(part::Entity).await.expect("a table");
    database.create_table(language::Entity).await.expect("a table");
    let mut router =
        DefaultRouter::new().register("parts", PartViewSet).register("languages", LanguageViewSet);
    if database.backend() != DbBackend::Postgres {
        database.create_table(bolt::Entity).await.expect("a table");
        router = router.register("bolts", BoltViewSet);
    }
    Client::new(router.into_router(database))
}

#[tokio::test]
async fn keys_are_integers_of_any_width() {
    let client = keyed().await;
    // PostgreSQL has no unsigned integers.
    let kinds = if backend() == DbBackend::Postgres { 1 } else { 2 };
    for (prefix, model) in [("parts", "Part"), ("bolts", "Bolt")].into_iter().take(kinds) {
        let none = format!(r#"{{"detail":"No {model} matches the given query."}}"#);
        let one = r#"{"id":1,"name":"a"}"#;
        client.post(&format!("/{prefix}/"), r#"{"name":"a"}"#).await.assert(201, one);
        // What Python's `int()` reads as 1.
        for key in ["1", "01", "%201", "+1", "%D9%A1"] {
            client.get(&format!("/{prefix}/{key}/")).await.assert(200, one);
        }
        for key in ["2", "-1", "0", "1_0", "4294967296", "4294967297", "99999999999999999999999999"]
        {
            client.get(&format!("/{prefix}/{key}/")).await.assert(404, &none);
        }
        for key in ["a", "1a", "0x1", "1e0", "%20", "true", "null", "1,2", "--1", "_1"] {
            client
                .get(&format!("/{prefix}/{key}/"))
                .await
                .assert(404, r#"{"detail":"Not found."}"#);
        }
        client
            .patch(&format!("/{prefix}/1/"), r#"{"name":"b"}"#)
            .await
            .assert(200, r#"{"id":1,"name":"b"}"#);
        client.delete(&format!("/{prefix}/1/")).await.assert(204, "");
        client.get(&format!("/{prefix}/")).await.assert(200, "[]");
    }
}

#[tokio::test]
async fn keys_may_be_text_that_the_client_chooses() {
    let client = keyed().await;
    let german = r#"{"code":"de","name":"German"}"#;
    client.post("/languages/", german).await.assert(201, german);
    client.get("/languages/de/").await.assert(200, german);
    let none = r#"{"detail":"No Language matches the given query."}"#;
    client.get("/languages/DE/").await.assert(404, none);
    client
        .post("/languages/", german)
        .await
        .assert(400, r#"{"code":["language with this code already exists."]}"#);
    client
        .post("/languages/", r#"{"name":"x"}"#)
        .await
        .assert(400, r#"{"code":["This field is required."]}"#);
    let changed = r#"{"code":"de","name":"Deutsch"}"#;
    client.put("/languages/de/", changed).await.assert(200, changed);
    client.patch("/languages/de/", r#"{"name":"German"}"#).await.assert(200, german);
    client.put("/languages/fr/", r#"{"code":"fr","name":"x"}"#).await.assert(404, none);
    client.delete("/languages/de/").await.assert(204, "");
}

#[tokio::test]
async fn the_key_of_a_row_stays_whatever_a_client_sends() {
    let client = keyed().await;
    for language in [r#"{"code":"DE","name":"German"}"#, r#"{"code":"fr","name":"French"}"#] {
        assert_eq!(client.post("/languages/", language).await.status, 201);
    }
    client
        .patch("/languages/de/", r#"{"code":"fr","name":"x"}"#)
        .await
        .assert(400, r#"{"code":["language with this code already exists."]}"#);
    // Free when it was checked, and another row's once the field has made it lower case.
    let kept = r#"{"code":"de","name":"x"}"#;
    client.patch("/languages/de/", r#"{"code":"FR","name":"x"}"#).await.assert(200, kept);
    client.put("/languages/de/", r#"{"code":"nl","name":"x"}"#).await.assert(200, kept);
    client
        .get("/languages/")
        .await
        .assert(200, r#"[{"code":"de","name":"x"},{"code":"fr","name":"French"}]"#);
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model, lookup_field = text, lookup_value = |value: &str| value.len() <= 3)]
struct ByTextViewSet;

impl ModelViewSet for ByTextViewSet {}

#[tokio::test]
async fn a_row_may_be_named_by_any_column_whose_values_look_right() {
    let (client, database) = serving(ByTextViewSet).await;
    client.get("/notes/one/").await.assert(200, ONE);
    client.get("/notes/ONE/").await.assert(404, NO_NOTE);
    client.get("/notes/1/").await.assert(404, NO_NOTE);
    // Too long: no such URL, whether there is a row or not.
    for method in [Method::GET, Method::DELETE, Method::OPTIONS, Method::POST] {
        let answer = client.json(method, "/notes/three/", "{}").await;
        answer.assert(404, r#"{"detail":"Not found."}"#);
        assert_eq!(answer.headers.get("allow"), None);
    }
    client.get("/notes/three").await.assert(404, r#"{"detail":"Not found."}"#);
    // The row's new name is its URL from now on.
    assert_eq!(client.patch("/notes/one/", r#"{"text":"uno"}"#).await.json()["id"], 1);
    assert_eq!(written(&database).await, "any text");
    client.get("/notes/one/").await.assert(404, NO_NOTE);
    client.delete("/notes/uno/").await.assert(204, "");
}

mod seat {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "seat")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub line: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        #[sea_orm(unique)]
        pub label: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = seat::Model)]
struct SeatViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = seat::Model, lookup_field = label)]
struct LabelViewSet;

#[tokio::test]
async fn a_key_of_two_columns_has_a_list_and_rows_by_another_column() {
    let database = crate::support::database().await;
    database.create_table(seat::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("seats", SeatViewSet).register_with_basename(
        "labels",
        LabelViewSet,
        "label",
    );
    let client = Client::new(router.into_router(database));
    // Neither column alone is unique, both together are.
    for seat in [
        r#"{"line":1,"number":1,"label":"a"}"#,
        r#"{"line":1,"number":2,"label":"b"}"#,
        r#"{"line":2,"number":1,"label":"c"}"#,
    ] {
        client.post("/seats/", seat).await.assert(201, seat);
    }
    client
        .post("/seats/", r#"{"line":1,"number":2,"label":"d"}"#)
        .await
        .assert(400, r#"{"non_field_errors":["The fields line, number must make a unique set."]}"#);
    client.get("/seats/1/").await.assert(404, r#"{"detail":"Not found."}"#);
    client.get("/labels/b/").await.assert(200, r#"{"line":1,"number":2,"label":"b"}"#);
    // The key stays here too.
    let moved = client.patch("/labels/b/", r#"{"line":2,"number":1,"label":"x"}"#).await;
    moved.assert(200, r#"{"line":1,"number":2,"label":"x"}"#);
    client.delete("/labels/x/").await.assert(204, "");
    assert_eq!(client.get("/seats/").await.json().as_array().map(Vec::len), Some(2));
}
