//! One row on its way from the database to the response.

use sea_orm::{
    DbErr, QueryResult, TryGetable, Value,
    sea_query::{ArrayType, ValueType},
};

#[cfg(feature = "postgres")]
use super::binary::{self, Binary};
#[cfg(feature = "direct-postgres")]
use super::postgres::rows as postgres;

/// A row of a list, in the order of the columns asked for.
///
/// Made by [`Database`](crate::Database); the functions of a field's type read its columns.
#[derive(Debug)]
pub struct Row(Source);

/// Where a row comes from.
#[derive(Debug)]
enum Source {
    SeaOrm(QueryResult),
    #[cfg(feature = "direct-postgres")]
    Postgres(tokio_postgres::Row),
    #[cfg(feature = "direct-sqlite")]
    Sqlite(super::sqlite::SqliteRow),
}

impl Row {
    #[cfg(feature = "direct-postgres")]
    pub(super) fn postgres(row: tokio_postgres::Row) -> Self {
        Self(Source::Postgres(row))
    }

    #[cfg(feature = "direct-sqlite")]
    pub(super) fn sqlite(row: super::sqlite::SqliteRow) -> Self {
        Self(Source::Sqlite(row))
    }

    /// The value of a column.
    ///
    /// # Errors
    /// [`DbErr`] if the column does not hold a `T`.
    pub fn get<T: TryGetable + ValueType>(&self, column: usize) -> Result<T, DbErr> {
        match &self.0 {
            Source::SeaOrm(row) => row.try_get_by_index(column),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => of_value(postgres::value(row, column, &T::array_type())?),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(row) => of_value(row.value(column, &T::array_type())?),
        }
    }

    /// How many columns there are.
    pub(super) fn len(&self) -> usize {
        match &self.0 {
            Source::SeaOrm(row) => row.column_names().len(),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => row.len(),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(row) => row.width(),
        }
    }

    /// The value of a column by its kind, of a row that SeaORM did not fetch.
    ///
    /// # Errors
    /// [`DbErr`] if the column does not hold one.
    pub(crate) fn value(&self, column: usize, of: &ArrayType) -> Result<Value, DbErr> {
        match &self.0 {
            Source::SeaOrm(_) => Err(DbErr::Type(format!("SeaORM reads no {of:?} of {column}"))),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => postgres::value(row, column, of),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(row) => row.value(column, of),
        }
    }

    /// The row as SeaORM fetched it, if SeaORM did.
    pub(crate) fn as_query_result(&self) -> Option<&QueryResult> {
        match &self.0 {
            Source::SeaOrm(row) => Some(row),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(_) => None,
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(_) => None,
        }
    }

    /// The row as it came from a file of SQLite, if it did.
    #[cfg(feature = "direct-sqlite")]
    pub(super) fn as_sqlite_row(&self) -> Option<&super::sqlite::SqliteRow> {
        match &self.0 {
            Source::Sqlite(row) => Some(row),
            _ => None,
        }
    }

    /// The text of a column, borrowed from the row where the driver allows it. `None` for NULL
    /// and for rows of other drivers.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        match &self.0 {
            Source::SeaOrm(row) => text(row, column),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => postgres::text(row, column),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(row) => row.text(column),
        }
    }

    /// What a column of PostgreSQL holds; `None` for other drivers and other types.
    #[cfg(feature = "postgres")]
    pub(super) fn binary(&self, column: usize) -> Option<Binary> {
        match &self.0 {
            Source::SeaOrm(row) => Binary::of(row.try_as_pg_row()?, column),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => postgres::binary(row, column),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(_) => None,
        }
    }

    /// The bytes of a value of PostgreSQL, `Some(None)` for NULL; `None` as above.
    #[cfg(feature = "postgres")]
    pub(super) fn bytes(&self, column: usize) -> Option<Option<&[u8]>> {
        match &self.0 {
            Source::SeaOrm(row) => binary::bytes(row.try_as_pg_row()?, column),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => postgres::bytes(row, column),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(_) => None,
        }
    }

    /// `true` if the column is NULL.
    pub(crate) fn is_null(&self, column: usize) -> bool {
        match &self.0 {
            Source::SeaOrm(row) => is_null(row, column),
            #[cfg(feature = "direct-postgres")]
            Source::Postgres(row) => postgres::is_null(row, column),
            #[cfg(feature = "direct-sqlite")]
            Source::Sqlite(row) => row.is_null(column),
        }
    }
}

impl From<QueryResult> for Row {
    fn from(row: QueryResult) -> Self {
        Self(Source::SeaOrm(row))
    }
}

fn text(row: &QueryResult, column: usize) -> Option<&str> {
    #[cfg(feature = "sqlite")]
    if let Some(row) = row.try_as_sqlite_row() {
        return sea_orm::sqlx::Row::try_get(row, column).ok();
    }
    #[cfg(feature = "postgres")]
    if let Some(row) = row.try_as_pg_row() {
        return sea_orm::sqlx::Row::try_get(row, column).ok();
    }
    let _ = (row, column);
    None
}

fn is_null(row: &QueryResult, column: usize) -> bool {
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    use sea_orm::sqlx::{Row as _, ValueRef};

    #[cfg(feature = "sqlite")]
    if let Some(row) = row.try_as_sqlite_row() {
        return row.try_get_raw(column).is_ok_and(|value| value.is_null());
    }
    #[cfg(feature = "postgres")]
    if let Some(row) = row.try_as_pg_row() {
        return row.try_get_raw(column).is_ok_and(|value| value.is_null());
    }
    #[cfg(feature = "mysql")]
    if let Some(row) = row.try_as_mysql_row() {
        return row.try_get_raw(column).is_ok_and(|value| value.is_null());
    }
    let _ = (row, column);
    false
}

#[cfg(any(feature = "direct-postgres", feature = "direct-sqlite"))]
fn of_value<T: ValueType>(value: Value) -> Result<T, DbErr> {
    let wrong = |_| DbErr::Type(format!("the column holds no {}", T::type_name()));
    T::try_from(value).map_err(wrong)
}

/// `true` if every way to the database reads values of this kind alike.
pub(crate) fn reads_directly(of: &ArrayType) -> bool {
    let _ = of;
    #[cfg(feature = "direct-postgres")]
    if !postgres::reads(of) {
        return false;
    }
    #[cfg(feature = "direct-sqlite")]
    if !super::sqlite::reads(of) {
        return false;
    }
    true
}
