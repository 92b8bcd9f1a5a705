//! Fixtures are loaded as Django's `loaddata` does.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait, PaginatorTrait,
    Schema,
};
use seaview::fixtures::{FixtureError, Fixtures};

mod country {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "country")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub capital_id: Option<i32>,
        #[sea_orm(column_name = "surface", default_value = 0)]
        pub area: i64,
        #[sea_orm(default_value = false)]
        pub landlocked: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::city::Entity",
            from = "Column::CapitalId",
            to = "super::city::Column::Id"
        )]
        Capital,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod city {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "city")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod member {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "member")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub union: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub country: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod scalar {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "scalar")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub tiny: Option<i8>,
        pub small: Option<i16>,
        pub int: Option<i32>,
        pub big: Option<i64>,
        pub tiny_unsigned: Option<u8>,
        pub small_unsigned: Option<u16>,
        pub unsigned: Option<u32>,
        pub float: Option<f32>,
        pub double: Option<f64>,
        pub text: Option<String>,
        pub bytes: Option<Vec<u8>>,
        pub level: Option<Level>,
        pub grade: Option<Grade>,
    }

    #[derive(Clone, Copy, Debug, PartialEq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "i32", db_type = "Integer")]
    pub enum Level {
        #[sea_orm(num_value = 1)]
        Low,
        #[sea_orm(num_value = 2)]
        High,
    }

    #[derive(Clone, Copy, Debug, PartialEq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "grade")]
    pub enum Grade {
        #[sea_orm(string_value = "good")]
        Good,
        #[sea_orm(string_value = "bad")]
        Bad,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod wide {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "wide")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub value: u64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn fixtures() -> Fixtures {
    Fixtures::new()
        .entity("countries.country", country::Entity)
        .entity("countries.city", city::Entity)
        .entity("countries.member", member::Entity)
        .entity("tests.scalar", scalar::Entity)
}

async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await.unwrap();
    create(&db, city::Entity).await;
    create(&db, country::Entity).await;
    create(&db, member::Entity).await;
    create(&db, scalar::Entity).await;
    db
}

async fn create<E: EntityTrait>(db: &DatabaseConnection, entity: E) {
    let schema = Schema::new(db.get_database_backend());
    db.execute(&schema.create_table_from_entity(entity))
        .await
        .unwrap();
}

async fn load(db: &DatabaseConnection, json: &str) -> Result<usize, FixtureError> {
    fixtures().load(db, json).await
}

/// The message with which the fixture fails; nothing of it was written.
async fn failure(json: &str) -> String {
    let db = database().await;
    let message = load(&db, json).await.unwrap_err().to_string();
    assert_eq!(
        country::Entity::find().count(&db).await.unwrap(),
        0,
        "{message}"
    );
    message
}

async fn countries(db: &DatabaseConnection) -> Vec<country::Model> {
    country::Entity::find().all(db).await.unwrap()
}

#[tokio::test]
async fn objects_become_rows() {
    let db = database().await;
    let loaded = load(
        &db,
        r#"[
            {"model": "countries.city", "pk": 1, "fields": {"name": "Bangkok"}},
            {"model": "countries.country", "pk": 1,
             "fields": {"name": "Thailand", "capital_id": 1, "area": 513120}},
            {"model": "countries.country", "pk": 2,
             "fields": {"name": "Laos", "surface": 236800, "landlocked": true}}
        ]"#,
    );
    assert_eq!(loaded.await.unwrap(), 3);
    let thailand = country::Model {
        id: 1,
        name: "Thailand".to_owned(),
        capital_id: Some(1),
        area: 513_120,
        landlocked: false,
    };
    let laos = country::Model {
        id: 2,
        name: "Laos".to_owned(),
        capital_id: None,
        area: 236_800,
        landlocked: true,
    };
    assert_eq!(countries(&db).await, [thailand, laos]);
}

#[tokio::test]
async fn an_empty_list_loads_nothing() {
    let db = database().await;
    let loaded = tokio::spawn(async move { load(&db, "[]").await });
    assert_eq!(loaded.await.unwrap().unwrap(), 0);
}

