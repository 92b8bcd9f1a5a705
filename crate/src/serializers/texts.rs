//! The texts of an entity's writes, each built once for the columns that it writes.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use sea_orm::{DbBackend, Statement, Value};

/// So many texts are kept: clients choose which columns they send.
const TEXTS: usize = 200;

/// A kind of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Verb {
    Insert,
    /// Of the row that this column names, by its place.
    UpdateBy(usize),
}

/// What decides about a text: the kind of statement, its columns as bits, and the database's
/// dialect.
type Shape = (Verb, u64, &'static str);

/// Building a text takes longer than an SQLite file takes to run it.
#[derive(Debug, Default)]
pub(super) struct Texts(RwLock<HashMap<Shape, String>>);

impl Texts {
    /// The statement that writes these columns. `build` makes one whose values are exactly `values`;
    /// if they are not, nothing is kept.
    pub(super) fn statement(
        &self,
        verb: Verb,
        columns: impl Iterator<Item = usize>,
        backend: DbBackend,
        values: Vec<Value>,
        build: impl FnOnce() -> Statement,
    ) -> Statement {
        let Some(columns) = bits(columns) else { return build() };
        let shape = (verb, columns, backend.as_str());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&shape).cloned();
        if let Some(sql) = known {
            return Statement::from_sql_and_values(backend, sql, values);
        }
        let statement = build();
        if statement.values.as_ref().is_some_and(|built| built.0 == values) {
            self.keep(shape, statement.sql.clone());
        }
        statement
    }

    fn keep(&self, shape: Shape, sql: String) {
        let mut texts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if texts.len() >= TEXTS {
            texts.clear();
        }
        texts.insert(shape, sql);
    }
}

/// Places below 64 as bits.
fn bits(mut places: impl Iterator<Item = usize>) -> Option<u64> {
    places.try_fold(0, |bits, place| Some(bits | 1_u64.checked_shl(u32::try_from(place).ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(texts: &Texts, columns: &[usize], values: Vec<Value>, built: &str) -> String {
        let backend = DbBackend::Sqlite;
        let build = || Statement::from_sql_and_values(backend, built, [Value::from(1)]);
        let columns = columns.iter().copied();
        texts.statement(Verb::UpdateBy(0), columns, backend, values, build).sql
    }

    #[test]
    fn a_text_serves_all_that_write_the_same_columns() {
        let texts = Texts::default();
        let one = || vec![Value::from(1)];
        assert_eq!(statement(&texts, &[0, 2], one(), "first"), "first");
        assert_eq!(statement(&texts, &[0, 2], vec![Value::from(2)], "again"), "first");
        assert_eq!(statement(&texts, &[0, 1], one(), "other"), "other");
        // One whose values are not those that were given is no pattern for others.
        assert_eq!(statement(&texts, &[3], vec![Value::from(2)], "odd"), "odd");
        assert_eq!(statement(&texts, &[3], one(), "even"), "even");
        // Nor is one of a column beyond 64.
        assert_eq!(statement(&texts, &[64], one(), "far"), "far");
        assert_eq!(statement(&texts, &[64], one(), "farther"), "farther");
        for column in 0..TEXTS + 1 {
            statement(&texts, &[column % 64, (column / 64) + 10], one(), "many");
        }
        assert!(texts.0.read().unwrap().len() <= TEXTS);
    }
}
