//! Rows of entities without hooks, which are written without being read.

mod hooks;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use http::Method;
use sea_orm::{DbBackend, Select, Set, entity::prelude::*};
use seaview::{Policies, prelude::*, request::Scopes};

use crate::support::{Answer, Client};

mod meter {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meter")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(20))")]
        pub code: String,
        pub owner: String,
        pub value: f64,
        #[sea_orm(default_value = 7)]
        pub digits: i32,
        pub room_id: Option<i64>,
        pub state: State,
        #[sea_orm(belongs_to, from = "room_id", to = "id")]
        pub room: BelongsTo<Option<super::room::Entity>>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    #[derive(Clone, Copy, Debug, PartialEq, EnumIter, DeriveActiveEnum, seaview::Field)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(3))")]
    pub enum State {
        #[sea_orm(string_value = "on")]
        On,
        #[sea_orm(string_value = "off")]
        Off,
    }
}

mod room {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "room")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = meter::Entity)]
struct MeterSerializer {
    #[serializer(read_only)]
    id: i64,
    code: String,
    owner: String,
    #[serializer(min_value = -10, max_value = 10)]
    value: f64,
    digits: i32,
    room_id: Option<i64>,
    #[serializer(nested)]
    room: Option<room::Model>,
    state: meter::State,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MeterSerializer)]
struct ReadMeterViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = MeterSerializer, entity_hooks = false)]
struct MeterViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = MeterSerializer, entity_hooks = false, lookup_field = code)]
struct CodeViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = MeterSerializer, entity_hooks = false, lookup_field = owner)]
struct OwnerViewSet;

/// The meters of the user whom the header names.
#[derive(ViewSet)]
#[viewset(serializer = MeterSerializer, entity_hooks = false)]
struct OwnViewSet;

impl ModelViewSet for OwnViewSet {
    fn get_queryset(&self, request: &Request) -> Select<meter::Entity> {
        let owner = request.header("x-user").unwrap_or_default();
        meter::Entity::find().filter(meter::Column::Owner.eq(owner))
    }
}

async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(room::Entity).await.expect("a table");
    database.create_table(meter::Entity).await.expect("a table");
    let room = room::ActiveModel { name: Set("cellar".to_owned()), ..Default::default() };
    let room = room.insert(database.connection()).await.expect("a room");
    for (code, owner) in [("a", "ada"), ("b", "bob")] {
        let meter = meter::ActiveModel {
            code: Set(code.to_owned()),
            owner: Set(owner.to_owned()),
            value: Set(1.5),
            digits: Set(5),
            room_id: Set(Some(room.id)),
            state: Set(meter::State::On),
            ..Default::default()
        };
        meter.insert(database.connection()).await.expect("a meter");
    }
    database
}

fn client(database: Database, viewset: impl ModelViewSet) -> Client {
    Client::new(DefaultRouter::new().register("meters", viewset).into_router(database))
}

