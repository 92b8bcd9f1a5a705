//! Every type of column is answered byte for byte alike.

use sea_orm::{ConnectionTrait, DbBackend};
use seaview::{
    Database,
    fields::{Base64, Dict, Duration},
    prelude::*,
};

use super::{file, plain, server};
use crate::support::Client;

mod specimen {
    use sea_orm::entity::prelude::*;
    use seaview::{
        Field,
        fields::{Base64, Dict, Duration},
    };

    #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, Field)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(10))", rename_all = "lowercase")]
    pub enum Size {
        Small,
        Large,
    }

    #[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum, Field)]
    #[sea_orm(rs_type = "i32", db_type = "Integer")]
    pub enum Level {
        #[sea_orm(num_value = 1)]
        Low,
        #[sea_orm(num_value = 2)]
        High,
    }

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "specimen")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub flag: Option<bool>,
        pub small: Option<i16>,
        pub int: Option<i32>,
        pub big: Option<i64>,
        pub float: Option<f32>,
        pub double: Option<f64>,
        pub text: Option<String>,
        pub size: Option<Size>,
        pub level: Option<Level>,
        pub bytes: Option<Base64>,
        pub json: Option<Json>,
        pub labels: Option<Dict<String>>,
        pub date: Option<Date>,
        pub time: Option<Time>,
        pub naive: Option<DateTime>,
        pub instant: Option<DateTimeUtc>,
        pub zoned: Option<DateTimeWithTimeZone>,
        pub uuid: Option<Uuid>,
        #[sea_orm(column_type = "Decimal(Some((10, 3)))", nullable)]
        pub price: Option<Decimal>,
        pub duration: Option<Duration>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use sea_orm::entity::prelude::*;
use specimen::{Level, Size};

/// A serializer of the key and one column, with its viewset.
macro_rules! columns {
    ($($viewset:ident $serializer:ident $column:ident: $type:ty),* $(,)?) => {
        $(
            #[derive(ModelSerializer)]
            #[serializer(entity = specimen::Entity)]
            struct $serializer {
                #[serializer(read_only)]
                id: i64,
                $column: Option<$type>,
            }

            #[derive(ModelViewSet)]
            #[viewset(serializer = $serializer, ordering_fields($column))]
            struct $viewset;
        )*

        fn router() -> DefaultRouter {
            DefaultRouter::new()
                $(.register_with_basename(stringify!($column), $viewset, stringify!($column)))*
        }

        const COLUMNS: &[&str] = &[$(stringify!($column)),*];
    };
}

columns! {
    Flags FlagSerializer flag: bool,
    Smalls SmallSerializer small: i16,
    Ints IntSerializer int: i32,
    Bigs BigSerializer big: i64,
    Floats FloatSerializer float: f32,
    Doubles DoubleSerializer double: f64,
    Texts TextSerializer text: String,
    Sizes SizeSerializer size: Size,
    Levels LevelSerializer level: Level,
    Bytes BytesSerializer bytes: Base64,
    Jsons JsonSerializer json: serde_json::Value,
    Labels LabelsSerializer labels: Dict<String>,
    Dates DateSerializer date: Date,
    Times TimeSerializer time: Time,
    Naives NaiveSerializer naive: DateTime,
    Instants InstantSerializer instant: DateTimeUtc,
    Zoneds ZonedSerializer zoned: DateTimeWithTimeZone,
    Uuids UuidSerializer uuid: Uuid,
    Prices PriceSerializer price: Decimal,
    Durations DurationSerializer duration: Duration,
}

