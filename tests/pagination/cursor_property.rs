//! Whatever happens between two pages by cursor, each row that stays is seen once and in order.

use std::collections::BTreeSet;

use proptest::{collection::vec, option, prelude::*};
use sea_orm::{DbBackend, EntityTrait, Set};
use seaview::prelude::*;

use super::memos::{delete, ids, link, memo, memos};
use crate::support::{Answer, Client, backend};

/// The columns of a row that rows are ordered by: few values, so that many tie.
type Keys = (Option<u8>, Option<u8>);

#[derive(Clone, Debug)]
enum Change {
    Insert(Keys),
    /// Deletes the rows that are there at these places.
    Delete(usize, usize),
    Nothing,
}

fn keys() -> impl Strategy<Value = Keys> {
    (option::of(0..3_u8), option::of(0..2_u8))
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => keys().prop_map(Change::Insert),
        2 => (0..40_usize, 1..5_usize).prop_map(|(from, many)| Change::Delete(from, many)),
        1 => Just(Change::Nothing),
    ]
}

const ORDERINGS: [&str; 8] =
    ["year", "-year", "word", "-word", "year,word", "-year,word", "year,-word", "-word,-year"];

/// A walk from the first page to the last and back.
struct Walk {
    client: Client,
    database: Database,
    ordering: &'static str,
    /// Each row that there ever was, by its id, which counts from 1.
    rows: Vec<Keys>,
    gone: BTreeSet<i64>,
    changes: std::vec::IntoIter<Change>,
}

impl Walk {
    async fn insert(&mut self, (year, word): Keys) {
        self.rows.push((year, word));
        let word = word.map(|word| word.to_string());
        let code = self.rows.len().to_string();
        let memo = memo::ActiveModel {
            id: Set(i64::try_from(self.rows.len()).expect("an id")),
            year: Set(year.map(i32::from)),
            word: Set(word),
            code: Set(code),
            at: Set(None),
        };
        memo::Entity::insert(memo).exec(self.database.connection()).await.expect("a memo");
    }

    async fn change(&mut self) {
        match self.changes.next() {
            Some(Change::Insert(keys)) => self.insert(keys).await,
            Some(Change::Delete(from, many)) => {
                let here: Vec<_> = self.ids().filter(|id| !self.gone.contains(id)).collect();
                for id in here.into_iter().skip(from).take(many) {
                    self.gone.insert(id);
                    delete(&self.database, &format!("id = {id}")).await;
                }
            }
            Some(Change::Nothing) | None => {}
        }
    }

    fn ids(&self) -> impl Iterator<Item = i64> + use<> {
        (1..=self.rows.len()).map(|id| i64::try_from(id).expect("an id"))
    }

    /// The ids among these in the order asked for. PostgreSQL takes NULL for the greatest value,
    /// the others for the smallest, as `Option` does.
    fn ordered(&self, mut ids: Vec<i64>) -> Vec<i64> {
        let keys = |id: i64| self.rows[usize::try_from(id - 1).expect("an id")];
        ids.sort_by(|one, other| {
            let terms = self.ordering.split(',').map(|term| {
                let name = term.trim_start_matches('-');
                let greatest = backend() == DbBackend::Postgres;
                let key = |id| {
                    let key = if name == "year" { keys(id).0 } else { keys(id).1 };
                    (greatest && key.is_none(), key)
                };
                let order = key(*one).cmp(&key(*other));
                if term.starts_with('-') { order.reverse() } else { order }
            });
            terms.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(one.cmp(other))
        });
        ids
    }

    /// Follows the links of one direction to the end; returns the last answer with the pages.
    async fn follow(
        &mut self,
        first: Answer,
        name: &str,
        sizes: &[usize],
    ) -> (Answer, Vec<Vec<i64>>) {
        let mut pages = vec![ids(&first)];
        let mut answer = first;
        for size in sizes.iter().cycle() {
            let Some(url) = link(&answer, name) else { break };
            self.change().await;
            let (path, query) = url.split_once('?').expect("a query");
            let query: Vec<_> =
                query.split('&').filter(|part| !part.starts_with("page_size")).collect();
            answer = self.client.get(&format!("{path}?{}&page_size={size}", query.join("&"))).await;
            pages.push(ids(&answer));
            assert!(pages.len() < 200, "no end");
        }
        (answer, pages)
    }

    /// Each row is seen at most once, those that stayed are, and all in order.
    fn check(&self, seen: &[i64], there_at_first: &BTreeSet<i64>) {
        let once: BTreeSet<_> = seen.iter().copied().collect();
        assert_eq!(once.len(), seen.len(), "a row is seen twice: {seen:?}");
        assert_eq!(self.ordered(seen.to_vec()), seen, "not in order");
        let missed: Vec<_> =
            there_at_first.difference(&self.gone).filter(|id| !once.contains(id)).collect();
        assert!(missed.is_empty(), "{missed:?} are not in {seen:?}");
    }

    async fn there_and_back(&mut self, sizes: &[usize]) {
        let at_first: BTreeSet<_> = self.ids().collect();
        let first = format!("/memos/?ordering={}&page_size={}", self.ordering, sizes[0]);
        let first = self.client.get(&first).await;
        let (last, pages) = self.follow(first, "next", sizes).await;
        self.check(&pages.concat(), &at_first);

        let here: BTreeSet<_> = self.ids().filter(|id| !self.gone.contains(id)).collect();
        let (_, mut pages) = self.follow(last, "previous", sizes).await;
        pages.reverse();
        // What came after the last page is not on the way back.
        let end = pages.concat().last().copied();
        let behind: BTreeSet<_> = self
            .ordered(here.iter().copied().collect())
            .into_iter()
            .take_while(|id| end.is_some_and(|end| self.ordered(vec![*id, end])[0] == *id))
            .collect();
        self.check(&pages.concat(), &behind);
    }
}

#[test]
fn each_row_that_stays_is_seen_once_and_in_order() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let (client, database) = runtime.block_on(memos());
    let config = ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() };
    let (sizes, changes) = (vec(1..8_usize, 1..6), vec(change(), 0..20));
    let rows = vec(keys(), 0..25);
    proptest!(config, |(
        rows in rows,
        ordering in 0..ORDERINGS.len(),
        sizes in sizes,
        changes in changes,
    )| {
        let (client, database) = (client.clone(), database.clone());
        runtime.block_on(async {
            delete(&database, "id > 0").await;
            let ordering = ORDERINGS[ordering];
            let mut walk = Walk {
                client,
                database,
                ordering,
                rows: Vec::new(),
                gone: BTreeSet::new(),
                changes: changes.into_iter(),
            };
            for keys in rows {
                walk.insert(keys).await;
            }
            walk.there_and_back(&sizes).await;
        });
    });
}