#[tokio::test]
async fn labels_ignore_case_and_foreign_keys_may_drop_their_id() {
    let db = database().await;
    let json = r#"[
        {"model": "Countries.City", "pk": 4, "fields": {"name": "Paris"}},
        {"model": "countries.Country", "pk": 7, "fields": {"name": "France", "capital": 4}}
    ]"#;
    load(&db, json).await.unwrap();
    assert_eq!(countries(&db).await[0].capital_id, Some(4));
}

#[tokio::test]
async fn an_existing_primary_key_is_overwritten() {
    let db = database().await;
    load(
        &db,
        r#"[{"model": "countries.country", "pk": 1, "fields": {"name": "Siam", "area": 5}}]"#,
    )
    .await
    .unwrap();
    load(
        &db,
        r#"[{"model": "countries.country", "pk": 1, "fields": {"name": "Thailand"}}]"#,
    )
    .await
    .unwrap();
    let rows = countries(&db).await;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].name.as_str(), rows[0].area), ("Thailand", 5));
}

#[tokio::test]
async fn the_database_numbers_objects_without_primary_key() {
    let db = database().await;
    let json = r#"[
        {"model": "countries.city", "pk": 5, "fields": {"name": "Paris"}},
        {"model": "countries.city", "pk": null, "fields": {"name": "Rome"}},
        {"model": "countries.city", "fields": {"name": "Oslo"}}
    ]"#;
    load(&db, json).await.unwrap();
    let ids: Vec<_> = city::Entity::find()
        .all(&db)
        .await
        .unwrap()
        .iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(ids, [5, 6, 7]);
}

#[tokio::test]
async fn a_composite_primary_key_is_a_list_and_may_be_the_whole_row() {
    let db = database().await;
    let json = r#"[
        {"model": "countries.member", "pk": ["ASEAN", 1], "fields": {}},
        {"model": "countries.member", "fields": {"union": "EU", "country": 2}}
    ]"#;
    load(&db, json).await.unwrap();
    load(&db, json).await.unwrap();
    assert_eq!(member::Entity::find().count(&db).await.unwrap(), 2);
    assert_eq!(
        failure(r#"[{"model": "countries.member", "pk": 1, "fields": {}}]"#).await,
        "object 0 (countries.member, pk 1): `pk` cannot be 1; write a list of 2 values"
    );
}

#[tokio::test]
async fn an_object_may_refer_to_a_later_one() {
    let db = database().await;
    let json = r#"[
        {"model": "countries.country", "pk": 1, "fields": {"name": "Peru", "capital": 9}},
        {"model": "countries.city", "pk": 9, "fields": {"name": "Lima"}}
    ]"#;
    assert_eq!(load(&db, json).await.unwrap(), 2);
}

#[tokio::test]
async fn a_reference_to_nothing_writes_nothing_and_leaves_the_connection_usable() {
    let db = database().await;
    let json =
        r#"[{"model": "countries.country", "pk": 3, "fields": {"name": "Peru", "capital": 9}}]"#;
    assert_eq!(
        load(&db, json).await.unwrap_err().to_string(),
        "row 3 of table `country` refers to a row of `city` that does not exist; add that row to \
         the fixture"
    );
    assert_eq!(countries(&db).await, []);
    let json = r#"[{"model": "countries.country", "pk": 3, "fields": {"name": "Peru"}}]"#;
    assert_eq!(load(&db, json).await.unwrap(), 1);
    let dangling = "INSERT INTO country (id, name, capital_id) VALUES (4, 'Chile', 9)";
    assert!(
        db.execute_unprepared(dangling).await.is_err(),
        "foreign keys are checked again"
    );
}