/// JSON values to send for a column, the usual and the odd.
fn sent(column: &str) -> &'static [&'static str] {
    match column {
        "flag" => &["true", "false"],
        "small" => &["-32768", "32767"],
        "int" => &["-2147483648", "2147483647"],
        "big" => &["-9223372036854775808", "9223372036854775807"],
        "float" => &["0.1", "-1.5e30", "0"],
        "double" => &["0.1", "1e300", "3"],
        "text" => &[r#""plain""#, r#""ä \" \\ \u2028 \u0001 𝄞""#],
        "size" => &[r#""small""#, r#""large""#],
        "level" => &["1", "2"],
        "bytes" => &[r#""AAEC/w==""#, r#""""#],
        "json" => &[r#"{"b":[1,2.50,null],"a":{"c":"ä"}}"#, "[]", "7"],
        "labels" => &[r#"{"z":"1","a":"2"}"#, "{}"],
        "date" => &[r#""2024-02-29""#, r#""0001-01-01""#],
        "time" => &[r#""12:30:15.123456""#, r#""00:00""#],
        "naive" => &[r#""2024-02-29T12:30:15.123456""#, r#""1969-12-31T23:59:59""#],
        "instant" | "zoned" => &[r#""2024-02-29T12:30:15.5+05:30""#, r#""1969-12-31T23:59:59Z""#],
        "uuid" => &[r#""550e8400-e29b-41d4-a716-446655440000""#],
        "price" => &[r#""1.5""#, r#""-1234567.001""#, r#""0""#],
        "duration" => &[r#""1 02:00:00.000001""#, r#""-00:00:01""#],
        _ => &[],
    }
}

mod speck {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "speck")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub tiny: i8,
        pub unsigned: u32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = speck::Entity)]
struct SpeckSerializer {
    #[serializer(read_only)]
    id: i64,
    tiny: i8,
    unsigned: u32,
}

#[derive(ModelViewSet)]
#[viewset(serializer = SpeckSerializer)]
struct SpeckViewSet;

/// SeaORM reads none from PostgreSQL.
#[tokio::test]
async fn integers_that_postgresql_lacks_are_shown_alike() {
    let database = file().await;
    database.create_table(speck::Entity).await.expect("a table");
    let router = || DefaultRouter::new().register("specks", SpeckViewSet);
    let clients = [&database, &plain(&database)]
        .map(|database| Client::new(router().into_router(database.clone())));
    for writer in &clients {
        for (number, unsigned) in [(-128, 0), (127, u32::MAX)] {
            let body = format!(r#"{{"tiny":{number},"unsigned":{unsigned}}}"#);
            let created = writer.post("/specks/", &body).await;
            assert_eq!(created.json()["tiny"], number);
            assert_eq!(created.json()["unsigned"], unsigned);
            for reader in &clients {
                let url = format!("/specks/{}/", created.json()["id"]);
                assert_eq!(reader.get(&url).await.body, created.body);
            }
        }
    }
}

#[tokio::test]
async fn what_one_way_writes_both_show_alike() {
    for database in [Some(file().await), server().await].into_iter().flatten() {
        both_show_alike(&database).await;
    }
}

async fn both_show_alike(database: &Database) {
    database.create_table(specimen::Entity).await.expect("a table");
    let clients = [database, &plain(database)]
        .map(|database| Client::new(router().into_router(database.clone())));
    let backend = database.backend();
    for column in COLUMNS {
        assert!(!sent(column).is_empty(), "{column}");
        let values = sent(column).iter().chain(&["null"]);
        for value in values {
            let mut keys = Vec::new();
            for writer in &clients {
                let body = format!(r#"{{"{column}":{value}}}"#);
                let created = writer.post(&format!("/{column}/"), &body).await;
                assert_eq!(created.status, 201, "{column} {body} {created:?}");
                keys.push(created.json()["id"].as_i64().expect("a key"));
                let url = format!("/{column}/{}/", keys[keys.len() - 1]);
                assert_eq!(writer.patch(&url, &body).await.body, created.body, "{column} {body}");
                for reader in &clients {
                    let shown = reader.get(&url).await;
                    assert_eq!(shown.status, 200, "{column} {body} {shown:?}");
                    assert_eq!(shown.body, created.body, "{column} {body}");
                }
            }
            // The same bytes are stored, whichever way they came.
            let stored = match backend {
                DbBackend::Sqlite => [format!("hex({column})"), format!("typeof({column})")],
                _ => [format!("{column}::text"), "1".to_owned()],
            };
            let same = format!(
                "SELECT COUNT(*) AS n FROM (SELECT DISTINCT {} FROM specimen WHERE id IN ({}, {})) x",
                stored.join(", "),
                keys[0],
                keys[1]
            );
            let statement = sea_orm::Statement::from_string(backend, same);
            let row = database.connection().query_one_raw(statement).await.expect("an answer");
            let count: i64 = row.expect("a row").try_get("", "n").expect("a count");
            assert_eq!(count, 1, "{column} {value}");
        }
        for query in ["", "?limit=2", "?ordering=-id"] {
            let [own, other] = [&clients[0], &clients[1]];
            let url = format!("/{column}/{query}");
            assert_eq!(own.get(&url).await.body, other.get(&url).await.body, "{url}");
        }
    }
}

/// SQLite keeps anything in any column; both ways take, or refuse, the same.
#[tokio::test]
async fn values_that_are_of_no_type_are_answered_alike() {
    let database = file().await;
    database.create_table(specimen::Entity).await.expect("a table");
    let clients = [&database, &plain(&database)]
        .map(|database| Client::new(router().into_router(database.clone())));
    let odd = [
        "'text'",
        "7",
        "1.5",
        "x'00ff'",
        "''",
        "1e300",
        "9223372036854775807",
        "'2024-01-02'",
        "'2024-01-02 03:04'",
        "'03:04Z'",
        "'2024-01-02T03:04:05+01:00'",
        "2460000.5",
        "'[1]'",
        "2",
        "CAST(x'ff' AS TEXT)",
        "x'550e8400e29b41d4a716446655440000'",
    ];
    let mut id = 0;
    for value in odd {
        for column in COLUMNS {
            id += 1;
            let insert = format!("INSERT INTO specimen (id, {column}) VALUES ({id}, {value})");
            database.connection().execute_unprepared(&insert).await.expect("a row");
            let url = format!("/{column}/{id}/");
            let [own, other] = [clients[0].get(&url).await, clients[1].get(&url).await];
            assert_eq!((own.status, own.text()), (other.status, other.text()), "{column} {value}");
        }
    }
}
