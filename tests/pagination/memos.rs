//! Rows for pages by cursor: nullable, tied and unique columns.

use sea_orm::{
    ConnectionTrait, EntityTrait, QuerySelect, Select, Set, entity::prelude::DateTimeUtc,
};
use seaview::{filters::Ordering, pagination::CursorPagination, prelude::*};

use crate::support::{Answer, Client};

pub(super) mod memo {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "memo")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub year: Option<i32>,
        pub word: Option<String>,
        #[sea_orm(unique)]
        pub code: String,
        pub at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = memo::Entity)]
pub(super) struct MemoSerializer {
    id: i64,
}

pub(super) fn pages() -> CursorPagination {
    CursorPagination {
        page_size_query_param: Some("page_size"),
        max_page_size: Some(7),
        ..CursorPagination::of(2)
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = MemoSerializer,
    pagination_class = pages(),
    ordering_fields(year, word, code, at),
    ordering(-year)
)]
pub(super) struct MemoViewSet;

#[derive(ModelViewSet)]
#[viewset(
    serializer = MemoSerializer,
    pagination_class = CursorPagination {
        ordering: vec![Ordering::desc(seaview::column!(memo::Entity, code))],
        ..pages()
    },
    filter_backends = seaview::filters::FilterBackends::none()
)]
struct OwnOrderViewSet;

/// A queryset that has a limit already.
#[derive(ViewSet)]
#[viewset(serializer = MemoSerializer, pagination_class = pages())]
struct CutViewSet;

impl ModelViewSet for CutViewSet {
    fn get_queryset(&self, _request: &Request) -> Select<memo::Entity> {
        memo::Entity::find().limit(3)
    }
}

pub(super) async fn memos() -> (Client, Database) {
    let database = crate::support::database().await;
    database.create_table(memo::Entity).await.expect("a table");
    let router = DefaultRouter::new()
        .register("memos", MemoViewSet)
        .register_with_basename("own", OwnOrderViewSet, "own")
        .register_with_basename("cut", CutViewSet, "cut");
    (Client::new(router.into_router(database.clone())), database)
}

/// The year, word, code and time of a memo.
pub(super) type Memo<'a> = (Option<i32>, Option<&'a str>, &'a str, Option<DateTimeUtc>);

pub(super) async fn insert<const N: usize>(database: &Database, memos: [Memo<'_>; N]) {
    let memos = memos.map(|(year, word, code, at)| memo::ActiveModel {
        year: Set(year),
        word: Set(word.map(str::to_owned)),
        code: Set(code.to_owned()),
        at: Set(at),
        ..Default::default()
    });
    memo::Entity::insert_many(memos).exec(database.connection()).await.expect("memos");
}

pub(super) fn ids(answer: &Answer) -> Vec<i64> {
    let json = answer.json();
    let results = json["results"].as_array().unwrap_or_else(|| panic!("no page: {json}")).iter();
    results.map(|memo| memo["id"].as_i64().expect("an id")).collect()
}

pub(super) fn link(answer: &Answer, name: &str) -> Option<String> {
    let url = answer.json()[name].as_str()?.to_owned();
    Some(url.strip_prefix("http://testserver").expect("an absolute URL").to_owned())
}

pub(super) async fn delete(database: &Database, condition: &str) {
    let sql = format!("DELETE FROM memo WHERE {condition}");
    database.connection().execute_unprepared(&sql).await.expect("gone");
}
