//! The statements behind lists, each in the shape that its database answers fastest.

use futures_util::future::try_join;
use sea_orm::{
    ConnectionTrait, DbBackend, QueryResult, Statement,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{Database, Row};
use crate::Result;

/// A part of a list and how many rows the whole has.
pub(crate) struct Slice<T> {
    pub(crate) count: u64,
    pub(crate) rows: T,
}

impl Database {
    /// The rows of a statement, all of them.
    pub(crate) async fn all(&self, select: &SelectStatement) -> Result<Vec<Row>> {
        Ok(rows(self.connection.query_all(select).await?))
    }

    /// How many rows a statement has.
    pub(crate) async fn count(&self, select: &SelectStatement) -> Result<u64> {
        let row = self.connection.query_one(&counting(self.backend, select)).await?;
        row.map_or(Ok(0), |row| count_in(&row, 0))
    }

    /// How many rows a statement has, or `max` if it has more.
    pub(crate) async fn count_up_to(&self, select: &SelectStatement, max: u64) -> Result<u64> {
        let max = Ord::min(max, i64::MAX as u64);
        let rows = limited(self.backend, &unordered(self.backend, select), max, 0);
        let sql = format!("SELECT COUNT(*) FROM ({}) AS counted", rows.sql);
        let values = rows.values.map(|values| values.0).unwrap_or_default();
        let count = Statement::from_sql_and_values(self.backend, sql, values);
        let row = self.connection.query_one_raw(count).await?;
        row.map_or(Ok(0), |row| count_in(&row, 0))
    }

    /// How many rows PostgreSQL's planner expects of a statement.
    pub(crate) async fn estimate(&self, select: &SelectStatement) -> Result<u64> {
        let mut statement = self.backend.build(&unordered(self.backend, select));
        statement.sql.insert_str(0, "EXPLAIN ");
        let row = self.connection.query_one_raw(statement).await?;
        row.map_or(Ok(0), |row| Ok(expected_rows(&row.try_get_by_index::<String>(0)?)))
    }

    /// `true` if a statement has a LIMIT or OFFSET of its own.
    pub(crate) fn is_cut(&self, select: &SelectStatement) -> bool {
        is_cut(&self.backend.build(select).sql)
    }

    /// At most `limit` rows after the first `offset`.
    pub(crate) async fn slice(
        &self,
        select: &SelectStatement,
        limit: u64,
        offset: u64,
    ) -> Result<Vec<Row>> {
        let statement = limited(self.backend, select, limit, offset);
        Ok(rows(self.connection.query_all_raw(statement).await?))
    }

    /// At most `limit` rows after the first `offset`, and the count of all, in one statement
    /// where that pays.
    pub(crate) async fn page(
        &self,
        select: &SelectStatement,
        limit: u64,
        offset: u64,
    ) -> Result<Slice<Vec<Row>>> {
        if self.backend != DbBackend::Postgres {
            let (count, rows) =
                try_join(self.count(select), self.slice(select, limit, offset)).await?;
            return Ok(Slice { count, rows });
        }
        // Around the limited rows: projected beside them, the count would be worked out again
        // for each row that OFFSET skips.
        let page = Alias::new("page");
        let mut limited = select.clone();
        if is_cut(&self.backend.build(select).sql) {
            limited = Query::select().column(Asterisk).from_subquery(limited, "rows").take();
        }
        limited.limit(limit).offset(offset);
        let mut both = Query::select();
        both.expr(Expr::col((page.clone(), Asterisk)))
            .expr(Expr::from(counting(self.backend, select)))
            .from_subquery(limited, page);
        let found = self.connection.query_all(&both).await?;
        let count = match found.first() {
            Some(row) => count_in(row, row.column_names().len() - 1)?,
            None => self.count(select).await?,
        };
        Ok(Slice { count, rows: rows(found) })
    }

    /// The JSON array of all rows, written by SQLite. `object` is the SQL of one row's JSON, over
    /// the columns `c0`, `c1`, ….
    pub(crate) async fn json_all(&self, select: &SelectStatement, object: &str) -> Result<Vec<u8>> {
        self.json_rows(self.backend.build(select), object).await
    }

    async fn json_rows(&self, mut statement: Statement, object: &str) -> Result<Vec<u8>> {
        statement.sql = json_array(object, &statement.sql);
        let row = self.connection.query_one_raw(statement).await?;
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
        let count = self.backend.build(&counting(self.backend, select));
        let page = limited(self.backend, select, limit, offset);
        let sql = format!("SELECT ({}), ({})", count.sql, json_array(object, &page.sql));
        let values = [count.values, page.values].into_iter().flatten().flat_map(|values| values.0);
        let values: Vec<_> = values.collect();
        if values.len() > MAX_SQLITE_VARIABLES {
            let page = limited(self.backend, select, limit, offset);
            let (count, rows) = try_join(self.count(select), self.json_rows(page, object)).await?;
            return Ok(Slice { count, rows });
        }
        let statement = Statement::from_sql_and_values(self.backend, sql, values);
        match self.connection.query_one_raw(statement).await? {
            Some(row) => Ok(Slice { count: count_in(&row, 0)?, rows: text_in(&row, 1)? }),
            None => Ok(Slice { count: 0, rows: b"[]".to_vec() }),
        }
    }
}

/// `SQLITE_MAX_VARIABLE_NUMBER`, which a comma list in a query can exceed when it stands twice.
const MAX_SQLITE_VARIABLES: usize = 32_766;

fn rows(found: Vec<QueryResult>) -> Vec<Row> {
    found.into_iter().map(Row).collect()
}

fn count_in(row: &QueryResult, column: usize) -> Result<u64> {
    let count: i64 = row.try_get_by_index(column)?;
    Ok(count.unsigned_abs())
}

fn text_in(row: &QueryResult, column: usize) -> Result<Vec<u8>> {
    let text: String = row.try_get_by_index(column)?;
    Ok(text.into_bytes())
}

/// `SELECT … LIMIT 100 OFFSET 200`.
fn limited(backend: DbBackend, select: &SelectStatement, limit: u64, offset: u64) -> Statement {
    let mut statement = backend.build(select);
    if is_cut(&statement.sql) {
        statement.sql = format!("SELECT * FROM ({}) AS rows_of_queryset", statement.sql);
    }
    // Digits: SQLite prepares a statement anew whenever a bound LIMIT changes.
    statement.sql.push_str(&format!(" LIMIT {limit} OFFSET {offset}"));
    statement
}

/// Without its order, unless that decides which rows there are.
fn unordered(backend: DbBackend, select: &SelectStatement) -> SelectStatement {
    let mut select = select.clone();
    if !is_cut(&backend.build(&select).sql) {
        select.clear_order_by();
    }
    select
}

/// 1200 in `Seq Scan on song  (cost=0.00..22.00 rows=1200 width=44)`.
fn expected_rows(plan: &str) -> u64 {
    let rows = plan.split_once(" rows=").map_or("", |(_, rows)| rows);
    rows.split(' ').next().unwrap_or_default().parse().unwrap_or(0)
}

/// `true` if a queryset has a LIMIT or OFFSET of its own, since a statement can have one only.
fn is_cut(sql: &str) -> bool {
    sql.contains(" LIMIT ") || sql.contains(" OFFSET ")
}

fn json_array(object: &str, select: &str) -> String {
    format!("SELECT json_group_array({object}) FROM ({select})")
}

/// `SELECT COUNT(*) FROM … WHERE …`; around the rows themselves only where they are grouped or
/// cut, since that keeps the database from counting the short way.
fn counting(backend: DbBackend, select: &SelectStatement) -> SelectStatement {
    let mut count = select.clone();
    count.clear_selects().clear_order_by().expr(Func::count(Expr::col(Asterisk)));
    let text = backend.build(&count).sql;
    let whole = [" DISTINCT ", " GROUP BY ", " UNION ", " INTERSECT ", " EXCEPT "];
    if !is_cut(&text) && !whole.iter().any(|word| text.contains(word)) {
        return count;
    }
    let mut rows = select.clone();
    rows.clear_order_by();
    let mut count = Query::select();
    count.expr(Expr::col(Asterisk).count()).from_subquery(rows, "rows");
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planners_rows_are_read_from_its_words() {
        for (plan, rows) in [
            ("Seq Scan on song  (cost=0.00..22.00 rows=1200 width=44)", 1200),
            ("HashAggregate  (cost=25.00..27.00 rows=1 width=8)", 1),
            ("Result", 0),
        ] {
            assert_eq!(expected_rows(plan), rows, "{plan}");
        }
    }
}
