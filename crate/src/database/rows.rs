//! One row on its way from the database to the response.

use sea_orm::{DbErr, QueryResult, TryGetable};

/// A row of a list, in the order of the columns asked for.
///
/// Made by [`Database`](crate::Database); the functions of a field's type read its columns.
#[derive(Debug)]
pub struct Row(pub(crate) QueryResult);

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// [`DbErr`] if the column does not hold a `T`.
    pub fn get<T: TryGetable>(&self, column: usize) -> Result<T, DbErr> {
        self.0.try_get_by_index(column)
    }

    /// The text of a column, borrowed from the row where the driver allows it. `None` for NULL
    /// and for rows of other drivers.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        #[cfg(feature = "sqlite")]
        if let Some(row) = self.0.try_as_sqlite_row() {
            return sea_orm::sqlx::Row::try_get(row, column).ok();
        }
        #[cfg(feature = "postgres")]
        if let Some(row) = self.0.try_as_pg_row() {
            return sea_orm::sqlx::Row::try_get(row, column).ok();
        }
        let _ = column;
        None
    }

    /// `true` if the column is NULL.
    pub(crate) fn is_null(&self, column: usize) -> bool {
        #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
        use sea_orm::sqlx::{Row as _, ValueRef};

        #[cfg(feature = "sqlite")]
        if let Some(row) = self.0.try_as_sqlite_row() {
            return row.try_get_raw(column).is_ok_and(|value| value.is_null());
        }
        #[cfg(feature = "postgres")]
        if let Some(row) = self.0.try_as_pg_row() {
            return row.try_get_raw(column).is_ok_and(|value| value.is_null());
        }
        #[cfg(feature = "mysql")]
        if let Some(row) = self.0.try_as_mysql_row() {
            return row.try_get_raw(column).is_ok_and(|value| value.is_null());
        }
        let _ = column;
        false
    }
}
