//! Which text counts the rows of which.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use sea_orm::{DbBackend, Statement, sea_query::SelectStatement};

use super::statements::count_statement;

/// So many texts are kept, and none that is longer: those of lists with many values.
const TEXTS: usize = 500;
const LENGTH: usize = 4096;

/// The texts that count, by those whose rows they count, where both take the same values. Making
/// the second statement of a page costs as much as making the first.
#[derive(Debug, Default)]
pub(super) struct Counting(RwLock<HashMap<String, String>>);

impl Counting {
    /// The statement that counts the rows of `select`, of which `rows` was made.
    pub(super) fn count(
        &self,
        backend: DbBackend,
        select: &SelectStatement,
        rows: &Statement,
    ) -> Statement {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&rows.sql).cloned();
        if let Some(sql) = known {
            return Statement { sql, values: rows.values.clone(), db_backend: backend };
        }
        let count = count_statement(backend, select);
        if rows.values == count.values && rows.sql.len() <= LENGTH {
            self.keep(rows.sql.clone(), count.sql.clone());
        }
        count
    }

    fn keep(&self, rows: String, count: String) {
        let mut texts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if texts.len() >= TEXTS {
            texts.clear();
        }
        texts.insert(rows, count);
    }
}
