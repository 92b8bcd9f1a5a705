//! Long lists, a part at a time: what bounds the memory that they take.

use std::{pin::Pin, sync::Arc};

use futures_util::StreamExt;
use sea_orm::{
    DatabaseConnection, QueryStream, Statement, StreamTrait, Value,
    sea_query::{SelectStatement, Values},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Database, Row};
use crate::Result;

/// The LIMIT and OFFSET that a statement has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) limit: u64,
    pub(crate) offset: u64,
}

/// Some rows of a list as JSON.
pub(crate) struct JsonChunk {
    /// The array.
    pub(crate) array: Vec<u8>,
    pub(crate) count: u64,
    /// What was read beside the last row, from the column [`KEYS`](Self::KEYS) on.
    pub(crate) last: Option<Row>,
}

impl JsonChunk {
    /// The place of the first key in the last row.
    pub(crate) const KEYS: usize = 2;
}

/// Rows that come as they are asked for, on a connection that is theirs until they end.
pub(crate) struct RowStream {
    rows: Pin<Box<QueryStream>>,
    _permit: OwnedSemaphorePermit,
}

impl Database {
    /// LIMIT and OFFSET of a statement, with numbers that change nothing where it has none.
    pub(crate) fn cut(&self, select: &SelectStatement) -> Cut {
        let (mut unlimited, mut whole) = (select.clone(), select.clone());
        unlimited.reset_limit();
        whole.reset_offset();
        let mut numbers = values(self.backend.build(select).values).into_iter().rev();
        // They stand last in a statement, the offset after the limit.
        let mut number = |there: bool| there.then(|| numbers.next().and_then(number_of)).flatten();
        let offset = number(whole != *select).unwrap_or(0);
        let limit = number(unlimited != *select).unwrap_or(u64::MAX);
        Cut { limit, offset }
    }

    /// At most so many rows of those that the statement has with its own LIMIT and OFFSET.
    pub(crate) async fn at_most(&self, select: &SelectStatement, limit: u64) -> Result<Vec<Row>> {
        self.run(self.narrowed(select, limit)).await
    }

    /// The same as the JSON array that SQLite writes, and their number.
    pub(crate) async fn json_at_most(
        &self,
        select: &SelectStatement,
        object: &str,
        limit: u64,
    ) -> Result<JsonChunk> {
        let mut statement = self.narrowed(select, limit);
        statement.sql =
            format!("SELECT json_group_array({object}), COUNT(*) FROM ({})", statement.sql);
        self.json_chunk_of(statement).await
    }

    /// At most so many rows of a statement without LIMIT, and after the first `offset`.
    pub(crate) async fn chunk(
        &self,
        select: &SelectStatement,
        limit: u64,
        offset: u64,
    ) -> Result<Vec<Row>> {
        self.run(digits(self.backend.build(select), limit, offset)).await
    }

    /// The same as the JSON array that SQLite writes, with these columns of the last row.
    pub(crate) async fn json_chunk(
        &self,
        select: &SelectStatement,
        object: &str,
        keys: &[String],
        [limit, offset]: [u64; 2],
    ) -> Result<JsonChunk> {
        let mut statement = digits(self.backend.build(select), limit, offset);
        statement.sql = format!(
            "WITH rows_of_chunk AS MATERIALIZED ({}) SELECT (SELECT json_group_array({object}) FROM \
             rows_of_chunk), (SELECT COUNT(*) FROM rows_of_chunk), {} FROM rows_of_chunk LIMIT 1 \
             OFFSET (SELECT COUNT(*) - 1 FROM rows_of_chunk)",
            statement.sql,
            keys.join(", ")
        );
        self.json_chunk_of(statement).await
    }

    async fn json_chunk_of(&self, statement: Statement) -> Result<JsonChunk> {
        let Some(row) = self.first(statement).await? else {
            return Ok(JsonChunk { array: b"[]".to_vec(), count: 0, last: None });
        };
        let array: String = row.get(0)?;
        let count: i64 = row.get(1)?;
        Ok(JsonChunk { array: array.into_bytes(), count: count.unsigned_abs(), last: Some(row) })
    }

