//! The statements that a connection keeps prepared.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OnceCell;
use tokio_postgres::{Statement, types::Type};

/// So many statements a connection keeps prepared.
const STATEMENTS: usize = 200;

/// A statement that the first who asks for it prepares.
pub(super) type Preparing = Arc<OnceCell<Statement>>;

/// Statements by their text. Those that were not used for the longest time make room.
#[derive(Default)]
pub(super) struct Prepared(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_text: HashMap<String, Entry>,
    /// How often statements were asked for.
    asked: u64,
}

struct Entry {
    types: Vec<Type>,
    statement: Preparing,
    last_asked: u64,
}

impl Prepared {
    /// The statement of a text and the types of its values.
    pub(super) fn get(&self, text: &str, types: &[Type]) -> Preparing {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let now = kept.asked;
        if let Some(entry) = kept.by_text.get_mut(text).filter(|entry| entry.types == types) {
            entry.last_asked = now;
            return Arc::clone(&entry.statement);
        }
        kept.make_room();
        let statement = Preparing::default();
        let entry =
            Entry { types: types.to_vec(), statement: Arc::clone(&statement), last_asked: now };
        kept.by_text.insert(text.to_owned(), entry);
        statement
    }

    /// Forgets a statement, which is to be prepared anew.
    pub(super) fn forget(&self, text: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).by_text.remove(text);
    }
}

impl Kept {
    fn make_room(&mut self) {
        if self.by_text.len() < STATEMENTS {
            return;
        }
        let oldest = self.by_text.iter().min_by_key(|(_, entry)| entry.last_asked);
        if let Some(text) = oldest.map(|(text, _)| text.clone()) {
            self.by_text.remove(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_kept_by_its_text_and_types_while_it_is_used() {
        let prepared = Prepared::default();
        let first = prepared.get("first", &[Type::INT8]);
        for number in 0..STATEMENTS {
            prepared.get(&number.to_string(), &[]);
            assert!(Arc::ptr_eq(&first, &prepared.get("first", &[Type::INT8])));
        }
        assert_eq!(prepared.0.lock().unwrap().by_text.len(), STATEMENTS);
        let other = prepared.get("first", &[Type::TEXT]);
        assert!(!Arc::ptr_eq(&first, &other));
        prepared.forget("first");
        assert!(!Arc::ptr_eq(&other, &prepared.get("first", &[Type::TEXT])));
    }
}
