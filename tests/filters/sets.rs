//! Filter sets: parameters under names of their own.

use library::entities::book::{self, Binding};
use sea_orm::{
    ColumnTrait, QueryFilter, Select,
    prelude::{Date, Decimal},
};
use seaview::prelude::*;

use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct BookSerializer {
    id: i64,
}

#[derive(FilterSet)]
#[filterset(entity = book::Entity)]
struct BookFilter {
    #[filter(min_max)]
    price: Decimal,
    #[filter(after_before)]
    published: Date,
    #[filter(multiple)]
    binding: Binding,
    #[filter(multiple, null_value = "none")]
    rating: f64,
    #[filter(null_value = "none")]
    publisher: i64,
    #[filter(multiple, conjoined)]
    tags: i64,
    #[filter(field = title, lookup = icontains, exclude)]
    without: String,
    #[filter(field = publisher.slug, exclude, parameter = "not-by")]
    not_by: String,
    #[filter(field = pages, lookup = in)]
    size: Vec<i64>,
    #[filter(method = thicker_than)]
    thicker_than: i64,
    #[filter(ordering(price, writer = author.name))]
    sort: String,
}

fn thicker_than(
    books: Select<book::Entity>,
    pages: i64,
    request: &Request,
) -> Select<book::Entity> {
    let unit = if request.query_param("dozens").is_some() { 12 } else { 1 };
    books.filter(book::Column::Pages.gt(pages * unit))
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = BookSerializer,
    filterset_class = BookFilter,
    filterset_fields(language, pages(gt), rating(isnull))
)]
struct BookViewSet;

async fn client() -> Client {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    Client::new(DefaultRouter::new().register("books", BookViewSet).into_router(database))
}

async fn ids(client: &Client, query: &str) -> Vec<i64> {
    let answer = client.get(&format!("/books/?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    let list = answer.json();
    let rows = list.as_array().expect("a list").iter();
    rows.map(|row| row["id"].as_i64().expect("an id")).collect()
}

#[tokio::test]
async fn what_is_kept_and_what_is_left_out_are_all_rows() {
    let client = client().await;
    let all = ids(&client, "").await.len();
    for (one, other) in [
        ("price_max=9.99", "price_min=10"),
        ("published_before=1999-12-31", "published_after=2000-01-01"),
        ("binding=ebook", "binding=hardcover&binding=paperback"),
        ("rating=none", "rating__isnull=false"),
    ] {
        let (kept, left) = (ids(&client, one).await.len(), ids(&client, other).await.len());
        assert!(kept > 0 && kept < all, "{one}: {kept}");
        assert_eq!(kept + left, all, "{one} and {other}");
    }
}

#[tokio::test]
async fn values_that_are_left_out_leave_rows_without_any() {
    let client = client().await;
    let all = ids(&client, "").await;
    let none = ids(&client, "publisher=none").await;
    assert!(!none.is_empty());
    let others = ids(&client, "not-by=blue-lantern").await;
    assert!(none.iter().all(|id| others.contains(id)), "{none:?} of {others:?}");
    assert!(others.len() < all.len());
    assert!(ids(&client, "without=the").await.len() < all.len());
    assert_eq!(ids(&client, "without=xyzzy").await, all);
}

#[tokio::test]
async fn functions_get_a_value_of_their_type_and_the_request() {
    let client = client().await;
    assert_eq!(
        ids(&client, "thicker_than=20&dozens=1").await,
        ids(&client, "thicker_than=240").await
    );
    assert_eq!(ids(&client, "thicker_than=240.9").await, ids(&client, "pages__gt=240").await);
    let refused = r#"{"thicker_than":["Enter a number."]}"#;
    client.get("/books/?thicker_than=x").await.assert(400, refused);
    client.get("/books/?thicker_than=1e30").await.assert(400, refused);
}

#[tokio::test]
async fn the_two_ends_of_a_range_are_reported_in_one_place() {
    let client = client().await;
    let refused = concat!(
        r#"{"price":["Enter a number."],"published":["Enter a valid date."],"#,
        r#""binding":["Select a valid choice. silk is not one of the available choices."],"#,
        r#""language":["Select a valid choice. xx is not one of the available choices."]}"#
    );
    let query = "language=xx&price_min=a&price_max=b&published_after=c&binding=ebook&binding=silk";
    client.get(&format!("/books/?{query}")).await.assert(400, refused);
}

#[tokio::test]
async fn an_order_is_one_of_those_listed() {
    let client = client().await;
    let by_price = ids(&client, "sort=price").await;
    assert_ne!(by_price, ids(&client, "sort=-price").await);
    assert_ne!(by_price, ids(&client, "sort=writer,-price").await);
    assert_eq!(by_price, ids(&client, "sort=price,,-price").await);
    let refused =
        r#"{"sort":["Select a valid choice. author is not one of the available choices."]}"#;
    client.get("/books/?sort=price,author").await.assert(400, refused);
}

#[tokio::test]
async fn all_of_several_rows_are_fewer_than_any() {
    let client = client().await;
    let both = ids(&client, "tags=1&tags=2").await;
    let (one, other) = (ids(&client, "tags=1").await, ids(&client, "tags=2").await);
    let expected: Vec<_> = one.iter().copied().filter(|id| other.contains(id)).collect();
    assert_eq!(both, expected);
    assert!(both.len() < one.len() || both.len() < other.len());
    assert_eq!(ids(&client, "size=96,144").await.len(), 2);
}