    fn narrowed(&self, select: &SelectStatement, limit: u64) -> Statement {
        let statement = self.backend.build(select);
        if !statement.sql.contains(" LIMIT ") && !statement.sql.contains(" OFFSET ") {
            return digits(statement, limit, 0);
        }
        let cut = self.cut(select);
        let mut whole = select.clone();
        whole.reset_limit().reset_offset();
        digits(self.backend.build(&whole), limit.min(cut.limit), cut.offset)
    }

    /// The rows of a statement as they are asked for, or `None` where that would take the only
    /// connection there is. No more than half of a pool's connections are given away like this.
    pub(crate) async fn row_stream(&self, select: &SelectStatement) -> Result<Option<RowStream>> {
        let Some(streams) = &self.streams else { return Ok(None) };
        let permit = Arc::clone(streams).acquire_owned().await.map_err(crate::Error::internal)?;
        let rows = self.connection.stream_raw(self.backend.build(select)).await?;
        Ok(Some(RowStream { rows: Box::pin(rows), _permit: permit }))
    }
}

impl RowStream {
    /// At most so many of the rows that are left.
    pub(crate) async fn take(&mut self, limit: usize) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        while rows.len() < limit {
            let Some(row) = self.rows.next().await else { break };
            rows.push(Row::from(row?));
        }
        Ok(rows)
    }
}

/// What bounds the connections that rows may hold; `None` for a pool of one.
pub(super) fn streams(connection: &DatabaseConnection) -> Option<Arc<Semaphore>> {
    let connections: u32 = match &connection.inner {
        #[cfg(feature = "sqlite")]
        sea_orm::DatabaseConnectionType::SqlxSqlitePoolConnection(_) => {
            connection.get_sqlite_connection_pool().options().get_max_connections()
        }
        #[cfg(feature = "postgres")]
        sea_orm::DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
            connection.get_postgres_connection_pool().options().get_max_connections()
        }
        #[cfg(feature = "mysql")]
        sea_orm::DatabaseConnectionType::SqlxMySqlPoolConnection(_) => {
            connection.get_mysql_connection_pool().options().get_max_connections()
        }
        _ => 1,
    };
    let half = usize::try_from(connections / 2).unwrap_or(1);
    (half > 0).then(|| Arc::new(Semaphore::new(half)))
}

impl Row {
    /// A value as the database keeps it, whatever the type of its column: SQLite's columns hold
    /// values of any. `None` for NULL and for rows of other drivers.
    pub(crate) fn kept(&self, column: usize) -> Option<Value> {
        #[cfg(feature = "direct-sqlite")]
        if let Some(row) = self.as_sqlite_row() {
            return row.kept(column);
        }
        #[cfg(feature = "sqlite")]
        if let Some(row) = self.as_query_result().and_then(|row| row.try_as_sqlite_row()) {
            use sea_orm::sqlx::{Row as _, TypeInfo, ValueRef};

            // A NULL has the type of its column.
            let kept = row.try_get_raw(column).ok().filter(|value| !value.is_null())?;
            return match kept.type_info().name() {
                "INTEGER" => row.try_get_unchecked::<i64, _>(column).ok().map(Value::from),
                "REAL" => row.try_get_unchecked::<f64, _>(column).ok().map(Value::from),
                "TEXT" => row.try_get_unchecked::<String, _>(column).ok().map(Value::from),
                "BLOB" => row.try_get_unchecked::<Vec<u8>, _>(column).ok().map(Value::from),
                _ => None,
            };
        }
        let _ = column;
        None
    }
}

/// Digits: SQLite prepares a statement anew whenever a bound LIMIT changes.
fn digits(mut statement: Statement, limit: u64, offset: u64) -> Statement {
    let limit = limit.min(i64::MAX.unsigned_abs());
    statement.sql.push_str(&format!(" LIMIT {limit}"));
    if offset > 0 {
        statement.sql.push_str(&format!(" OFFSET {offset}"));
    }
    statement
}

fn values(values: Option<Values>) -> Vec<Value> {
    values.map(|values| values.0).unwrap_or_default()
}

fn number_of(value: Value) -> Option<u64> {
    match value {
        Value::BigUnsigned(number) => number,
        Value::BigInt(number) => number.map(i64::unsigned_abs),
        _ => None,
    }
}
