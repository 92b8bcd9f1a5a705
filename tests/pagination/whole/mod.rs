//! Lists that are not cut, however long they are.

mod broken;
mod exports;
mod lists;
mod sockets;

use futures_util::StreamExt;
use http_body_util::BodyExt;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, Func, Query},
};
use seaview::prelude::*;

use crate::support::Client;

mod leaf {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "leaf")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub year: Option<i32>,
        pub word: Option<String>,
        #[sea_orm(has_many)]
        pub tags: HasMany<super::tag::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod tag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tag")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub leaf_id: i64,
        pub name: String,
        #[sea_orm(belongs_to, from = "leaf_id", to = "id")]
        pub leaf: BelongsTo<super::leaf::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A key of two columns.
mod square {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "square")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub x: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub y: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = leaf::Entity)]
struct LeafSerializer {
    id: i64,
    year: Option<i32>,
    word: Option<String>,
}

/// Of each row what needs its model and other tables.
#[derive(ModelSerializer)]
#[serializer(entity = leaf::Entity)]
struct DeepSerializer {
    id: i64,
    #[serializer(method = |leaf: &leaf::Model, _: &Request| leaf.id * 2)]
    double: i64,
    #[serializer(related = tag::Entity, slug_field = name, read_only)]
    tags: Vec<String>,
}

fn queryset(how: &str) -> Select<leaf::Entity> {
    let leaves = leaf::Entity::find();
    match how {
        "own" => leaves.order_by_desc(leaf::Column::Word),
        "expression" => leaves.order_by_asc(Func::lower(Expr::col(leaf::Column::Word))),
        "distinct" => leaves.distinct(),
        "join" => leaves.inner_join(tag::Entity),
        "distinct join" => leaves.inner_join(tag::Entity).distinct(),
        "group" => leaves.group_by(leaf::Column::Id),
        "cut" => leaves.order_by_desc(leaf::Column::Id).limit(1700).offset(40),
        "offset" => leaves.order_by_desc(leaf::Column::Year).limit(5000).offset(700),
        "short" => leaves.limit(30),
        "some" => leaves.filter(leaf::Column::Year.gt(2001)).filter(
            leaf::Column::Id
                .in_subquery(Query::select().column(tag::Column::LeafId).from(tag::Entity).take()),
        ),
        _ => leaves,
    }
}

#[derive(ViewSet)]
#[viewset(serializer = LeafSerializer, ordering_fields(year, word))]
struct LeafViewSet;

impl ModelViewSet for LeafViewSet {
    fn get_queryset(&self, request: &Request) -> Select<leaf::Entity> {
        queryset(request.query_param("how").unwrap_or_default())
    }
}

#[derive(ViewSet)]
#[viewset(serializer = DeepSerializer, ordering_fields(year, word))]
struct DeepViewSet;

impl ModelViewSet for DeepViewSet {
    fn get_queryset(&self, request: &Request) -> Select<leaf::Entity> {
        queryset(request.query_param("how").unwrap_or_default())
    }
}

/// Without any order.
#[derive(ModelViewSet)]
#[viewset(serializer = square::Model, filter_backends = seaview::filters::FilterBackends::none())]
struct SquareViewSet;

/// Rows whose values tie, and are NULL.
async fn database(leaves: i64) -> Database {
    let database = crate::support::database().await;
    database.create_table(leaf::Entity).await.expect("a table");
    database.create_table(tag::Entity).await.expect("a table");
    database.create_table(square::Entity).await.expect("a table");
    insert(&database, 1..=leaves).await;
    database
}

async fn insert(database: &Database, ids: impl Iterator<Item = i64>) {
    let (mut leaves, mut tags) = (Vec::new(), Vec::new());
    for id in ids {
        let year = if id % 5 == 0 { "NULL".to_owned() } else { (2000 + id % 4).to_string() };
        let word = if id % 7 == 0 { "NULL" } else { ["'ant'", "'bee'", "'cat'"][id as usize % 3] };
        leaves.push(format!("({year}, {word})"));
        tags.extend((1..=id % 3).map(|tag| format!("({id}, 't{tag}')")));
    }
    for (table, rows) in [("leaf (year, word)", leaves), ("tag (leaf_id, name)", tags)] {
        for rows in rows.chunks(400) {
            sql(database, &format!("INSERT INTO {table} VALUES {}", rows.join(", "))).await;
        }
    }
}

async fn sql(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.expect("a statement");
}

async fn drop_tables(database: &Database) {
    sql(database, "DROP TABLE tag").await;
    sql(database, "DROP TABLE leaf").await;
}

fn router() -> DefaultRouter {
    DefaultRouter::new()
        .register("leaves", LeafViewSet)
        .register_with_basename("deep", DeepViewSet, "deep")
        .register("squares", SquareViewSet)
}

async fn leaves(count: i64) -> (Client, Database) {
    let database = database(count).await;
    (Client::new(router().into_router(database.clone())), database)
}

/// The array that a list should be, made of SeaORM's models.
async fn expected(
    database: &Database,
    leaves: Select<leaf::Entity>,
    object: fn(&leaf::Model) -> String,
) -> String {
    let leaves = leaves.order_by_asc(leaf::Column::Id).all(database.connection()).await;
    let objects: Vec<_> = leaves.expect("leaves").iter().map(object).collect();
    format!("[{}]", objects.join(","))
}

fn flat(leaf: &leaf::Model) -> String {
    let year = leaf.year.map_or("null".to_owned(), |year| year.to_string());
    let word = leaf.word.as_ref().map_or("null".to_owned(), |word| format!("\"{word}\""));
    format!("{{\"id\":{},\"year\":{year},\"word\":{word}}}", leaf.id)
}

fn deep(leaf: &leaf::Model) -> String {
    let tags: Vec<_> = (1..=leaf.id % 3).map(|tag| format!("\"t{tag}\"")).collect();
    format!("{{\"id\":{},\"double\":{},\"tags\":[{}]}}", leaf.id, leaf.id * 2, tags.join(","))
}

/// A body that is read piece by piece.
struct Pieces(axum::body::BodyDataStream);

impl Pieces {
    async fn get(client: &Client, path: &str) -> Self {
        let response = client.open(path).await;
        assert_eq!(response.status(), 200);
        Self(response.into_body().into_data_stream())
    }

    /// The next piece, an error, or nothing after the last.
    async fn next(&mut self) -> Option<std::result::Result<String, axum::Error>> {
        let piece = self.0.next().await?;
        Some(piece.map(|piece| String::from_utf8(piece.to_vec()).expect("UTF-8")))
    }

    /// All that are left.
    async fn rest(&mut self) -> std::result::Result<String, axum::Error> {
        let mut rest = String::new();
        while let Some(piece) = self.next().await {
            rest.push_str(&piece?);
        }
        Ok(rest)
    }
}

/// How many pieces a body has, and all of it.
async fn pieces(client: &Client, path: &str) -> (usize, String) {
    let mut body = client.open(path).await.into_body();
    let (mut count, mut whole) = (0, Vec::new());
    while let Some(frame) = body.frame().await {
        whole.extend(frame.expect("a frame").into_data().expect("data"));
        count += 1;
    }
    (count, String::from_utf8(whole).expect("UTF-8"))
}