/// The same on a SeaORM connection that counts its statements.
async fn counted(viewset: impl ModelViewSet) -> (Client, Arc<AtomicUsize>, DbBackend) {
    let database = database().await;
    let mut connection = database.connection().clone();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    connection.set_metric_callback(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let counting = Database::from(connection).with_kept_connections(0);
    (client(counting, viewset), count, database.backend())
}

const REQUESTS: [(&str, &str, &str); 33] = [
    ("PATCH", "/meters/1/", r#"{"value":2}"#),
    ("PATCH", "/meters/1/", r#"{"value":2.0}"#),
    ("PATCH", "/meters/1/", "{}"),
    ("PATCH", "/meters/1/", r#"{"id":9,"unknown":1}"#),
    ("PATCH", "/meters/1/", r#"{"value":-0.0}"#),
    ("GET", "/meters/1/", ""),
    ("PATCH", "/meters/1/", r#"{"value":11,"code":"","digits":"x"}"#),
    ("PATCH", "/meters/1/", r#"{"code":"a"}"#),
    ("PATCH", "/meters/1/", r#"{"code":"b"}"#),
    ("PATCH", "/meters/2/", r#"{"code":"c","state":"off","room_id":null}"#),
    ("PATCH", "/meters/1/", r#"{"code":"b","digits":null}"#),
    ("PATCH", "/meters/1/", r#"{"room_id":99}"#),
    ("PATCH", "/meters/1/", r#"{"state":"broken"}"#),
    ("PATCH", "/meters/1/", "{"),
    ("PATCH", "/meters/1/", "[]"),
    ("PATCH", "/meters/9/", r#"{"value":2}"#),
    ("PATCH", "/meters/9/", r#"{"value":"x"}"#),
    ("PATCH", "/meters/9/", "{}"),
    ("PATCH", "/meters/9/", "{"),
    ("PATCH", "/meters/x/", "{}"),
    ("PATCH", "/meters/99999999999999999999/", "{}"),
    ("PUT", "/meters/1/", r#"{"value":2}"#),
    ("PUT", "/meters/1/", r#"{"code":"d","owner":"ada","value":0,"state":"off"}"#),
    ("PUT", "/meters/9/", r#"{"code":"e","owner":"ada","value":0,"state":"off"}"#),
    ("POST", "/meters/", r#"{"code":"d","owner":"ada","value":0,"state":"off"}"#),
    ("POST", "/meters/", r#"{"code":"f","owner":"ada","value":-0.0,"state":"on","room_id":1}"#),
    ("POST", "/meters/", r#"{"code":"g","owner":"ada","value":1,"state":"on","digits":3}"#),
    ("POST", "/meters/", r#"{"code":"h"}"#),
    ("POST", "/meters/", "{"),
    ("DELETE", "/meters/2/", ""),
    ("DELETE", "/meters/2/", ""),
    ("DELETE", "/meters/x/", ""),
    ("GET", "/meters/", ""),
];

#[tokio::test]
async fn the_answers_are_those_of_rows_that_are_read() {
    let read = client(database().await, ReadMeterViewSet);
    let unread = client(database().await, MeterViewSet);
    for (method, path, body) in REQUESTS {
        let send = async |client: &Client| {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            client.send(method, path, &[("content-type", "application/json")], body).await
        };
        let (read, unread) = (send(&read).await, send(&unread).await);
        let shown =
            |answer: &Answer| (answer.status, String::from_utf8_lossy(&answer.body).into_owned());
        assert_eq!(shown(&unread), shown(&read), "{method} {path} {body}");
        assert_eq!(unread.headers, read.headers, "{method} {path} {body}");
    }
}

#[tokio::test]
async fn each_takes_one_statement() {
    let (client, count, backend) = counted(MeterViewSet).await;
    let statements = async |method: Method, path: &str, body: &str| {
        count.store(0, Ordering::Relaxed);
        client.json(method, path, body).await;
        count.load(Ordering::Relaxed)
    };
    let (owner, room) = (r#"{"owner":"eve"}"#, r#"{"owner":"eve","room_id":1}"#);
    // One more shows the room behind the row.
    let shown = 1;
    let patched = statements(Method::PATCH, "/meters/1/", owner).await;
    let deleted = statements(Method::DELETE, "/meters/2/", "").await;
    match backend {
        // It returns nothing from an UPDATE: the row is read before and after.
        DbBackend::MySql => assert_eq!((patched, deleted), (3 + shown, 2)),
        _ => {
            assert_eq!((patched, deleted), (1 + shown, 1));
            // And one asks for unique values and foreign keys.
            assert_eq!(statements(Method::PATCH, "/meters/1/", room).await, 2 + shown);
            let new = r#"{"code":"z","owner":"ada","value":0,"state":"off"}"#;
            assert_eq!(statements(Method::POST, "/meters/", new).await, 2);
            // A row that is not there takes another look when the input is wrong.
            assert_eq!(statements(Method::PATCH, "/meters/9/", "{").await, 1);
        }
    }
}

#[tokio::test]
async fn a_row_that_is_named_by_a_unique_column_alone_is_written_so() {
    let (client, count, backend) = counted(CodeViewSet).await;
    client.patch("/meters/b/", r#"{"code":"c"}"#).await;
    assert_eq!(client.get("/meters/c/").await.json()["owner"], "bob");
    assert_eq!(client.patch("/meters/c/", r#"{"code":"c","digits":1}"#).await.status, 200);
    client
        .patch("/meters/c/", r#"{"code":"a"}"#)
        .await
        .assert(400, r#"{"code":["meter with this code already exists."]}"#);
    count.store(0, Ordering::Relaxed);
    assert_eq!(client.delete("/meters/c/").await.status, 204);
    let expected = if backend == DbBackend::MySql { 2 } else { 1 };
    assert_eq!(count.load(Ordering::Relaxed), expected);

    // A column that is not unique may name several rows, of which one is written.
    let database = database().await;
    let (owners, codes) =
        (self::client(database.clone(), OwnerViewSet), self::client(database, CodeViewSet));
    assert_eq!(codes.patch("/meters/b/", r#"{"owner":"ada"}"#).await.status, 200);
    assert_eq!(owners.patch("/meters/ada/", r#"{"digits":1}"#).await.status, 200);
    let both = async || [codes.get("/meters/a/").await, codes.get("/meters/b/").await];
    let digits = both().await.map(|meter| meter.json()["digits"].as_i64());
    assert!([[Some(1), Some(5)], [Some(5), Some(1)]].contains(&digits), "{digits:?}");
    assert_eq!(owners.delete("/meters/ada/").await.status, 204);
    assert_eq!(both().await.iter().filter(|meter| meter.status == 200).count(), 1);
}

/// The two write the same columns of the same rows, and name them by different columns.
#[tokio::test]
async fn each_viewset_names_rows_by_its_own_column() {
    let database = database().await;
    let (ids, codes) = (client(database.clone(), MeterViewSet), client(database, CodeViewSet));
    for digits in [1, 2, 3] {
        let patch = format!(r#"{{"digits":{digits}}}"#);
        assert_eq!(ids.patch("/meters/1/", &patch).await.json()["code"], "a");
        assert_eq!(codes.patch("/meters/b/", &patch).await.json()["code"], "b");
        assert_eq!(ids.get("/meters/2/").await.json()["digits"], digits);
    }
}

#[tokio::test]
async fn rows_outside_of_the_queryset_are_not_there() {
    let client = client(database().await, OwnViewSet);
    let missing = r#"{"detail":"No Meter matches the given query."}"#;
    for (method, body) in
        [("PATCH", r#"{"digits":1}"#), ("PATCH", r#"{"digits":"x"}"#), ("PUT", "{"), ("DELETE", "")]
    {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let headers = [("content-type", "application/json"), ("x-user", "ada")];
        let answer = client.send(method.clone(), "/meters/2/", &headers, body).await;
        answer.assert(404, missing);
        let headers = [("content-type", "application/json"), ("x-user", "bob")];
        let answer = client.send(method, "/meters/2/", &headers, body).await;
        assert_ne!(answer.status, 404, "{body}");
    }
}

#[tokio::test]
async fn what_the_router_leaves_out_is_not_there_either() {
    fn bobs(_: &Request) -> Select<meter::Entity> {
        meter::Entity::find().filter(meter::Column::Owner.eq("bob"))
    }

    let policies = Policies { scopes: Scopes::none().with(bobs), ..Policies::default() };
    let router = DefaultRouter::new().policies(policies).register("meters", OwnViewSet);
    let client = Client::new(router.into_router(database().await));
    let headers = [("content-type", "application/json"), ("x-user", "ada")];
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let answer = client.send(method, "/meters/1/", &headers, r#"{"digits":1}"#).await;
        answer.assert(404, r#"{"detail":"No Meter matches the given query."}"#);
    }
    let headers = [("content-type", "application/json"), ("x-user", "bob")];
    for (method, status) in [(Method::GET, 200), (Method::PATCH, 200), (Method::DELETE, 204)] {
        let answer = client.send(method, "/meters/2/", &headers, r#"{"digits":1}"#).await;
        assert_eq!(answer.status, status);
    }
}