#[tokio::test]
async fn nothing_is_written_if_the_database_refuses_one_object() {
    let db = database().await;
    let json = r#"[
        {"model": "countries.city", "pk": 1, "fields": {"name": "Paris"}},
        {"model": "countries.city", "pk": 2, "fields": {"name": "Paris"}}
    ]"#;
    let error = load(&db, json).await.unwrap_err();
    assert!(matches!(error, FixtureError::Database { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.starts_with("object 1 (countries.city, pk 2): "),
        "{message}"
    );
    assert!(message.contains("UNIQUE"), "{message}");
    assert_eq!(city::Entity::find().count(&db).await.unwrap(), 0);
}

#[tokio::test]
async fn nothing_is_written_if_one_value_is_wrong() {
    let message = failure(
        r#"[
            {"model": "countries.country", "pk": 1, "fields": {"name": "Thailand"}},
            {"model": "countries.country", "pk": 2, "fields": {"name": "Laos", "area": "big"}}
        ]"#,
    );
    assert_eq!(
        message.await,
        "object 1 (countries.country, pk 2): `area` cannot be \"big\"; write an integer from \
         -9223372036854775808 to 9223372036854775807"
    );
}

#[tokio::test]
async fn an_unknown_model_is_named_with_the_nearest() {
    assert_eq!(
        failure(r#"[{"model": "countries.contry", "pk": 1, "fields": {}}]"#).await,
        "object 0 (countries.contry, pk 1): unknown model `countries.contry`, did you mean \
         `countries.country`?"
    );
    assert_eq!(
        failure(r#"[{"model": "auth.user", "fields": {}}]"#).await,
        "object 0 (auth.user): unknown model `auth.user`; use one of `countries.country`, \
         `countries.city`, `countries.member`, `tests.scalar`"
    );
}

#[tokio::test]
async fn an_unknown_field_is_named_with_the_nearest() {
    assert_eq!(
        failure(r#"[{"model": "countries.country", "pk": 1, "fields": {"population": 7}}]"#).await,
        "object 0 (countries.country, pk 1): unknown field `population`; use one of `id`, `name`, \
         `capital_id`, `surface`, `landlocked`"
    );
    assert_eq!(
        failure(r#"[{"model": "countries.country", "pk": 1, "fields": {"landloked": true}}]"#)
            .await,
        "object 0 (countries.country, pk 1): unknown field `landloked`, did you mean `landlocked`?"
    );
}

#[tokio::test]
async fn text_that_is_no_fixture_is_explained() {
    for (json, message) in [
        (
            "[{",
            "the fixture is not JSON: EOF while parsing an object at line 1 column 2",
        ),
        ("{}", "the fixture is an object; write a list of objects"),
        (
            "[1]",
            "object 0: this is a number; write an object with `model`, `pk` and `fields`",
        ),
        (
            r#"[{"pk": 3, "fields": {}}]"#,
            "object 0: `model` is missing or no string; write the label of an entity",
        ),
        (
            r#"[{"model": "countries.country", "pk": 3}]"#,
            "object 0 (countries.country, pk 3): `fields` is missing or no object; write `{}` if \
             there are none",
        ),
    ] {
        assert_eq!(failure(json).await, message, "{json}");
    }
}

/// A scalar with one field set.
async fn scalar(field: &str, json: &str) -> Result<scalar::Model, FixtureError> {
    let db = database().await;
    let fixture =
        format!(r#"[{{"model": "tests.scalar", "pk": 1, "fields": {{"{field}": {json}}}}}]"#);
    load(&db, &fixture).await?;
    Ok(scalar::Entity::find_by_id(1)
        .one(&db)
        .await
        .unwrap()
        .unwrap())
}

#[tokio::test]
async fn integers_fit_their_width_and_one_past_it_is_refused() {
    for (field, least, greatest) in [
        ("tiny", i128::from(i8::MIN), i128::from(i8::MAX)),
        ("small", i128::from(i16::MIN), i128::from(i16::MAX)),
        ("int", i128::from(i32::MIN), i128::from(i32::MAX)),
        ("big", i128::from(i64::MIN), i128::from(i64::MAX)),
        ("tiny_unsigned", 0, i128::from(u8::MAX)),
        ("small_unsigned", 0, i128::from(u16::MAX)),
        ("unsigned", 0, i128::from(u32::MAX)),
    ] {
        for inside in [least, greatest] {
            let row = scalar(field, &inside.to_string()).await.unwrap();
            let stored = [
                row.tiny.map(i128::from),
                row.small.map(i128::from),
                row.int.map(i128::from),
                row.big.map(i128::from),
                row.tiny_unsigned.map(i128::from),
                row.small_unsigned.map(i128::from),
                row.unsigned.map(i128::from),
            ];
            assert_eq!(
                stored.into_iter().flatten().collect::<Vec<_>>(),
                [inside],
                "{field}"
            );
        }
        for outside in [least - 1, greatest + 1] {
            let error = scalar(field, &outside.to_string()).await.unwrap_err();
            assert!(
                matches!(error, FixtureError::WrongValue { .. }),
                "{field} {outside}: {error}"
            );
        }
    }
}

/// By itself, since SeaORM does not read a `u64` back from SQLite.
#[tokio::test]
async fn a_u64_is_checked_at_both_ends() {
    let db = database().await;
    create(&db, wide::Entity).await;
    let load = async |value: &str| {
        let json =
            format!(r#"[{{"model": "tests.wide", "pk": 1, "fields": {{"value": {value}}}}}]"#);
        Fixtures::new()
            .entity("tests.wide", wide::Entity)
            .load(&db, &json)
            .await
    };
    for inside in ["0", "9223372036854775807"] {
        assert_eq!(load(inside).await.unwrap(), 1, "{inside}");
    }
    for outside in ["-1", "9223372036854775808", "18446744073709551616"] {
        let error = load(outside).await.unwrap_err();
        assert!(
            matches!(error, FixtureError::WrongValue { .. }),
            "{outside}: {error}"
        );
    }
}

#[tokio::test]
async fn each_type_takes_its_own_json() {
    assert_eq!(scalar("double", "1.5").await.unwrap().double, Some(1.5));
    assert_eq!(scalar("double", "2").await.unwrap().double, Some(2.0));
    assert_eq!(scalar("float", "1.5").await.unwrap().float, Some(1.5));
    assert_eq!(
        scalar("text", r#""12""#).await.unwrap().text.as_deref(),
        Some("12")
    );
    assert_eq!(
        scalar("level", "2").await.unwrap().level,
        Some(scalar::Level::High)
    );
    assert_eq!(
        scalar("grade", r#""bad""#).await.unwrap().grade,
        Some(scalar::Grade::Bad)
    );
}

#[tokio::test]
async fn each_type_refuses_other_json() {
    for (field, json) in [
        ("int", r#""1""#),
        ("int", "1.0"),
        ("int", "true"),
        ("float", "1e39"),
        ("double", r#""1.5""#),
        ("text", "12"),
        ("text", "[]"),
        ("bytes", r#""AAEC""#),
        ("level", "3"),
        ("grade", r#""ugly""#),
    ] {
        let error = scalar(field, json).await.unwrap_err();
        assert!(
            matches!(error, FixtureError::WrongValue { .. }),
            "{field} {json}: {error}"
        );
    }
}

#[tokio::test]
async fn null_is_for_nullable_fields_of_every_type() {
    for field in [
        "tiny", "unsigned", "double", "text", "bytes", "level", "grade",
    ] {
        scalar(field, "null").await.unwrap();
    }
    assert_eq!(
        failure(r#"[{"model": "countries.country", "pk": 1, "fields": {"name": null}}]"#).await,
        "object 0 (countries.country, pk 1): `name` cannot be null; write a string that the \
         field's type accepts"
    );
}

#[tokio::test]
async fn null_overwrites_a_value() {
    let db = database().await;
    load(
        &db,
        r#"[{"model": "tests.scalar", "pk": 1, "fields": {"text": "a", "int": 1}}]"#,
    )
    .await
    .unwrap();
    load(
        &db,
        r#"[{"model": "tests.scalar", "pk": 1, "fields": {"text": null}}]"#,
    )
    .await
    .unwrap();
    let row = scalar::Entity::find_by_id(1)
        .one(&db)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((row.text, row.int), (None, Some(1)));
}

#[test]
#[should_panic = "the fixture label `Countries.Country` is declared twice; give each entity a label of its own"]
fn a_label_is_declared_once() {
    let _ = fixtures().entity("Countries.Country", city::Entity);
}

mod optional_types {
    use sea_orm::prelude::*;

    use super::*;

    mod event {
        use sea_orm::entity::prelude::*;

        #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
        #[sea_orm(table_name = "event")]
        pub struct Model {
            #[sea_orm(primary_key, auto_increment = false)]
            pub id: Uuid,
            pub day: Option<ChronoDate>,
            pub time: Option<ChronoTime>,
            pub naive: Option<ChronoDateTime>,
            pub utc: Option<ChronoDateTimeUtc>,
            pub zoned: Option<ChronoDateTimeWithTimeZone>,
            pub price: Option<Decimal>,
            pub data: Option<Json>,
        }

        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}

        impl ActiveModelBehavior for ActiveModel {}
    }

    async fn event(fields: &str) -> Result<event::Model, FixtureError> {
        let db = database().await;
        create(&db, event::Entity).await;
        let json = format!(
            r#"[{{"model": "tests.event", "pk": "67e55044-10b1-426f-9247-bb680e5fe0c8",
                  "fields": {{{fields}}}}}]"#
        );
        Fixtures::new()
            .entity("tests.event", event::Entity)
            .load(&db, &json)
            .await?;
        Ok(event::Entity::find().one(&db).await.unwrap().unwrap())
    }

    #[tokio::test]
    async fn strings_are_parsed_as_django_writes_them() {
        let row = event(
            r#""day": "2026-01-31", "time": "23:59:01.5", "naive": "2026-01-31T10:00:00",
               "utc": "2026-01-31T12:00:00.123+02:00", "zoned": "2026-01-31T12:00:00Z",
               "price": "12.50", "data": {"a": [1, "b", null]}"#,
        )
        .await
        .unwrap();
        assert_eq!(row.id.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
        assert_eq!(row.day.unwrap().to_string(), "2026-01-31");
        assert_eq!(row.time.unwrap().to_string(), "23:59:01.500");
        assert_eq!(row.naive.unwrap().to_string(), "2026-01-31 10:00:00");
        assert_eq!(
            row.utc.unwrap().to_rfc3339(),
            "2026-01-31T10:00:00.123+00:00"
        );
        assert_eq!(row.zoned.unwrap().to_rfc3339(), "2026-01-31T12:00:00+00:00");
        assert_eq!(row.price.unwrap(), "12.5".parse().unwrap());
        assert_eq!(row.data.unwrap().to_string(), r#"{"a":[1,"b",null]}"#);
    }

    #[tokio::test]
    async fn utc_fills_in_the_offset() {
        let row = event(r#""naive": "2026-01-31T12:00:00+02:00", "utc": "2026-01-31 12:00:00""#);
        let row = row.await.unwrap();
        assert_eq!(row.naive.unwrap().to_string(), "2026-01-31 10:00:00");
        assert_eq!(row.utc.unwrap().to_rfc3339(), "2026-01-31T12:00:00+00:00");
    }

    #[tokio::test]
    async fn null_and_numbers_and_strings_are_taken() {
        let row = event(
            r#""day": null, "time": null, "naive": null, "utc": null, "zoned": null,
               "price": 3, "data": null"#,
        )
        .await
        .unwrap();
        assert_eq!((row.day, row.utc, row.data), (None, None, None));
        assert_eq!(row.price.unwrap(), Decimal::from(3));
        assert_eq!(
            event(r#""data": "text""#).await.unwrap().data,
            Some("text".into())
        );
        assert_eq!(event(r#""data": 7"#).await.unwrap().data, Some(7.into()));
    }

    #[tokio::test]
    async fn text_of_another_form_is_refused() {
        for fields in [
            r#""day": "31.01.2026""#,
            r#""time": "noon""#,
            r#""utc": "2026""#,
            r#""price": "a""#,
        ] {
            let error = event(fields).await.unwrap_err();
            assert!(
                matches!(error, FixtureError::WrongValue { .. }),
                "{fields}: {error}"
            );
        }
    }
}
