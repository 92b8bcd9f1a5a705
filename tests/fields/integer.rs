//! Integers of every width.

use seaview::prelude::*;

use super::{THING, coerce, patched, types};

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
    for (field, min, max) in cases {
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
#[should_panic(
    expected = "`u64` of `WideViewSet` is a `u64`, which SeaORM reads from MySQL only; make it an `i64`"
)]
async fn the_widest_integer_is_refused_where_it_could_not_be_read_back() {
    let database = crate::support::database().await;
    drop(DefaultRouter::new().register("wides", WideViewSet).into_router(database));
}
