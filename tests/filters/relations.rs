//! Filters, searches and orders along relations, on the library's own entities.

use library::entities::{author, book, car};
use seaview::{
    filters::{Along, Filter, OrderingField},
    prelude::*,
};

use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = book::Entity)]
struct BookSerializer {
    id: i64,
    title: String,
    pages: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = author::Entity)]
struct AuthorSerializer {
    id: i64,
    name: String,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = BookSerializer,
    filterset_fields(
        author(exact, in, isnull),
        publisher(exact, in, isnull),
        publisher.founded(isnull, gte),
        tags(exact, in, isnull),
        tags.name(exact, in, isnull, istartswith),
        reviews,
        author.books.tags.name,
        author.books.pages(gt, range),
        published(week_day, year__in, year__range, day__lt),
        published_at(date__gte, minute, second)
    ),
    search_fields(title, tags.name(istartswith), publisher.name(iexact)),
    ordering_fields(writer = author.name, publisher.name, ..),
    ordering(author.name, -title)
)]
struct BookViewSet;

/// What the derive of the others writes.
struct AuthorFilter;

impl FilterSet for AuthorFilter {
    type Entity = author::Entity;

    fn filters() -> Vec<Filter> {
        let books = || Along::<author::Entity>::start().through(|author| &author.books);
        vec![
            Filter::icontains("title", books().column("title", |book| &book.title))
                .parameter("wrote"),
            Filter::exact("books", books().rows()),
            Filter::multiple("books", books().rows()).parameter("all_of").conjoined(),
            Filter::isnull("books", books().rows()).parameter("idle"),
            Filter::exact("born", seaview::column!(author::Entity, born)).null_value("unknown"),
            Filter::exact("books", books().rows()).parameter("not_of").exclude(),
            Filter::ordering(
                "sort",
                vec![OrderingField::new("name", seaview::column!(author::Entity, name))],
            ),
        ]
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = AuthorSerializer, filterset_class = AuthorFilter)]
struct AuthorViewSet;

async fn client() -> Client {
    let database = library::open(&crate::support::url().await).await.expect("the library");
    let router = DefaultRouter::new().register("books", BookViewSet);
    Client::new(router.register("authors", AuthorViewSet).into_router(database))
}

async fn ids(client: &Client, path: &str) -> Vec<i64> {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    let list = answer.json();
    let ids = list.as_array().expect("a list").iter();
    ids.map(|row| row["id"].as_i64().expect("an id")).collect()
}

async fn count(client: &Client, path: &str) -> usize {
    let ids = ids(client, path).await;
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{path}: a row comes twice");
    ids.len()
}

#[tokio::test]
async fn a_filter_and_its_opposite_share_all_rows() {
    let client = client().await;
    let all = count(&client, "/books/").await;
    for parameter in ["publisher__isnull", "publisher__founded__isnull", "tags__isnull"] {
        let null = count(&client, &format!("/books/?{parameter}=true")).await;
        let other = count(&client, &format!("/books/?{parameter}=false")).await;
        assert_eq!(null + other, all, "{parameter}");
        assert!(null > 0 && other > 0, "{parameter}: {null}");
    }
    assert_eq!(count(&client, "/books/?author__isnull=true").await, 0);
    let all = count(&client, "/authors/").await;
    let idle = count(&client, "/authors/?idle=1").await;
    assert_eq!(idle + count(&client, "/authors/?idle=0").await, all);
    let of_first = count(&client, "/authors/?books=1").await;
    assert_eq!(of_first, 1);
    assert_eq!(count(&client, "/authors/?not_of=1").await, all - 1);
}

