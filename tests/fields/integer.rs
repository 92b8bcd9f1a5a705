//! Integers of every width.

use sea_orm::DbBackend;
use seaview::prelude::*;

use super::{THING, ThingViewSet, coerce, patched, types, types_here};
use crate::support::{Client, refusal};

pub(crate) const INTEGER: &str = "A valid integer is required.";

#[tokio::test]
async fn integers_are_coerced_as_in_drf() {
    let integers = ["i8", "i16", "i32", "i64", "u8", "u16", "u32"];
    coerce(
        &integers,
        &[
            ("5", "5"),
            ("1.0", "1"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("1e1", "10"),
            (r#""1.0""#, "1"),
            (r#""5.""#, "5"),
            (r#""1.00 ""#, "1"),
            (r#"" 5 ""#, "5"),
            (r#""+5""#, "5"),
            (r#""1_0""#, "10"),
            (r#""٣""#, "3"),
            ("2.5", INTEGER),
            ("1e400", INTEGER),
            (r#""1.2""#, INTEGER),
            (r#""1e3""#, INTEGER),
            (r#""0x10""#, INTEGER),
            (r#""""#, INTEGER),
            (r#"".""#, INTEGER),
            (r#"".0""#, INTEGER),
            (r#""-""#, INTEGER),
            (r#""\u0000""#, INTEGER),
            (r#""\ud800""#, INTEGER),
            ("true", INTEGER),
            ("[]", INTEGER),
            ("[1]", INTEGER),
            ("{}", INTEGER),
        ],
    )
    .await;
}

#[tokio::test]
async fn every_integer_ends_at_its_type_and_says_where() {
    let client = types().await;
    assert_eq!(client.post("/things/", THING).await.status, 201);
    let cases: [(&str, i128, i128); 7] = [
        ("i8", i8::MIN.into(), i8::MAX.into()),
        ("i16", i16::MIN.into(), i16::MAX.into()),
        ("i32", i32::MIN.into(), i32::MAX.into()),
        ("i64", i64::MIN.into(), i64::MAX.into()),
        ("u8", 0, u8::MAX.into()),
        ("u16", 0, u16::MAX.into()),
        ("u32", 0, u32::MAX.into()),
    ];
    for (field, min, max) in cases.into_iter().filter(|(field, ..)| types_here().contains(field)) {
        let more = format!("Ensure this value is less than or equal to {max}.");
        let less = format!("Ensure this value is greater than or equal to {min}.");
        let long = "9".repeat(1000);
        for (value, expected) in [
            (max.to_string(), max.to_string()),
            (min.to_string(), min.to_string()),
            ((max + 1).to_string(), more.clone()),
            ((min - 1).to_string(), less.clone()),
            (long.clone(), more.clone()),
            (format!("-{long}"), less.clone()),
            (format!("\"{long}\""), more),
            (format!("\"{long}9\""), "String value too large.".to_owned()),
        ] {
            assert_eq!(
                patched(&client, "/things/1/", field, &value).await,
                expected,
                "{field} {value}"
            );
        }
    }
}

/// The widest integer.
mod wide {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wide")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub u64: u64,
        pub maybe: Option<u64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = wide::Entity)]
struct WideSerializer {
    id: i64,
    u64: u64,
    maybe: Option<u64>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = WideSerializer, filterset_fields(u64(exact, gt)))]
struct WideViewSet;

#[tokio::test]
async fn the_widest_integer_is_refused_where_it_could_not_be_read_back() {
    let database = crate::support::database().await;
    database.create_table(wide::Entity).await.expect("a table");
    let router = DefaultRouter::new().register("wides", WideViewSet);
    if database.backend() != DbBackend::MySql {
        let refused = refusal(|| drop(router.into_router(database)));
        let said = "`u64` of `WideViewSet` is an integer that SeaORM does not read from ";
        assert!(refused.starts_with(said), "{refused}");
        return;
    }
    let client = Client::new(router.into_router(database));
    // As wide as all databases keep them.
    let widest = r#"{"id":1,"u64":9223372036854775807,"maybe":null}"#;
    client.post("/wides/", r#"{"u64":9223372036854775807}"#).await.assert(201, widest);
    client.get("/wides/1/").await.assert(200, widest);
    let found = format!("[{widest}]");
    client.get("/wides/?u64=9223372036854775807").await.assert(200, &found);
    client.get("/wides/?u64__gt=9223372036854775806").await.assert(200, &found);
    client.get("/wides/?u64__gt=9223372036854775807").await.assert(200, "[]");
    assert_eq!(client.post("/wides/", r#"{"u64":9223372036854775808}"#).await.status, 400);
}

#[tokio::test]
async fn small_integers_are_refused_where_they_could_not_be_read_back() {
    let database = crate::support::database().await;
    let router = DefaultRouter::new().register("things", ThingViewSet);
    if database.backend() == DbBackend::Postgres {
        let refused = refusal(|| drop(router.into_router(database)));
        assert_eq!(
            refused,
            "`u8` of `ThingViewSet` is an integer that SeaORM does not read from Postgres; make \
             it a wider signed one, such as `i64`"
        );
    } else {
        drop(router.into_router(database));
    }
}
