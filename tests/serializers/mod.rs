//! Serializers: what the options of their fields mean.

mod constraints;
mod hooks;
mod plain;
mod shape;
mod unique;

use http::Method;
use sea_orm::ConnectionTrait;
use seaview::{ErrorDetail, prelude::*};
use serde_json::Value;

use crate::support::Client;

/// Options of every kind.
mod label {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "label")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(8))")]
        pub code: String,
        #[sea_orm(default_value = "plain")]
        pub look: String,
        pub size: i32,
        pub weight: f64,
        pub ratio: f32,
        pub secret: Option<String>,
        pub made_by: Option<String>,
        #[sea_orm(column_name = "text_of_note")]
        pub note: String,
        pub raw: String,
        pub r#type: String,
        pub shown: bool,
        pub even: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn even(value: i64) -> Result<i64, ValidationError> {
    match value {
        13 => Err(ValidationError::messages([
            ErrorDetail::new("Unlucky.", "unlucky"),
            ErrorDetail::new("And odd.", "odd"),
        ])),
        value if value % 2 == 0 => Ok(value / 2 * 2 + 100),
        _ => Err("Odd.".into()),
    }
}

#[derive(ModelSerializer)]
#[serializer(entity = label::Entity)]
struct LabelSerializer {
    id: i64,
    #[serializer(min_length = 3)]
    code: String,
    look: String,
    #[serializer(min_value = -5, max_value = 10, label = "How big", help_text = "In hands.")]
    size: i32,
    #[serializer(min_value = 0.5, max_value = 10)]
    weight: f64,
    #[serializer(min_value = 0.1, max_value = 0.7, default = 0.1)]
    ratio: f32,
    #[serializer(write_only)]
    secret: Option<String>,
    #[serializer(read_only)]
    made_by: Option<String>,
    #[serializer(source = note, allow_blank = true)]
    remark: String,
    #[serializer(trim_whitespace = false, default = " raw ", max_length = 6)]
    raw: String,
    #[serializer(default = "kind")]
    r#type: String,
    #[serializer(default = true)]
    shown: bool,
    /// Divisible by two.
    #[serializer(validate = even, required = false, default = 0)]
    even: i64,
}

#[derive(ModelViewSet)]
#[viewset(serializer = LabelSerializer)]
struct LabelViewSet;

async fn labels() -> Client {
    labels_in(&crate::support::database().await).await
}

async fn labels_in(database: &Database) -> Client {
    database.create_table(label::Entity).await.expect("a table");
    Client::new(DefaultRouter::new().register("labels", LabelViewSet).into_router(database.clone()))
}

#[tokio::test]
async fn what_is_not_sent_has_its_default_or_that_of_the_column() {
    let client = labels().await;
    let label = r#"{"code":"abc","size":1,"weight":1}"#;
    let made = concat!(
        r#"{"id":1,"code":"abc","look":"plain","size":1,"weight":1.0,"ratio":0.1,"made_by":null,"#,
        r#""remark":"","raw":" raw ","type":"kind","shown":true,"even":100}"#
    );
    client.post("/labels/", label).await.assert(201, made);
    // Defaults are not for PATCH; of PUT they are, as in DRF, where the column's are not.
    let patch = r#"{"look":"b","raw":"c","type":"d","shown":false,"ratio":0.5,"remark":"e"}"#;
    let patched = concat!(
        r#"{"id":1,"code":"abc","look":"b","size":1,"weight":1.0,"ratio":0.5,"made_by":null,"#,
        r#""remark":"e","raw":"c","type":"d","shown":false,"even":100}"#
    );
    client.patch("/labels/1/", patch).await.assert(200, patched);
    client.patch("/labels/1/", "{}").await.assert(200, patched);
    client.put("/labels/1/", label).await.assert(
        200,
        concat!(
            r#"{"id":1,"code":"abc","look":"b","size":1,"weight":1.0,"ratio":0.1,"made_by":null,"#,
            r#""remark":"e","raw":" raw ","type":"kind","shown":true,"even":100}"#
        ),
    );
}

#[tokio::test]
async fn a_form_without_a_check_box_takes_the_stated_default() {
    let client = labels().await;
    let made =
        client.form(Method::POST, "/labels/", "code=abc&size=1&weight=1&remark=&look=").await;
    assert_eq!(made.status, 201, "{}", made.text());
    let json = made.json();
    assert_eq!(
        (&json["shown"], &json["remark"], &json["look"]),
        (&true.into(), &"".into(), &"plain".into())
    );
}

#[tokio::test]
async fn read_only_is_ignored_and_write_only_is_never_shown() {
    let database = crate::support::database().await;
    let client = labels_in(&database).await;
    let label = r#"{"id":7,"code":"abc","size":1,"weight":1,"made_by":"me","secret":"s3"}"#;
    let made = client.post("/labels/", label).await;
    assert_eq!(
        (made.status.as_u16(), &made.json()["id"], &made.json()["made_by"]),
        (201, &1.into(), &Value::Null)
    );
    for answer in [made, client.get("/labels/").await, client.get("/labels/1/").await] {
        assert!(
            !answer.text().contains("secret") && !answer.text().contains("s3"),
            "{}",
            answer.text()
        );
    }
    let query = "SELECT secret FROM label WHERE secret = 's3' AND made_by IS NULL";
    let statement = sea_orm::Statement::from_string(database.backend(), query);
    assert!(database.connection().query_one_raw(statement).await.expect("a query").is_some());
    // What is read-only is not even looked at.
    assert_eq!(client.patch("/labels/1/", r#"{"made_by":[1],"id":{}}"#).await.status, 200);
}

#[tokio::test]
async fn options_tells_the_labels_and_the_limits() {
    let fields = &labels().await.options("/labels/").await.json()["actions"]["POST"];
    assert_eq!(fields["size"]["label"], "How big");
    assert_eq!(fields["size"]["help_text"], "In hands.");
    assert_eq!(
        (&fields["size"]["min_value"], &fields["size"]["max_value"]),
        (&(-5).into(), &10.into())
    );
    assert_eq!(fields["even"]["help_text"], "Divisible by two.");
    assert_eq!(
        (&fields["code"]["min_length"], &fields["code"]["max_length"]),
        (&3.into(), &8.into())
    );
    assert_eq!(fields["made_by"]["read_only"], true);
    assert_eq!(fields["made_by"]["label"], "Made by");
    for (field, required) in [("code", true), ("look", false), ("remark", false), ("shown", false)]
    {
        assert_eq!(fields[field]["required"], required, "{field}");
    }
}
