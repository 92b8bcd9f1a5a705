//! Styles of one's own.

use seaview::{
    pagination::{Page, Pagination, Rows},
    prelude::*,
};

use super::{SongSerializer, songs};
use crate::support::Client;

/// `?after=1`: the rows after a key, one at a time, without a count.
struct AfterPagination;

impl Pagination for AfterPagination {
    async fn paginate_queryset(&self, rows: Rows<'_>, request: &Request) -> Result<Option<Page>> {
        let Some(after) = request.query_param("after") else { return Ok(None) };
        let after = after.parse().map_err(|_| Error::not_found_because("Odd."))?;
        let results = rows.slice(1, after).await?;
        Ok(Some(Page { count: None, next: None, previous: Some("\"".to_owned()), results }))
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer, pagination_class = AfterPagination)]
pub(super) struct AfterViewSet;

/// A list under an envelope of its own.
struct Wrapped;

impl Pagination for Wrapped {
    async fn paginate_queryset(&self, rows: Rows<'_>, _: &Request) -> Result<Option<Page>> {
        let (count, results) = rows.page(3, 1).await?;
        assert_eq!(count, rows.count().await?);
        Ok(Some(Page { count: Some(count), next: None, previous: None, results }))
    }

    fn get_paginated_response(&self, page: &Page) -> Json {
        let songs = page.results.to_value().unwrap_or_default();
        let body = serde_json::json!({ "songs": songs, "of": page.count });
        Json::new(&body).unwrap_or_else(|_| page.results.clone())
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = SongSerializer, pagination_class = Wrapped)]
pub(super) struct WrappedViewSet;

#[tokio::test]
async fn a_style_of_ones_own_cuts_and_wraps_as_it_likes() {
    let client = songs(5).await;
    client
        .get("/after/?after=4")
        .await
        .assert(200, r#"{"next":null,"previous":"\"","results":[{"id":5,"title":"B","stars":3}]}"#);
    client.get("/after/?after=x").await.assert(404, r#"{"detail":"Odd."}"#);
    assert_eq!(client.get("/after/").await.json().as_array().map(Vec::len), Some(5));
    let wrapped = client.get("/wrapped/").await.json();
    assert_eq!(wrapped["of"], 5);
    assert_eq!(wrapped["songs"][2]["id"], 4);
}

#[tokio::test]
async fn links_have_the_path_escaped_anew() {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    let client = Client::new(library::app(database));
    let page = client.get("/api/books/by-language/%65n/?page_size=1").await.json();
    let next = "http://testserver/api/books/by-language/en/?page=2&page_size=1";
    assert_eq!(page["next"], next);
    let ping = client.get("/api/versions/path/%761/ping/?x=%7e*").await.json();
    assert_eq!(ping["self"], "http://testserver/api/versions/path/v1/ping/?x=%7e*");
}
