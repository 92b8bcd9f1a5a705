//! Fields: what each type takes, refuses and shows.

mod anything;
mod boolean;
mod composite;
mod crates;
mod float;
mod input;
pub(crate) mod integer;
pub(crate) mod properties;
mod recorded;
mod representation;
mod signed;
mod text;

use sea_orm::DbBackend;
use seaview::prelude::*;

use crate::support::{Client, backend};

/// A column of each type.
mod thing {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "thing")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub i8: i8,
        pub i16: i16,
        pub i32: i32,
        pub i64: i64,
        pub u8: u8,
        pub u16: u16,
        pub u32: u32,
        pub f32: f32,
        pub f64: f64,
        pub bool: bool,
        pub text: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = thing::Entity)]
struct ThingSerializer {
    id: i64,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    u8: u8,
    u16: u16,
    u32: u32,
    f32: f32,
    f64: f64,
    bool: bool,
    text: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ThingSerializer)]
struct ThingViewSet;

/// A column of each type that may be null.
mod maybe {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "maybe")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub i8: Option<i8>,
        pub i16: Option<i16>,
        pub i32: Option<i32>,
        pub i64: Option<i64>,
        pub u8: Option<u8>,
        pub u16: Option<u16>,
        pub u32: Option<u32>,
        pub f32: Option<f32>,
        pub f64: Option<f64>,
        pub bool: Option<bool>,
        pub text: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = maybe::Entity)]
struct MaybeSerializer {
    id: i64,
    i8: Option<i8>,
    i16: Option<i16>,
    i32: Option<i32>,
    i64: Option<i64>,
    u8: Option<u8>,
    u16: Option<u16>,
    u32: Option<u32>,
    f32: Option<f32>,
    f64: Option<f64>,
    bool: Option<bool>,
    text: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MaybeSerializer)]
struct MaybeViewSet;

const TYPES: [&str; 11] =
    ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "f32", "f64", "bool", "text"];

/// Those of the types that the database has.
fn types_here() -> Vec<&'static str> {
    let read = |name: &&str| backend() != DbBackend::Postgres || !is_tiny_or_unsigned(name);
    TYPES.into_iter().filter(read).collect()
}

fn is_tiny_or_unsigned(name: &str) -> bool {
    name == "i8" || name.starts_with('u')
}

async fn types() -> Client {
    let database = crate::support::database().await;
    let router = DefaultRouter::new();
    let router = if database.backend() == DbBackend::Postgres {
        database.create_table(signed::thing::Entity).await.expect("a table");
        database.create_table(signed::maybe::Entity).await.expect("a table");
        router.register("things", signed::ThingViewSet).register("maybes", signed::MaybeViewSet)
    } else {
        database.create_table(thing::Entity).await.expect("a table");
        database.create_table(maybe::Entity).await.expect("a table");
        router.register("things", ThingViewSet).register("maybes", MaybeViewSet)
    };
    Client::new(router.into_router(database))
}

const THING: &str = concat!(
    r#"{"i8":0,"i16":0,"i32":0,"i64":0,"u8":0,"u16":0,"u32":0,"f32":0,"f64":0,"#,
    r#""bool":true,"text":"x"}"#
);

/// What a PATCH of one field answers: the field's value as JSON, or its messages.
pub(crate) async fn patched(client: &Client, path: &str, field: &str, json: &str) -> String {
    let answer = client.patch(path, format!(r#"{{"{field}":{json}}}"#)).await;
    let status = answer.status.as_u16();
    assert!(matches!(status, 200 | 400), "{field} {json}: {status} {}", answer.text());
    let value = &answer.json()[field];
    if status == 200 {
        assert_eq!(client.get(path).await.body, answer.body, "{field} {json}");
        return value.to_string();
    }
    let messages = value.as_array().unwrap_or_else(|| panic!("{field} {json}: {}", answer.text()));
    let messages = messages.iter().map(|message| message.as_str().expect("a message"));
    messages.collect::<Vec<_>>().join(" ")
}

async fn coerce(fields: &[&str], cases: &[(&str, &str)]) {
    let client = types().await;
    assert_eq!(client.post("/things/", THING).await.status, 201);
    assert_eq!(client.post("/maybes/", "{}").await.status, 201);
    for path in ["/things/1/", "/maybes/1/"] {
        for field in fields.iter().filter(|field| types_here().contains(field)) {
            for (json, expected) in cases {
                let found = patched(&client, path, field, json).await;
                assert_eq!(found, *expected, "{path} {field} {json}");
            }
        }
    }
}
