//! Values that may be there only once.

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Set};
use seaview::prelude::*;

use super::{label, labels, labels_in};
use crate::{fields::patched, support::Client};

#[tokio::test]
async fn unique_is_told_before_the_other_validators_and_beside_other_fields() {
    let client = labels().await;
    assert_eq!(client.post("/labels/", r#"{"code":"ab1","size":1,"weight":1}"#).await.status, 201);
    assert_eq!(client.post("/labels/", r#"{"code":"ab2","size":1,"weight":1}"#).await.status, 201);
    let taken = "label with this code already exists.";
    client.post("/labels/", r#"{"code":" ab1 ","size":11}"#).await.assert(
        400,
        &format!(
            r#"{{"code":["{taken}"],"size":["Ensure this value is less than or equal to 10."],"weight":["This field is required."]}}"#
        ),
    );
    assert_eq!(patched(&client, "/labels/2/", "code", r#""ab1""#).await, taken);
    assert_eq!(patched(&client, "/labels/1/", "code", r#""ab1""#).await, r#""ab1""#);
    assert_eq!(patched(&client, "/labels/1/", "code", r#""AB1""#).await, r#""AB1""#);
    let put = client.put("/labels/2/", r#"{"code":"AB1","size":1,"weight":1}"#).await;
    put.assert(400, &format!(r#"{{"code":["{taken}"]}}"#));
}

#[tokio::test]
async fn a_unique_value_that_is_also_too_short_has_both_messages() {
    let database = crate::support::database().await;
    let client = labels_in(&database).await;
    // Written when the column was wider, or by another program.
    let wider = match database.backend() {
        DbBackend::Sqlite => None,
        DbBackend::MySql => Some("ALTER TABLE label MODIFY code VARCHAR(20) NOT NULL"),
        _ => Some("ALTER TABLE label ALTER COLUMN code TYPE VARCHAR(20)"),
    };
    if let Some(wider) = wider {
        database.connection().execute_unprepared(wider).await.expect("a wider column");
    }
    let labels = ["a", "longer than eight"].map(|code| label::ActiveModel {
        code: Set(code.to_owned()),
        size: Set(1),
        weight: Set(1.0),
        ratio: Set(1.0),
        note: Set(String::new()),
        raw: Set(String::new()),
        r#type: Set(String::new()),
        shown: Set(true),
        even: Set(0),
        ..Default::default()
    });
    label::Entity::insert_many(labels).exec(database.connection()).await.expect("two labels");
    let taken = "label with this code already exists.";
    for (code, limit) in [
        ("a", "Ensure this field has at least 3 characters."),
        ("longer than eight", "Ensure this field has no more than 8 characters."),
    ] {
        let label = format!(r#"{{"code":"{code}","size":1,"weight":1}}"#);
        let refused = format!(r#"{{"code":["{taken}","{limit}"]}}"#);
        client.post("/labels/", label).await.assert(400, &refused);
    }
}

/// A key that clients choose.
mod country {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "natural_country")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    code: String,
    name: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer)]
struct CountryViewSet;

#[tokio::test]
async fn a_key_that_clients_choose_is_taken_once() {
    let database = crate::support::database().await;
    database.create_table(country::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("countries", CountryViewSet);
    let client = Client::new(router.into_router(database));
    let de = r#"{"code":"de","name":"Germany"}"#;
    client.post("/countries/", de).await.assert(201, de);
    let taken = r#"{"code":["country with this code already exists."]}"#;
    client.post("/countries/", de).await.assert(400, taken);
    client.put("/countries/de/", de).await.assert(200, de);
    let fr = r#"{"code":"fr","name":"France"}"#;
    client.post("/countries/", fr).await.assert(201, fr);
    client.patch("/countries/fr/", r#"{"code":"de"}"#).await.assert(400, taken);
    client.get("/countries/").await.assert(200, &format!("[{de},{fr}]"));
    // A key stays with its row.
    let at = r#"{"code":"at","name":"Austria"}"#;
    client.put("/countries/de/", at).await.assert(200, r#"{"code":"de","name":"Austria"}"#);
    assert_eq!(client.get("/countries/at/").await.status, 404);
}
