//! Lists in pages.

mod count;
mod cursor;
mod cursor_property;
mod cursor_relations;
mod cursor_writers;
mod limit_offset;
mod memos;
mod page_number;
mod plans;
mod querysets;
mod styles;
mod whole;

use sea_orm::{EntityTrait, Set};
use seaview::{pagination::PageNumberPagination, prelude::*};

use self::{
    querysets::{OddViewSet, TwinViewSet},
    styles::{AfterViewSet, WrappedViewSet},
};
use crate::support::{Answer, Client};

mod song {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "song")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
        pub stars: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = song::Entity)]
struct SongSerializer {
    id: i64,
    title: String,
    stars: i32,
}

fn sizes() -> PageNumberPagination {
    PageNumberPagination {
        page_size: Some(2),
        page_size_query_param: Some("page_size"),
        max_page_size: Some(4),
        ..PageNumberPagination::default()
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = SongSerializer,
    pagination_class = sizes(),
    filterset_fields(stars(gte), title(in)),
    search_fields(title),
    ordering_fields(stars)
)]
struct SongViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer)]
struct PlainViewSet;

async fn database(songs: usize) -> Database {
    let database = crate::support::database().await;
    database.create_table(song::Entity).await.expect("a table");
    if songs == 0 {
        return database;
    }
    let songs = (1..=songs).map(|n| song::ActiveModel {
        title: Set(["A", "B"][n % 2].to_owned()),
        stars: Set(n.div_ceil(2).try_into().expect("some stars")),
        ..Default::default()
    });
    song::Entity::insert_many(songs).exec(database.connection()).await.expect("songs");
    database
}

async fn songs(count: usize) -> Client {
    let router = DefaultRouter::new()
        .register("songs", SongViewSet)
        .register_with_basename("plain", PlainViewSet, "plain")
        .register_with_basename("after", AfterViewSet, "after")
        .register_with_basename("wrapped", WrappedViewSet, "wrapped")
        .register_with_basename("odd", OddViewSet, "odd")
        .register_with_basename("twins", TwinViewSet, "twins");
    Client::new(router.into_router(database(count).await))
}

const INVALID: &str = r#"{"detail":"Invalid page."}"#;

fn ids(answer: &Answer) -> Vec<i64> {
    let json = answer.json();
    let results = json["results"].as_array().unwrap_or_else(|| panic!("no page: {json}")).iter();
    results.map(|song| song["id"].as_i64().expect("an id")).collect()
}
