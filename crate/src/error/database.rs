//! The one place where a database's error becomes an [`Error`], and what a violated constraint says.

use sea_orm::{DbErr, SqlErr};

use super::Error;

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => Self::not_found(),
            error => Self::Database(Box::new(error)),
        }
    }
}

/// A constraint that a statement broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    /// A unique key: its columns where the database names them, else the key's own name.
    Unique(Key),
    /// A foreign key.
    ForeignKey,
}

/// What the database says about a violated unique key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Columns(Vec<String>),
    Name(String),
    Unknown,
}

impl Violation {
    /// The violation behind a database error, if it is one.
    pub(crate) fn of(error: &DbErr) -> Option<Self> {
        match error.sql_err()? {
            SqlErr::UniqueConstraintViolation(message) => {
                Some(Self::Unique(postgres_key(error).unwrap_or_else(|| unique_key(&message))))
            }
            SqlErr::ForeignKeyConstraintViolation(_) => Some(Self::ForeignKey),
            _ => None,
        }
    }
}

/// PostgreSQL puts the columns into the error's detail: `Key (title, author_id)=(…) already exists.`
#[cfg(feature = "postgres")]
fn postgres_key(error: &DbErr) -> Option<Key> {
    use sea_orm::{RuntimeErr, sqlx};

    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        error
    else {
        return None;
    };
    let sqlx::Error::Database(error) = error.as_ref() else { return None };
    let detail = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?.detail()?;
    let (columns, _) = detail.strip_prefix("Key (")?.split_once(")=(")?;
    Some(Key::Columns(columns.split(", ").map(unquoted).collect()))
}

#[cfg(not(feature = "postgres"))]
fn postgres_key(_: &DbErr) -> Option<Key> {
    None
}

/// SQLite: `UNIQUE constraint failed: book.title, book.author_id`; MySQL and MariaDB:
/// `Duplicate entry 'x' for key 'book.isbn'`.
fn unique_key(message: &str) -> Key {
    if let Some((_, columns)) = message.split_once("UNIQUE constraint failed: ") {
        return Key::Columns(columns.split(", ").map(last_segment).collect());
    }
    match message.rsplit_once(" for key '") {
        Some((_, key)) => Key::Name(last_segment(key.trim_end_matches('\''))),
        None => Key::Unknown,
    }
}

fn last_segment(name: &str) -> String {
    unquoted(name.rsplit('.').next().unwrap_or(name))
}

fn unquoted(name: &str) -> String {
    name.trim().trim_matches(['"', '`']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_read_from_each_databases_words() {
        let columns = |names: &[&str]| Key::Columns(names.iter().map(|n| n.to_string()).collect());
        let cases = [
            ("UNIQUE constraint failed: book.isbn", columns(&["isbn"])),
            (
                "UNIQUE constraint failed: book.title, book.author_id",
                columns(&["title", "author_id"]),
            ),
            ("Duplicate entry 'it''s for key ''' for key 'book.isbn'", Key::Name("isbn".into())),
            (
                "Duplicate entry '1-2' for key 'idx-title-author'",
                Key::Name("idx-title-author".into()),
            ),
            ("something else", Key::Unknown),
        ];
        for (message, key) in cases {
            assert_eq!(unique_key(message), key, "{message}");
        }
    }
}
