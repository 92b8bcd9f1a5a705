//! What holds for a whole router.

use sea_orm::prelude::{Date, DateTimeUtc, Decimal, Time};
use seaview::prelude::*;

use crate::support::Client;

mod reading {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "settings_reading")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub day: Date,
        pub at: DateTimeUtc,
        pub clock: Time,
        #[sea_orm(column_type = "Decimal(Some((6, 2)))")]
        pub amount: Decimal,
        /// The field states its own formats.
        pub own: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = reading::Entity)]
struct ReadingSerializer {
    id: i64,
    day: Date,
    at: DateTimeUtc,
    clock: Time,
    amount: Decimal,
    #[serializer(input_formats("iso-8601"), output_format = "%y/%m/%d")]
    own: Date,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ReadingSerializer)]
struct ReadingViewSet;

async fn serving(settings: &str) -> Client {
    let settings: Settings = serde_json::from_str(settings).expect("settings");
    let database = crate::support::database().await;
    database.create_table(reading::Entity).await.expect("a table");
    let router = DefaultRouter::new().settings(settings).register("readings", ReadingViewSet);
    Client::new(router.into_router(database))
}

#[tokio::test]
async fn settings_that_were_read_say_how_dates_and_decimals_are_written_and_sent() {
    let client = serving(
        r#"{
            "date_format": "%d.%m.%Y", "date_input_formats": ["%d.%m.%Y"],
            "datetime_format": "%d.%m.%Y %H:%M", "time_format": "%Hh%M",
            "coerce_decimal_to_string": false
        }"#,
    )
    .await;
    let sent = r#"{"day":"05.01.2024","at":"2024-01-05T03:04:05Z","clock":"03:04","amount":"1.50","own":"2024-01-05"}"#;
    let shown = r#"{"id":1,"day":"05.01.2024","at":"05.01.2024 03:04","clock":"03h04","amount":1.5,"own":"24/01/05"}"#;
    client.post("/readings/", sent).await.assert(201, shown);
    client.get("/readings/").await.assert(200, &format!("[{shown}]"));
    let refused = client.post("/readings/", &sent.replace("05.01.2024", "2024-01-05")).await;
    let told = "Date has wrong format. Use one of these formats instead: DD.MM.YYYY.";
    refused.assert(400, &format!(r#"{{"day":["{told}"]}}"#));
}

#[tokio::test]
async fn by_default_they_are_as_in_drf() {
    let client = serving("{}").await;
    let sent = r#"{"day":"2024-01-05","at":"2024-01-05T03:04:05Z","clock":"03:04","amount":"1.50","own":"2024-01-05"}"#;
    let shown = r#"{"id":1,"day":"2024-01-05","at":"2024-01-05T03:04:05Z","clock":"03:04:00","amount":"1.50","own":"24/01/05"}"#;
    client.post("/readings/", sent).await.assert(201, shown);
}

#[tokio::test]
async fn instants_are_shown_in_the_time_zone_and_times_without_an_offset_mean_it() {
    let client = serving(r#"{"time_zone": "America/New_York"}"#).await;
    let sent = r#"{"day":"2024-01-05","at":"2024-01-05T03:04:05","clock":"03:04","amount":"1.50","own":"2024-01-05"}"#;
    let created = client.post("/readings/", sent).await.json();
    assert_eq!(created["at"], "2024-01-05T03:04:05-05:00");
    let listed = client.get("/readings/").await.json();
    assert_eq!(listed[0]["at"], "2024-01-05T03:04:05-05:00");
    let refused = client.post("/readings/", &sent.replace("01-05T03:04:05", "03-10T02:30")).await;
    let told = r#"Invalid datetime for the timezone \"America/New_York\"."#;
    refused.assert(400, &format!(r#"{{"at":["{told}"]}}"#));
}
