//! Pages by cursor.

use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::{
    DbBackend,
    entity::prelude::{ChronoDate, DateTimeUtc},
};

use super::memos::{delete, ids, insert, link, memos};
use crate::support::{Answer, Client, backend};

/// The smallest fractions of a second that the database keeps: SQLite all, the others micros.
fn at(fractions: u32) -> Option<DateTimeUtc> {
    let nanos = if backend() == DbBackend::Sqlite { fractions } else { fractions * 1000 };
    let noon = ChronoDate::from_ymd_opt(2024, 5, 1)?.and_hms_nano_opt(12, 0, 0, nanos)?;
    Some(noon.and_utc())
}

async fn of_years() -> Client {
    let (client, database) = memos().await;
    let years = [
        (Some(2001), Some("b"), "v", at(1)),
        (Some(2002), Some("a"), "w", at(2)),
        (Some(2003), None, "x", at(2)),
        (Some(2003), Some("a"), "y", None),
        (Some(2005), None, "z", at(0)),
    ];
    insert(&database, years).await;
    client
}

/// What the cursor of a link says.
fn said(answer: &Answer, name: &str) -> Option<String> {
    let link = link(answer, name)?;
    let cursor = link.split(['?', '&']).find_map(|part| part.strip_prefix("cursor="))?;
    let cursor = percent_encoding::percent_decode_str(cursor).decode_utf8_lossy().into_owned();
    Some(String::from_utf8(STANDARD.decode(cursor).expect("base64")).expect("text"))
}

fn with_cursor(says: &str, query: &str) -> String {
    let cursor = STANDARD.encode(says);
    format!("/memos/?cursor={}{query}", utf8_percent_encode(&cursor, NON_ALPHANUMERIC))
}

/// The pages from a URL on in the direction of `name`.
async fn walk(client: &Client, from: &str, name: &str) -> Vec<Vec<i64>> {
    let (mut pages, mut url) = (Vec::new(), Some(from.to_owned()));
    while let Some(at) = url {
        let page = client.get(&at).await;
        pages.push(ids(&page));
        url = link(&page, name);
        assert!(pages.len() < 50, "no end: {pages:?}");
    }
    pages
}

async fn last_page(client: &Client, from: &str) -> String {
    let mut url = from.to_owned();
    while let Some(next) = link(&client.get(&url).await, "next") {
        url = next;
    }
    url
}

#[tokio::test]
async fn a_page_has_no_count_and_opaque_links() {
    let client = of_years().await;
    let first = client.get("/memos/?z=1&a=").await;
    let next = link(&first, "next").expect("a next page");
    let body = format!(
        r#"{{"next":"http://testserver{next}","previous":null,"results":[{{"id":5}},{{"id":3}}]}}"#
    );
    first.assert(200, &body);
    assert!(next.starts_with("/memos/?a=&cursor=") && next.ends_with("&z=1"), "{next}");
}

#[tokio::test]
async fn rows_that_tie_come_once_in_both_directions() {
    let client = of_years().await;
    let orders = match backend() {
        // NULL is the greatest value.
        DbBackend::Postgres => [
            ("word", [2, 4, 1, 3, 5]),
            ("-word", [3, 5, 1, 2, 4]),
            ("word,-year", [4, 2, 1, 5, 3]),
            ("-word,year", [3, 5, 1, 2, 4]),
            ("at", [5, 1, 2, 3, 4]),
            ("-at", [4, 2, 3, 1, 5]),
        ],
        _ => [
            ("word", [3, 5, 2, 4, 1]),
            ("-word", [1, 2, 4, 3, 5]),
            ("word,-year", [5, 3, 4, 2, 1]),
            ("-word,year", [1, 2, 4, 3, 5]),
            ("at", [4, 5, 1, 2, 3]),
            ("-at", [2, 3, 1, 5, 4]),
        ],
    };
    let without_nulls =
        [("", [5, 3, 4, 2, 1]), ("year", [1, 2, 3, 4, 5]), ("-code", [5, 4, 3, 2, 1])];
    for (ordering, order) in orders.into_iter().chain(without_nulls) {
        for size in 1..=6 {
            let first = format!("/memos/?ordering={ordering}&page_size={size}");
            let pages: Vec<_> = order.chunks(size).map(<[i64]>::to_vec).collect();
            assert_eq!(walk(&client, &first, "next").await, pages, "{first}");
            let last = last_page(&client, &first).await;
            let back = walk(&client, &last, "previous").await;
            let seen: Vec<_> = back.iter().rev().flatten().copied().collect();
            assert_eq!(seen, order, "{first} backwards: {back:?}");
        }
    }
}

#[tokio::test]
async fn cursors_of_unique_columns_are_drfs() {
    let client = of_years().await;
    let first = client.get("/memos/?ordering=code").await;
    assert_eq!(said(&first, "next").as_deref(), Some("p=w"));
    let second = client.get(&link(&first, "next").expect("a next page")).await;
    assert_eq!(said(&second, "next").as_deref(), Some("p=y"));
    assert_eq!(said(&second, "previous").as_deref(), Some("r=1&p=x"));
}

