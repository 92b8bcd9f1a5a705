//! Pages by cursor while others write: not only between two pages, but between the statements of
//! one.

use std::collections::BTreeSet;

use futures_util::future::{Either, select};
use proptest::{collection::vec, option, prelude::*};
use sea_orm::{DbBackend, entity::prelude::ChronoDate};
use seaview::prelude::*;

use super::memos::{delete, ids, insert, link, memos};
use crate::support::{Answer, Client, backend};

/// The values of `year`, `word` and `at`: few of each, so that many tie.
type Keys = (Option<u8>, Option<u8>, Option<u8>);

fn keys() -> impl Strategy<Value = Keys> {
    (option::of(0..3_u8), option::of(0..2_u8), option::of(0..2_u8))
}

const ORDERINGS: [&str; 10] = [
    "year",
    "-year",
    "word,-at",
    "-at,word",
    "year,word,at",
    "-year,-word,-at",
    "year,-word,at",
    "-at,year,-word",
    "word,code",
    "-code",
];

async fn add(database: &Database, (year, word, at): Keys, code: usize) {
    let word = word.map(|word| ["a", "b"][usize::from(word)]);
    let noon = |at: u8| ChronoDate::from_ymd_opt(2024, 5, u32::from(at) + 1)?.and_hms_opt(12, 0, 0);
    let at = at.and_then(noon).map(|noon| noon.and_utc());
    insert(database, [(year.map(i32::from), word, &format!("c{code:04}"), at)]).await;
}

/// Follows the links of one direction to the end: the rows on the way, and the last page.
async fn follow(client: &Client, mut answer: Answer, name: &str) -> (Vec<i64>, Answer) {
    let mut seen = Vec::new();
    for _ in 0..300 {
        let mut page = ids(&answer);
        if name == "previous" {
            page.reverse();
        }
        seen.extend(page);
        match link(&answer, name) {
            Some(path) => answer = client.get(&path).await,
            None => return (seen, answer),
        }
    }
    panic!("no end: {}", answer.text());
}

/// From the first page to the last and back, each row that stays is seen once.
async fn walk(client: &Client, first: &str, staying: &BTreeSet<i64>) {
    let mut answer = client.get(first).await;
    for name in ["next", "previous"] {
        let (seen, last) = follow(client, answer, name).await;
        let once: BTreeSet<_> = seen.iter().copied().collect();
        assert_eq!(once.len(), seen.len(), "{name}: a row is seen twice: {seen:?}");
        let missed: Vec<_> = staying.difference(&once).collect();
        assert!(missed.is_empty(), "{name}: {missed:?} are not in {seen:?}");
        answer = last;
    }
}

/// Inserts and deletes in turns, as fast as the database lets it.
async fn write(database: &Database, going: Vec<i64>, coming: Vec<Keys>, rows: usize) {
    let mut going = going.into_iter();
    for (number, keys) in coming.into_iter().enumerate() {
        add(database, keys, rows + number).await;
        if let Some(id) = going.next() {
            delete(database, &format!("id = {id}")).await;
        }
    }
    std::future::pending().await
}

proptest! {
    // Elsewhere each case takes a database of its own on a server.
    #![proptest_config(ProptestConfig::with_cases(match backend() {
        DbBackend::Sqlite => 60,
        _ => 10,
    }))]

    #[test]
    fn rows_that_others_write_between_the_statements_of_a_page_hide_none_that_stay(
        rows in vec((keys(), any::<bool>()), 0..30),
        ordering in 0..ORDERINGS.len(),
        size in 1..8_usize,
        coming in vec(keys(), 0..60),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let (client, database) = memos().await;
            let (mut going, mut staying) = (Vec::new(), BTreeSet::new());
            for (code, (keys, stays)) in rows.iter().enumerate() {
                add(&database, *keys, code).await;
                let id = i64::try_from(code + 1).expect("an id");
                if *stays { _ = staying.insert(id) } else { going.push(id) }
            }
            let first = format!("/memos/?ordering={}&page_size={size}", ORDERINGS[ordering]);
            let walk = Box::pin(walk(&client, &first, &staying));
            let write = Box::pin(write(&database, going, coming, rows.len()));
            if let Either::Right(_) = select(walk, write).await {
                unreachable!("a writer has no end");
            }
        });
    }
}
