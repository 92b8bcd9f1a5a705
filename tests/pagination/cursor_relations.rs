//! Pages by cursor in the order of columns of other tables, on the library's books.

use std::collections::BTreeSet;

use library::entities::book;
use seaview::{pagination::CursorPagination, prelude::*};

use super::memos::{ids, link};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct BookSerializer {
    id: i64,
    title: String,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = BookSerializer,
    pagination_class = CursorPagination::of(4),
    search_fields(tags.name),
    ordering_fields(author.name, publisher.name, price, rating, published_at, uuid, in_print, binding)
)]
struct BookViewSet;

async fn walk(client: &Client, from: &str, name: &str) -> (Vec<i64>, String) {
    let (mut seen, mut url) = (Vec::new(), from.to_owned());
    loop {
        let page = client.get(&url).await;
        assert_eq!(page.status, 200, "{url}: {}", page.text());
        let mut rows = ids(&page);
        if name == "previous" {
            rows.reverse();
        }
        seen.extend(rows);
        match link(&page, name) {
            Some(next) => url = next,
            None => return (seen, url),
        }
        assert!(seen.len() < 100, "no end: {seen:?}");
    }
}

#[tokio::test]
async fn columns_of_every_type_and_of_other_tables_lead_through_all_rows() {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    let router = DefaultRouter::new().register("books", BookViewSet).into_router(database);
    let client = Client::new(router);
    for ordering in [
        "author__name",
        "-author__name",
        "publisher__name",
        "-publisher__name",
        "publisher__name,-author__name",
        "price",
        "-rating",
        "published_at",
        "-published_at,price",
        "uuid",
        "in_print,-binding",
    ] {
        let first = format!("/books/?ordering={ordering}");
        let (seen, last) = walk(&client, &first, "next").await;
        let once: BTreeSet<_> = seen.iter().copied().collect();
        assert_eq!((seen.len(), once.len()), (24, 24), "{ordering}: {seen:?}");
        let (mut back, _) = walk(&client, &last, "previous").await;
        back.reverse();
        assert_eq!(back, seen, "{ordering}");
    }
}
