//! The one place where a database's error becomes an [`Error`], and what a violated constraint says.

use sea_orm::{DbErr, SqlErr};
#[cfg(any(feature = "postgres", feature = "mysql"))]
use sea_orm::{RuntimeErr, sqlx};

use super::{Detail, Error, ErrorDetail};

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match (&error, Code::of(&error)) {
            (DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated, _) => Self::not_found(),
            (_, Some(code)) if code.is_of_regex() => {
                let message = "Enter a valid regular expression.";
                Self::Validation(Detail::messages(vec![ErrorDetail::new(message, "invalid")]))
            }
            (_, Some(Code::MySql(NO_FULLTEXT_INDEX, _))) => Self::internal(format!(
                "a column that is searched by `search` needs a full-text index of its own \
                 (`CREATE FULLTEXT INDEX … ON table (column)`): {error}"
            )),
            _ => Self::Database(Box::new(error)),
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
    /// A value that its column cannot hold, and the column where the database names it.
    Value(Option<String>),
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
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => {
                Some(Self::Unique(postgres_key(error).unwrap_or_else(|| unique_key(&message))))
            }
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Some(Self::ForeignKey),
            _ => Code::of(error)?.value().map(Self::Value),
        }
    }
}

/// What a server calls an error.
#[derive(Debug)]
enum Code {
    /// The SQLSTATE.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code))]
    Postgres(String),
    /// The number, and the message.
    #[cfg_attr(not(any(feature = "mysql", test)), expect(dead_code))]
    MySql(u16, String),
}

/// MySQL: "Can't find FULLTEXT index matching the column list".
const NO_FULLTEXT_INDEX: u16 = 1191;

impl Code {
    fn of(error: &DbErr) -> Option<Self> {
        #[cfg(any(feature = "postgres", feature = "mysql"))]
        if let DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) = error
            && let sqlx::Error::Database(error) = error.as_ref()
        {
            #[cfg(feature = "postgres")]
            if let Some(error) = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                return Some(Self::Postgres(error.code().to_owned()));
            }
            #[cfg(feature = "mysql")]
            if let Some(error) = error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
                return Some(Self::MySql(error.number(), error.message().to_owned()));
            }
        }
        let _ = error;
        None
    }

    /// `true` if a pattern of the client's is none of the database's.
    fn is_of_regex(&self) -> bool {
        match self {
            Self::Postgres(state) => state == "2201B",
            // MariaDB has one number for all that may be wrong, MySQL one for each.
            Self::MySql(number, _) => matches!(number, 1139 | 3685..=3699),
        }
    }

    /// The column of a value that it cannot hold, where it is named; `None` for other errors.
    fn value(&self) -> Option<Option<String>> {
        match self {
            // Too long, out of range, a moment out of range, a NUL in text, a NUL in JSON.
            Self::Postgres(state) => {
                let known = ["22001", "22003", "22008", "22021", "22P05"];
                known.contains(&state.as_str()).then_some(None)
            }
            // Out of range, no moment, no text of the column's character set, too long, no JSON.
            Self::MySql(1264 | 1292 | 1366 | 1406 | 3140, message) => {
                let column = message.rsplit_once(" for column ").map(|(_, column)| column);
                let column = column.and_then(|column| column.split(" at row").next());
                Some(column.map(last_segment))
            }
            // What a column itself demands, as MariaDB's JSON does: "CONSTRAINT `book.data`
            // failed for `library`.`book`".
            Self::MySql(4025, message) => {
                let column = message.strip_prefix("CONSTRAINT ");
                let column = column.and_then(|column| column.split(" failed for").next());
                Some(column.map(last_segment))
            }
            Self::MySql(..) => None,
        }
    }
}

/// PostgreSQL puts the columns into the error's detail: `Key (title, author_id)=(…) already exists.`
#[cfg(feature = "postgres")]
fn postgres_key(error: &DbErr) -> Option<Key> {
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
    name.trim().trim_matches(['"', '`', '\'']).to_owned()
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

    #[test]
    fn the_column_is_read_from_mysqls_words() {
        for (message, column) in [
            ("Data too long for column 'name' at row 1", Some("name")),
            ("Out of range value for column 'u' at row 2", Some("u")),
            ("Incorrect string value: '\\xF0' for column `a`.`b`.`c` at row 1", Some("c")),
            ("Incorrect datetime value: 'x'", None),
        ] {
            let code = Code::MySql(1406, message.to_owned());
            assert_eq!(code.value(), Some(column.map(str::to_owned)), "{message}");
        }
        let code = Code::MySql(4025, "CONSTRAINT `book.data` failed for `library`.`book`".into());
        assert_eq!(code.value(), Some(Some("data".to_owned())));
    }
}
