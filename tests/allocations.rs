//! A list allocates no more for many rows than its buffers need to grow.

#![allow(unreachable_pub, clippy::expect_used, clippy::unwrap_used)]

use std::alloc::System;

use axum::{Router, body::Body};
use http::Request;
use http_body_util::BodyExt;
use sea_orm::ConnectionTrait;
use seaview::{Database, pagination::LimitOffsetPagination, prelude::*};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

mod song {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "song")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
        pub artist: Option<String>,
        pub stars: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ViewSet)]
#[viewset(serializer = song::Model, pagination_class = LimitOffsetPagination::of(10))]
struct SongViewSet;

impl ModelViewSet for SongViewSet {}

/// The allocations of a list of so many rows: the fewest of several tries, as the first prepares
/// statements and a busy machine may move one to another thread.
async fn allocations(app: &Router, rows: usize) -> usize {
    let mut fewest = usize::MAX;
    for _ in 0..10 {
        let request = Request::get(format!("/songs/?limit={rows}")).body(Body::empty()).unwrap();
        let region = Region::new(ALLOCATOR);
        let answer = app.clone().oneshot(request).await.unwrap();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let change = region.change();
        fewest = fewest.min(change.allocations + change.reallocations);
        assert!(body.len() > 40 * rows, "{}", body.len());
    }
    fewest
}

#[tokio::test]
async fn a_row_of_integers_and_texts_allocates_nothing() {
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/allocations.db");
    for suffix in ["", "-wal", "-shm"] {
        _ = std::fs::remove_file(format!("{file}{suffix}"));
    }
    let url = format!("sqlite://{file}?mode=rwc");
    let database = Database::connect(&url).await.unwrap();
    database.create_table(song::Entity).await.unwrap();
    let fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
                INSERT INTO song (title, artist, stars) SELECT 'Title ' || i, 'Artist', i FROM n";
    database.connection().execute_unprepared(fill).await.unwrap();
    let plain = Database::from(database.connection().clone());
    for (lane, database) in [("in place", database), ("SeaORM", plain)] {
        let app = DefaultRouter::new().register("songs", SongViewSet).into_router(database);
        let (few, many) = (allocations(&app, 100).await, allocations(&app, 1100).await);
        // Each doubling of a buffer is one.
        assert!(many < few + 100, "{lane}: {few} for 100 rows, {many} for 1100");
    }
}
