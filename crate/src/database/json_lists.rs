//! Lists that SQLite writes as JSON: one row, however long they are.

use futures_util::future::try_join;
use sea_orm::{Statement, sea_query::SelectStatement};

use super::{
    Database, Row,
    statements::{Slice, count_in, limited},
};
use crate::Result;

/// `SQLITE_MAX_VARIABLE_NUMBER`, which a comma list in a query can exceed when it stands twice.
const MAX_SQLITE_VARIABLES: usize = 32_766;

impl Database {
    /// The JSON array of all rows, written by SQLite. `object` is the SQL of one row's JSON, over
    /// the columns `c0`, `c1`, ….
    pub(crate) async fn json_all(&self, select: &SelectStatement, object: &str) -> Result<Vec<u8>> {
        self.json_rows(self.backend.build(select), object).await
    }

    async fn json_rows(&self, mut statement: Statement, object: &str) -> Result<Vec<u8>> {
        statement.sql = json_array(object, &statement.sql);
        let row = self.first_by_sea_orm(statement).await?;
        row.map_or(Ok(b"[]".to_vec()), |row| text_in(&row, 0))
    }

    /// The JSON array of at most `limit` rows after the first `offset` and the count of all: one
    /// statement and one row, since each row costs the driver a hand-over between threads.
    pub(crate) async fn json_page(
        &self,
        select: &SelectStatement,
        object: &str,
        limit: u64,
        offset: u64,
    ) -> Result<Slice<Vec<u8>>> {
        let [count, page] = self.counted_slice(select, limit, offset);
        let sql = format!("SELECT ({}), ({})", count.sql, json_array(object, &page.sql));
        let values = [count.values, page.values].into_iter().flatten().flat_map(|values| values.0);
        let values: Vec<_> = values.collect();
        if values.len() > MAX_SQLITE_VARIABLES {
            let page = limited(self.backend.build(select), limit, offset);
            let (count, rows) = try_join(self.count(select), self.json_rows(page, object)).await?;
            return Ok(Slice { count, rows });
        }
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        match self.first_by_sea_orm(statement).await? {
            Some(row) => Ok(Slice { count: count_in(Some(&row))?, rows: text_in(&row, 1)? }),
            None => Ok(Slice { count: 0, rows: b"[]".to_vec() }),
        }
    }
}

fn text_in(row: &Row, column: usize) -> Result<Vec<u8>> {
    Ok(row.get::<String>(column)?.into_bytes())
}

fn json_array(object: &str, select: &str) -> String {
    format!("SELECT json_group_array({object}) FROM ({select})")
}
