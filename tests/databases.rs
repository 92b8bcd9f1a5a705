//! What a database cannot keep is refused, and the rest is kept whole.

use sea_orm::DbBackend;
use seaview::prelude::*;

use crate::support::{Client, backend};

mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// As long as the database likes.
        pub title: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub body: Option<String>,
        pub data: Option<Json>,
        pub printed: Option<DateTimeUtc>,
        pub naive: Option<DateTime>,
        pub clock: Option<Time>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = page::Model,
    filterset_fields(printed(gte, lt, year, year__lt, year__gte, date), naive(year__range)),
    ordering_fields(printed)
)]
struct PageViewSet;

async fn pages() -> Client {
    let database = crate::support::database().await;
    database.create_table(page::Entity).await.expect("a table");
    Client::new(DefaultRouter::new().register("pages", PageViewSet).into_router(database))
}

/// Sends a page with this in it, and says what came of it: the page as it is read back, or what is
/// wrong.
async fn keep(client: &Client, field: &str, json: &str) -> serde_json::Value {
    let made = client.post("/pages/", format!(r#"{{"title":"x","{field}":{json}}}"#)).await;
    if made.status == 400 {
        return made.json();
    }
    assert_eq!(made.status, 201, "{field}: {}", made.text());
    let alone = client.get(&format!("/pages/{}/", made.json()["id"])).await;
    alone.assert(200, &made.text());
    made.json()[field].clone()
}

#[tokio::test]
async fn text_is_kept_as_long_as_its_column_is() {
    let client = pages().await;
    let body = format!("\"{}\"", "é".repeat(100_000));
    assert_eq!(keep(&client, "body", &body).await.to_string(), body);
    let title = |letters: usize| format!(r#"{{"title":"{}"}}"#, "é".repeat(letters));
    assert_eq!(client.post("/pages/", title(255)).await.status, 201);
    let longer = client.post("/pages/", title(256)).await;
    match backend() {
        // `varchar(255)`, where the others have no limit.
        DbBackend::MySql => {
            longer.assert(400, r#"{"title":["The database cannot hold this value."]}"#);
        }
        _ => assert_eq!(longer.status, 201),
    }
}

#[tokio::test]
async fn a_null_character_in_json_is_kept_or_refused() {
    let kept = keep(&pages().await, "data", r#"{"a":["\u0000"]}"#).await.to_string();
    match backend() {
        DbBackend::Postgres => assert_eq!(
            kept,
            r#"{"non_field_errors":["The database cannot hold one of these values."]}"#
        ),
        _ => assert_eq!(kept, r#"{"a":["\u0000"]}"#),
    }
}

#[tokio::test]
async fn deep_json_is_kept_or_refused() {
    let client = pages().await;
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(keep(&client, "data", &nested(31)).await.to_string(), nested(31));
    let kept = keep(&client, "data", &nested(40)).await.to_string();
    match backend() {
        DbBackend::MySql => {
            assert_eq!(kept, r#"{"data":["The database cannot hold this value."]}"#)
        }
        _ => assert_eq!(kept, nested(40)),
    }
}

#[tokio::test]
async fn instants_are_kept_to_the_microsecond_or_refused() {
    let client = pages().await;
    for instant in ["1970-01-01T00:00:01Z", "2024-02-29T23:59:59.999999Z", "2038-01-19T03:14:07Z"] {
        assert_eq!(keep(&client, "printed", &format!("\"{instant}\"")).await, instant);
    }
    for instant in ["1969-12-31T23:59:59.500000Z", "2038-01-19T03:14:08Z", "0001-01-01T00:00:00Z"] {
        let kept = keep(&client, "printed", &format!("\"{instant}\"")).await;
        match backend() {
            // It takes them for a TIMESTAMP.
            DbBackend::MySql => {
                assert_eq!(kept.to_string(), r#"{"printed":["Datetime value out of range."]}"#);
            }
            _ => assert_eq!(kept, instant),
        }
    }
    for naive in ["1868-12-31T23:59:59.500000", "9999-12-31T23:59:59.999999"] {
        assert_eq!(keep(&client, "naive", &format!("\"{naive}\"")).await, naive);
    }
    assert_eq!(keep(&client, "clock", "\"23:59:59.999999\"").await, "23:59:59.999999");
}

#[tokio::test]
async fn years_and_days_begin_at_midnight() {
    let client = pages().await;
    for (field, value) in [
        ("printed", "2023-12-31T23:59:59.999999Z"),
        ("printed", "2024-01-01T00:00:00Z"),
        ("printed", "2024-12-31T23:59:59.999999Z"),
        ("printed", "2025-01-01T00:00:00Z"),
        ("naive", "2024-06-30T12:00:00"),
    ] {
        let page = format!(r#"{{"title":"x","{field}":"{value}"}}"#);
        assert_eq!(client.post("/pages/", page).await.status, 201);
    }
    for (query, found) in [
        ("printed__year=2024", "[2,3]"),
        ("printed__year=2024.9", "[2,3]"),
        ("printed__year=0", "[]"),
        ("printed__year=10000", "[]"),
        ("printed__year__lt=2024", "[1]"),
        ("printed__year__lt=2024.5", "[1]"),
        ("printed__year__lt=1e9", "[1,2,3,4]"),
        ("printed__year__lt=1", "[]"),
        ("printed__year__gte=2024", "[2,3,4]"),
        ("printed__year__gte=-5", "[1,2,3,4]"),
        ("printed__year__gte=10000", "[]"),
        ("printed__date=2024-12-31", "[3]"),
        ("printed__gte=1900-01-01&printed__lt=2024-01-01", "[1]"),
        ("naive__year__range=2024,2024", "[5]"),
        ("naive__year__range=2025,2024", "[]"),
    ] {
        let list = client.get(&format!("/pages/?{query}")).await.json();
        let rows = list.as_array().unwrap_or_else(|| panic!("{query}: {list}")).iter();
        let ids: Vec<_> = rows.map(|page| page["id"].to_string()).collect();
        assert_eq!(format!("[{}]", ids.join(",")), found, "{query}");
    }
}
