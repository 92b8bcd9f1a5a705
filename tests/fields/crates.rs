//! Types of other crates: dates and times, decimals, UUIDs; and durations.

use sea_orm::entity::prelude::*;
use seaview::{fields::Duration, prelude::*};

use crate::support::Client;

/// One optional column of each type.
mod moment {
    use sea_orm::entity::prelude::*;
    use seaview::fields::Duration;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "moment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub date: Option<Date>,
        pub time: Option<Time>,
        pub naive: Option<DateTime>,
        pub instant: Option<DateTimeUtc>,
        pub duration: Option<Duration>,
        #[sea_orm(column_type = "Decimal(Some((6, 2)))", nullable)]
        pub price: Option<Decimal>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = moment::Entity)]
struct MomentSerializer {
    id: Uuid,
    date: Option<Date>,
    time: Option<Time>,
    naive: Option<DateTime>,
    instant: Option<DateTimeUtc>,
    duration: Option<Duration>,
    #[serializer(min_value = 0)]
    price: Option<Decimal>,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = MomentSerializer,
    filterset_fields(id, date, time, instant, duration, price(exact, gte))
)]
struct MomentViewSet;

async fn moments() -> Client {
    let database = crate::support::database().await;
    database.create_table(moment::Entity).await.expect("a table");
    Client::new(DefaultRouter::new().register("moments", MomentViewSet).into_router(database))
}

const ID: &str = "550e8400-e29b-41d4-a716-446655440000";

#[tokio::test]
async fn what_was_sent_is_shown_in_drfs_forms_and_stays_so() {
    let client = moments().await;
    let sent = r#"{"id":"550E8400E29B41D4A716446655440000","date":"2024-1-5","time":"12:30:45.5",
        "naive":"2024-01-05 12:30","instant":"2024-01-05T12:30:45+05:30","duration":"P1DT2H",
        "price":7}"#;
    let shown = concat!(
        r#"{"id":"550e8400-e29b-41d4-a716-446655440000","date":"2024-01-05","#,
        r#""time":"12:30:45.500000","naive":"2024-01-05T12:30:00","#,
        r#""instant":"2024-01-05T07:00:45Z","duration":"1 02:00:00","price":"7.00"}"#
    );
    client.post("/moments/", sent).await.assert(201, shown);
    client.get(&format!("/moments/{ID}/")).await.assert(200, shown);
    client.get("/moments/550E8400E29B41D4A716446655440000/").await.assert(200, shown);
    client.get("/moments/").await.assert(200, &format!("[{shown}]"));
}

#[tokio::test]
async fn all_of_them_may_be_null() {
    let client = moments().await;
    let shown = format!(
        r#"{{"id":"{ID}","date":null,"time":null,"naive":null,"instant":null,"duration":null,"price":null}}"#
    );
    client.post("/moments/", format!(r#"{{"id":"{ID}"}}"#)).await.assert(201, &shown);
    client.get("/moments/").await.assert(200, &format!("[{shown}]"));
}

#[tokio::test]
async fn a_blank_decimal_is_null_where_null_may_be() {
    let client = moments().await;
    let answer = client.post("/moments/", format!(r#"{{"id":"{ID}","price":"  "}}"#)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["price"]), (201, &serde_json::Value::Null));
}

#[tokio::test]
async fn the_answer_to_a_write_keeps_the_sign_of_a_zero() {
    let client = moments().await;
    let answer = client.post("/moments/", format!(r#"{{"id":"{ID}","price":"-0"}}"#)).await;
    assert_eq!(answer.json()["price"], "-0.00", "{}", answer.text());
}

#[tokio::test]
async fn each_refuses_what_it_is_not_in_drfs_words() {
    let sent = r#"{"id":"x","date":"05.01.2024","time":"25:00","naive":"now","instant":1704457845,
        "duration":"long","price":"-0.01"}"#;
    let datetime = "Datetime has wrong format. Use one of these formats instead: \
                    YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";
    let refused = format!(
        r#"{{"id":["Must be a valid UUID."],"date":["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."],"time":["Time has wrong format. Use one of these formats instead: hh:mm[:ss[.uuuuuu]]."],"naive":["{datetime}"],"instant":["{datetime}"],"duration":["Duration has wrong format. Use one of these formats instead: [DD] [HH:[MM:]]ss[.uuuuuu]."],"price":["Ensure this value is greater than or equal to 0."]}}"#
    );
    moments().await.post("/moments/", sent).await.assert(400, &refused);
}

#[tokio::test]
async fn decimals_have_the_columns_digits_and_not_one_more() {
    let client = moments().await;
    let body = |price: &str| format!(r#"{{"id":"{ID}","price":"{price}"}}"#);
    let cases = [
        ("10000.00", "Ensure that there are no more than 6 digits in total."),
        ("1.234", "Ensure that there are no more than 2 decimal places."),
        ("10000", "Ensure that there are no more than 4 digits before the decimal point."),
    ];
    for (price, message) in cases {
        let refused = format!(r#"{{"price":["{message}"]}}"#);
        client.post("/moments/", body(price)).await.assert(400, &refused);
    }
    assert_eq!(client.post("/moments/", body("9999.99")).await.json()["price"], "9999.99");
    let options = client.options("/moments/").await.json();
    let price = &options["actions"]["POST"]["price"];
    assert_eq!((&price["max_digits"], &price["decimal_places"]), (&6.into(), &2.into()));
    assert_eq!(options["actions"]["POST"]["instant"]["type"], "datetime");
}

#[tokio::test]
async fn filters_read_each_type_and_refuse_in_django_filters_words() {
    let client = moments().await;
    let row = format!(
        r#"{{"id":"{ID}","date":"2024-01-05","time":"12:30","instant":"2024-01-05T12:30:45Z","duration":"90","price":"7.50"}}"#
    );
    assert_eq!(client.post("/moments/", row).await.status, 201);
    let found = async |query: &str| {
        let list = client.get(&format!("/moments/?{query}")).await.json();
        list.as_array().expect("a list").len()
    };
    for query in [
        "id=550E8400E29B41D4A716446655440000",
        "date=2024-1-5",
        "time=12:30:00",
        "instant=2024-01-05T14:30:45%2B02:00",
        "duration=00:01:30",
        "price=7.5",
        "price__gte=7.49",
    ] {
        assert_eq!(found(query).await, 1, "{query}");
    }
    for query in ["date=2024-01-06", "price=7.51", "price__gte=7.51", "duration=91"] {
        assert_eq!(found(query).await, 0, "{query}");
    }
    let wrong = "id=x&date=x&time=x&instant=x&duration=x&price=x&price__gte=x";
    client.get(&format!("/moments/?{wrong}")).await.assert(
        400,
        concat!(
            r#"{"id":["Enter a valid UUID."],"date":["Enter a valid date."],"#,
            r#""time":["Enter a valid time."],"instant":["Enter a valid date/time."],"#,
            r#""duration":["Enter a valid duration."],"price":["Enter a number."],"#,
            r#""price__gte":["Enter a number."]}"#
        ),
    );
}

#[tokio::test]
async fn a_key_that_is_no_uuid_is_not_found() {
    moments().await.get("/moments/abc/").await.assert(404, r#"{"detail":"Not found."}"#);
    moments()
        .await
        .get(&format!("/moments/{ID}/"))
        .await
        .assert(404, r#"{"detail":"No Moment matches the given query."}"#);
}