#[tokio::test]
async fn rows_are_named_by_keys_that_must_exist() {
    let client = client().await;
    let one = "Select a valid choice. That choice is not one of the available choices.";
    for (query, error) in [
        ("author=99", format!(r#"{{"author":["{one}"]}}"#)),
        ("author=1.0", format!(r#"{{"author":["{one}"]}}"#)),
        ("author=1%00", r#"{"author":["Null characters are not allowed."]}"#.to_owned()),
        ("author=99999999999999999999", format!(r#"{{"author":["{one}"]}}"#)),
        ("author__in=1,x", format!(r#"{{"author__in":["{one}"]}}"#)),
        ("author__in=1,99", format!(r#"{{"author__in":["{one}"]}}"#)),
        ("tags=1&tags=x", r#"{"tags":["“x” is not a valid value."]}"#.to_owned()),
        ("tags=1&tags=", r#"{"tags":["“” is not a valid value."]}"#.to_owned()),
        ("tags=%00", r#"{"tags":["Null characters are not allowed."]}"#.to_owned()),
        (
            "tags=%2B5",
            r#"{"tags":["Select a valid choice. +5 is not one of the available choices."]}"#
                .to_owned(),
        ),
        (
            "tags=1&tags=99&tags=98",
            r#"{"tags":["Select a valid choice. 99 is not one of the available choices."]}"#
                .to_owned(),
        ),
        (
            "tags=99&publisher=98&author=97",
            format!(
                r#"{{"author":["{one}"],"publisher":["{one}"],"tags":["Select a valid choice. 99 is not one of the available choices."]}}"#
            ),
        ),
    ] {
        client.get(&format!("/books/?{query}")).await.assert(400, &error);
    }
    let either = count(&client, "/books/?tags=5&tags=6&tags=6").await;
    let one = count(&client, "/books/?tags=5").await;
    assert!(either > one);
    assert_eq!(either, count(&client, "/books/?tags__in=5,%206,").await);
    assert_eq!(
        count(&client, "/books/?author=&publisher=&tags__in=").await,
        count(&client, "/books/").await
    );
    assert_eq!(count(&client, "/books/?author__in=,").await, 0);
}

#[tokio::test]
async fn several_values_are_either_or_all() {
    let client = client().await;
    let of_one = ids(&client, "/books/?author=1").await;
    assert!(of_one.len() > 1, "{of_one:?}");
    let both = format!("/authors/?all_of={}&all_of={}", of_one[0], of_one[1]);
    assert_eq!(ids(&client, &both).await, [1]);
    let other = ids(&client, "/books/?author=2").await[0];
    let apart = format!("/authors/?all_of={}&all_of={other}", of_one[0]);
    assert_eq!(count(&client, &apart).await, 0);
    let either = format!("/authors/?books={}&books={other}", of_one[0]);
    assert_eq!(ids(&client, &either).await, [1, 2]);
    let unknown = count(&client, "/authors/?born=unknown").await;
    assert!(unknown > 0);
}

#[tokio::test]
async fn paths_may_have_several_steps() {
    let client = client().await;
    let named = ids(&client, "/books/?author__books__tags__name=poetry").await;
    let own = ids(&client, "/books/?tags__name=poetry").await;
    assert!(own.iter().all(|id| named.contains(id)));
    assert!(count(&client, "/books/?author__books__pages__gt=0").await > 0);
    assert_eq!(count(&client, "/books/?author__books__pages__gt=99999").await, 0);
}

#[tokio::test]
async fn parts_of_dates_are_compared_as_numbers() {
    let client = client().await;
    let all = count(&client, "/books/").await;
    let mut by_day = 0;
    for day in 1..=7 {
        by_day += count(&client, &format!("/books/?published__week_day={day}")).await;
    }
    assert_eq!(by_day, all);
    assert_eq!(count(&client, "/books/?published__day__lt=32").await, all);
    assert_eq!(count(&client, "/books/?published__day__lt=1.5&published__year__in=1,2").await, 0);
    assert_eq!(count(&client, "/books/?published__year__range=1,9999").await, all);
    assert_eq!(count(&client, "/books/?published__year__range=1,").await, 0);
    let later = count(&client, "/books/?published_at__date__gte=31+December+1999").await;
    assert!(later > 0 && later < all);
    let refused = r#"{"published__week_day":["Enter a number."]}"#;
    client.get("/books/?published__week_day=Monday").await.assert(400, refused);
}

#[tokio::test]
async fn rows_are_ordered_by_columns_of_others_and_by_all_that_is_shown() {
    let client = client().await;
    let by_author = ids(&client, "/books/?ordering=writer,-title").await;
    assert_eq!(by_author, ids(&client, "/books/").await);
    let backwards = ids(&client, "/books/?ordering=-writer,title,-id").await;
    assert_eq!(by_author, backwards.into_iter().rev().collect::<Vec<_>>());
    let by_pages = ids(&client, "/books/?ordering=-pages").await;
    assert_ne!(by_pages, by_author);
    assert_eq!(ids(&client, "/books/?ordering=published").await, by_author);
    // Books without a publisher stay, after all others on PostgreSQL and before them elsewhere.
    let by_publisher = ids(&client, "/books/?ordering=publisher__name").await;
    let without = ids(&client, "/books/?publisher__isnull=true&ordering=id").await;
    assert_eq!(by_publisher.len(), by_author.len());
    let place = match crate::support::backend() {
        sea_orm::DbBackend::Postgres => by_publisher.len() - without.len()..,
        _ => 0..,
    };
    assert_eq!(by_publisher[place][..without.len()], without);
    let sort = r#"{"sort":["Select a valid choice. -email is not one of the available choices."]}"#;
    client.get("/authors/?sort=name,-email").await.assert(400, sort);
}

#[tokio::test]
async fn a_search_looks_into_related_rows_and_shows_each_row_once() {
    let client = client().await;
    let poetry = count(&client, "/books/?search=poet").await;
    assert!(poetry >= count(&client, "/books/?tags__name=poetry").await && poetry > 0);
    assert_eq!(count(&client, "/books/?search=%27no+such+phrase%27").await, 0);
    // Both terms in one tag, or one in a tag and one in the book: two tags do not make a match.
    assert!(count(&client, "/books/?search=classic").await > 0);
    assert_eq!(count(&client, "/books/?search=fiction+classic").await, 0);
    assert!(count(&client, "/books/?search=fiction+island").await > 0);
    assert!(count(&client, "/books/?search=fict+fiction").await > 0);
}

#[tokio::test]
async fn choices_are_those_that_the_serializer_states() {
    #[derive(ModelSerializer)]
    #[serializer(entity = car::Entity)]
    struct CarSerializer {
        id: i64,
        #[serializer(choices = [("red", "Red"), ("blue", "Blue")])]
        color: String,
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = CarSerializer, filterset_fields(color(exact, in)))]
    struct CarViewSet;

    let database = library::open(&crate::support::url().await).await.expect("the library");
    let router = DefaultRouter::new().register("cars", CarViewSet);
    let client = Client::new(router.into_router(database));
    let refused =
        r#"{"color":["Select a valid choice. Red is not one of the available choices."]}"#;
    client.get("/cars/?color=Red").await.assert(400, refused);
    assert_eq!(client.get("/cars/?color=red").await.status, 200);
    assert_eq!(client.get("/cars/?color__in=Red,green").await.text(), "[]");
}
