//! Querysets of every kind: what is counted, and that no row is lost between two pages.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Alias, Expr, ExprTrait, JoinType, SelectStatement},
};
use seaview::{
    filters::{FilterBackend, FilterBackends},
    pagination::PageNumberPagination,
    prelude::*,
};

use super::{SongSerializer, ids, song, songs};

/// Only the title, so that rows look alike.
#[derive(ModelSerializer)]
#[serializer(entity = song::Entity)]
pub(super) struct TitleSerializer {
    title: String,
}

/// Querysets that are more than `SELECT … FROM song`.
#[derive(ViewSet)]
#[viewset(serializer = TitleSerializer, pagination_class = PageNumberPagination::of(2))]
pub(super) struct OddViewSet;

impl ModelViewSet for OddViewSet {
    fn get_queryset(&self, request: &Request) -> Select<song::Entity> {
        let songs = song::Entity::find();
        match request.query_param("how") {
            Some("distinct") => songs.distinct(),
            Some("group") => songs.group_by(song::Column::Id),
            Some("having") => {
                songs.group_by(song::Column::Id).having(song::Column::Stars.sum().gt(2))
            }
            Some("many") => songs.filter(song::Column::Id.is_in(0..20_000_i64)),
            Some("limit") => songs.order_by_desc(song::Column::Id).limit(3),
            Some("offset") => songs.order_by_desc(song::Column::Id).limit(3).offset(1),
            _ => songs,
        }
    }
}

/// Joins the table with itself, so that songs occur once for each song with as many stars.
struct Twins;

impl FilterBackend for Twins {
    async fn filter_queryset(
        &self,
        queryset: &mut SelectStatement,
        request: &Request,
    ) -> Result<()> {
        let twin = Alias::new("twin");
        let same = Expr::col((twin.clone(), song::Column::Stars))
            .equals(song::Column::Stars.as_column_ref());
        queryset.join_as(JoinType::InnerJoin, song::Entity, twin, same);
        if request.query_param("distinct").is_some() {
            queryset.distinct();
        }
        Ok(())
    }
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = SongSerializer,
    pagination_class = PageNumberPagination::of(4),
    filter_backends = FilterBackends::none().with(Twins)
)]
pub(super) struct TwinViewSet;

#[tokio::test]
async fn the_count_is_of_the_rows_that_filters_leave() {
    let client = songs(7).await;
    for (query, count) in
        [("stars__gte=2", 5), ("search=a", 3), ("title__in=A,B", 7), ("stars__gte=5", 0)]
    {
        let page = client.get(&format!("/songs/?{query}")).await.json();
        assert_eq!(page["count"], count, "{query}");
        let last = client.get(&format!("/songs/?{query}&page=last")).await.json();
        assert_eq!((&last["count"], &last["next"]), (&count.into(), &serde_json::Value::Null));
    }
}

#[tokio::test]
async fn pages_of_rows_that_tie_never_overlap() {
    let client = songs(9).await;
    for ordering in ["stars", "-stars", ""] {
        let mut seen = Vec::new();
        for page in 1..=5 {
            let page = client.get(&format!("/songs/?ordering={ordering}&page={page}")).await;
            seen.extend(ids(&page));
        }
        let all: BTreeSet<_> = seen.iter().copied().collect();
        assert_eq!((seen.len(), all.len()), (9, 9), "{ordering}: {seen:?}");
    }
}

#[tokio::test]
async fn distinct_rows_that_look_alike_are_all_there() {
    let client = songs(5).await;
    for how in ["", "distinct", "group"] {
        let titles = async |page: &str| {
            let page = client.get(&format!("/odd/?how={how}&page={page}")).await.json();
            (page["count"].clone(), page["results"].to_string())
        };
        let two = r#"[{"title":"B"},{"title":"A"}]"#.to_owned();
        assert_eq!(titles("1").await, (5.into(), two.clone()), "{how}");
        assert_eq!(titles("2").await, (5.into(), two), "{how}");
        assert_eq!(titles("3").await, (5.into(), r#"[{"title":"B"}]"#.to_owned()), "{how}");
        assert_eq!(titles("last").await, (5.into(), r#"[{"title":"B"}]"#.to_owned()), "{how}");
    }
}

#[tokio::test]
async fn grouped_and_limited_querysets_are_counted_as_they_are() {
    let client = songs(6).await;
    let page = client.get("/odd/?how=having").await.json();
    assert_eq!(
        (&page["count"], page["results"].to_string()),
        (&2.into(), r#"[{"title":"B"},{"title":"A"}]"#.into())
    );
    for how in ["limit", "offset"] {
        let first = client.get(&format!("/odd/?how={how}")).await;
        assert_eq!(first.status, 200, "{}", first.text());
        assert_eq!(
            (&first.json()["count"], first.json()["results"].as_array().map(Vec::len)),
            (&3.into(), Some(2))
        );
        let last = client.get(&format!("/odd/?how={how}&page=last")).await.json();
        assert_eq!(
            (&last["count"], last["results"].as_array().map(Vec::len)),
            (&3.into(), Some(1))
        );
    }
}

#[tokio::test]
async fn a_join_is_counted_with_its_repeats_and_without_them_where_it_is_distinct() {
    let client = songs(4).await;
    let page = client.get("/twins/?page=last").await.json();
    assert_eq!((&page["count"], page["results"].as_array().map(Vec::len)), (&8.into(), Some(4)));
    let page = client.get("/twins/?distinct").await;
    assert_eq!(page.json()["count"], 4);
    assert_eq!(ids(&page).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([1, 2, 3, 4]));
}

#[tokio::test]
async fn a_page_of_a_very_long_list_of_values_is_no_error_of_the_server() {
    let client = songs(1).await;
    let page = client.get("/odd/?how=many").await.json();
    assert_eq!(
        (&page["count"], page["results"].to_string()),
        (&1.into(), r#"[{"title":"B"}]"#.into())
    );
}