#[tokio::test]
async fn other_cursors_name_their_row_after_what_drf_knows() {
    let client = of_years().await;
    let first = client.get("/memos/").await;
    assert_eq!(said(&first, "next").as_deref(), Some("p=2003&k=3"));
    let second = client.get(&link(&first, "next").expect("a next page")).await;
    assert_eq!(said(&second, "previous").as_deref(), Some("r=1&p=2003&k=4"));
    // Both words that are NULL, in the order of the times.
    let ordering = if backend() == DbBackend::Postgres { "-word,at" } else { "word,at" };
    let nulls = client.get(&format!("/memos/?ordering={ordering}")).await;
    let fraction = if backend() == DbBackend::Sqlite { "000000002" } else { "000002" };
    assert_eq!(
        said(&nulls, "next"),
        Some(format!("k=2024-05-01+12%3A00%3A00.{fraction}%2B00%3A00&k=3"))
    );
}

/// The years 2001, 2002, 2003, 2003, 2005 in pages of two.
#[tokio::test]
async fn cursors_of_drf_are_answered_as_drf_does() {
    let client = of_years().await;
    for (cursor, rows, next, previous) in [
        ("p=9999", vec![5, 3], Some("o=1&p=2005"), Some("r=1&p=2005")),
        ("o=1&p=2005", vec![4, 2], Some("p=2002"), Some("o=1&r=1&p=2002")),
        ("p=2003", vec![2, 1], None, Some("r=1&p=2002")),
        ("r=1&p=2001", vec![4, 2], Some("p=2002"), Some("o=1&r=1&p=2002")),
        ("o=1&r=1&p=2002", vec![5, 3], Some("o=1&p=2005"), None),
        ("r=1", vec![2, 1], None, Some("r=1&p=2002")),
        ("o=1", vec![3, 4], Some("p=2003"), Some("r=1&p=2002")),
        ("p=2001", vec![], None, Some("r=1&p=2001")),
        ("o=4&p=9999", vec![1], None, Some("o=2&r=1")),
    ] {
        let page = client.get(&with_cursor(cursor, "")).await;
        let links = ["next", "previous"].map(|name| said(&page, name));
        assert_eq!(
            (ids(&page), links[0].as_deref(), links[1].as_deref()),
            (rows, next, previous),
            "{cursor}"
        );
    }
}

#[tokio::test]
async fn what_is_no_cursor_is_a_404() {
    let client = of_years().await;
    let invalid = r#"{"detail":"Invalid cursor"}"#;
    for says in [
        "o=-1",
        "o=x",
        "o=",
        "r=x",
        "p=",
        "p=abc",
        "p=2147483648",
        "p=1.5",
        "p=%00",
        "p=2003&k=x",
        "p=2003&k=99999999999999999999",
        "p=2003&k=3&k=3",
        "p=2003&n=&n=",
        "k=3&k=3",
        "p=x&k=3",
        "é",
    ] {
        client.get(&with_cursor(says, "")).await.assert(404, invalid);
    }
    let at =
        ["p=2024-05-01", "p=now", "p=2024-05-01+12%3A00%3A00.0000000001+x", "p=2024-13-01&k=1"];
    for says in &at[1..] {
        client.get(&with_cursor(says, "&ordering=at")).await.assert(404, invalid);
    }
    assert_eq!(client.get(&with_cursor(at[0], "&ordering=at")).await.status, 200);
    for cursor in ["%C3%A9", "cD0", "bz0x%3D%3D%3DQ", "Q"] {
        client.get(&format!("/memos/?cursor={cursor}")).await.assert(404, invalid);
    }
    for cursor in ["", "!!!", "aGVsbG8%3D"] {
        assert_eq!(ids(&client.get(&format!("/memos/?cursor={cursor}")).await), [5, 3], "{cursor}");
    }
}

#[tokio::test]
async fn clients_choose_the_size_up_to_its_limit() {
    let client = of_years().await;
    for (size, rows) in [("1", 1), ("7", 5), ("8", 5), ("0", 2), ("-1", 2), ("x", 2), ("", 2)] {
        let page = client.get(&format!("/memos/?page_size={size}")).await;
        assert_eq!(ids(&page).len(), rows, "{size}");
    }
    let (client, database) = memos().await;
    for code in 0..9 {
        insert(&database, [(Some(1), Some("a"), &code.to_string(), None)]).await;
    }
    for size in [7, 8] {
        assert_eq!(ids(&client.get(&format!("/memos/?page_size={size}")).await).len(), 7);
    }
}

#[tokio::test]
async fn without_an_ordering_filter_the_paginations_own_order_holds() {
    let client = of_years().await;
    assert_eq!(
        walk(&client, "/own/?ordering=code", "next").await,
        [vec![5, 4], vec![3, 2], vec![1]]
    );
}

#[tokio::test]
async fn a_queryset_with_a_limit_of_its_own_is_the_developers_mistake() {
    assert_eq!(of_years().await.get("/cut/").await.status, 500);
}

#[tokio::test]
async fn a_page_whose_rows_are_all_gone_still_leads_back_to_the_row_before() {
    let (client, database) = memos().await;
    let memo = |code| (Some(1), Some(""), code, None);
    insert(&database, ["a", "b", "c"].map(memo)).await;
    for ordering in ["year", "code"] {
        let first = client.get(&format!("/memos/?ordering={ordering}")).await;
        let next = link(&first, "next").expect("a next page");
        delete(&database, "code = 'c'").await;
        let gone = client.get(&next).await;
        assert_eq!((ids(&gone), link(&gone, "next")), (vec![], None));
        let back = client.get(&link(&gone, "previous").expect("a previous page")).await;
        assert_eq!(ids(&back), [1, 2], "{ordering}");
        insert(&database, [memo("c")]).await;
    }
}
