//! The statements behind lists, each in the shape that its database answers fastest.

use std::sync::Arc;

use futures_util::future::try_join;
use sea_orm::{
    ConnectionTrait, DbBackend, Statement, StatementBuilder, Value, Values,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, Query, SelectStatement},
};

use super::{Database, Flat, Row};
use crate::Result;

/// A part of a list and how many rows the whole has.
pub(crate) struct Slice<T> {
    pub(crate) count: u64,
    pub(crate) rows: T,
}

impl Database {
    /// The rows of a statement, all of them.
    pub(crate) async fn all(&self, select: &SelectStatement) -> Result<Vec<Row>> {
        self.run(self.backend.build(select)).await
    }

    /// The first row of a statement.
    pub(crate) async fn one(&self, select: &SelectStatement) -> Result<Option<Row>> {
        self.first(self.backend.build(select)).await
    }

    /// The first row of a statement that only reads.
    pub(crate) async fn first(&self, statement: Statement) -> Result<Option<Row>> {
        match self.lane.read([&statement]).await {
            Some([rows]) => Ok(rows.into_iter().next()),
            None => self.first_by_sea_orm(statement).await,
        }
    }

    /// The same on SeaORM's connection. SQLx's thread for SQLite says one thing then, the row; asked
    /// for all rows it says besides that there are no more, and each wakes up who waits.
    pub(crate) async fn first_by_sea_orm(&self, statement: Statement) -> Result<Option<Row>> {
        #[cfg(feature = "sea-query-sqlx")]
        if let Some(kept) = &self.kept {
            return Ok(kept.first(statement).await?);
        }
        Ok(self.connection.query_one_raw(statement).await?.map(Row::from))
    }

    /// The rows of a statement that only reads.
    pub(crate) async fn run(&self, statement: Statement) -> Result<Vec<Row>> {
        match self.lane.read([&statement]).await {
            Some([rows]) => Ok(rows),
            None => self.run_by_sea_orm(statement).await,
        }
    }

    /// The same on SeaORM's connection.
    pub(crate) async fn run_by_sea_orm(&self, statement: Statement) -> Result<Vec<Row>> {
        #[cfg(feature = "sea-query-sqlx")]
        if let Some(kept) = &self.kept {
            return Ok(kept.all(statement).await?);
        }
        let found = self.connection.query_all_raw(statement).await?;
        Ok(found.into_iter().map(Row::from).collect())
    }

    /// The rows that a statement returns which writes.
    pub(crate) async fn write(&self, statement: Statement) -> Result<Vec<Row>> {
        match self.lane.write(&statement).await? {
            Some(written) => Ok(written.rows),
            None => self.run_by_sea_orm(statement).await,
        }
    }

    /// Runs a statement that writes and returns nothing; how many rows it has changed.
    pub(crate) async fn execute(&self, statement: &impl StatementBuilder) -> Result<u64> {
        let statement = self.backend.build(statement);
        if let Some(written) = self.lane.write(&statement).await? {
            return Ok(written.changed);
        }
        #[cfg(feature = "sea-query-sqlx")]
        if let Some(kept) = &self.kept {
            return Ok(kept.execute(statement).await?);
        }
        Ok(self.connection.execute_raw(statement).await?.rows_affected())
    }

    /// How many rows a statement has.
    pub(crate) async fn count(&self, select: &SelectStatement) -> Result<u64> {
        count_in(self.first(count_statement(self.backend, select)).await?.as_ref())
    }

    /// How many rows a statement has, or `max` if it has more.
    pub(crate) async fn count_up_to(&self, select: &SelectStatement, max: u64) -> Result<u64> {
        let max = Ord::min(max, i64::MAX as u64);
        let rows = limited(self.backend.build(&unordered(self.backend, select)), max, 0);
        let sql = format!("SELECT COUNT(*) FROM ({}) AS counted", rows.sql);
        let values = rows.values.map(|values| values.0).unwrap_or_default();
        let count = Statement::from_sql_and_values(self.backend, sql, values);
        count_in(self.first(count).await?.as_ref())
    }

    /// How many rows PostgreSQL's planner expects of a statement.
    pub(crate) async fn estimate(&self, select: &SelectStatement) -> Result<u64> {
        let mut statement = self.backend.build(&unordered(self.backend, select));
        statement.sql.insert_str(0, "EXPLAIN ");
        let row = self.first(statement).await?;
        row.map_or(Ok(0), |row| Ok(expected_rows(&row.get::<String>(0)?)))
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
        self.run(limited(self.backend.build(select), limit, offset)).await
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
            return self.count_and_slice(select, limit, offset).await;
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
        let rows = self.all(&both).await?;
        let count = match rows.first() {
            Some(row) => row.get::<i64>(row.len() - 1)?.unsigned_abs(),
            None => self.count(select).await?,
        };
        Ok(Slice { count, rows })
    }

    /// The statements of a page: the count of all rows, and some of them.
    pub(super) fn counted_slice(
        &self,
        select: &SelectStatement,
        limit: u64,
        offset: u64,
    ) -> [Statement; 2] {
        let rows = self.backend.build(select);
        let count = self.counting.count(self.backend, select, &rows);
        [count, limited(rows, limit, offset)]
    }

    async fn count_and_slice(
        &self,
        select: &SelectStatement,
        limit: u64,
        offset: u64,
    ) -> Result<Slice<Vec<Row>>> {
        let [count, slice] = self.counted_slice(select, limit, offset);
        if let Some([count, rows]) = self.lane.read([&count, &slice]).await {
            return Ok(Slice { count: count_in(count.first())?, rows });
        }
        let both = try_join(self.first_by_sea_orm(count), self.run_by_sea_orm(slice));
        let (count, rows) = both.await?;
        Ok(Slice { count: count_in(count.as_ref())?, rows })
    }

    /// The same as the JSON array of flat objects, where the way to the database writes it; `rows`
    /// is what was made of `select`.
    pub(crate) async fn flat_page(
        &self,
        rows: Statement,
        select: &SelectStatement,
        flat: &Arc<Flat>,
        [limit, offset]: [u64; 2],
    ) -> Option<Slice<Vec<u8>>> {
        let count = self.counting.count(self.backend, select, &rows);
        let slice = limited(rows, limit, offset);
        let (count, rows) = self.lane.json_page([&count, &slice], flat).await?;
        Some(Slice { count, rows })
    }

    /// The JSON array of all rows as flat objects, where the way to the database writes it.
    pub(crate) async fn flat_all(
        &self,
        select: &SelectStatement,
        flat: &Arc<Flat>,
    ) -> Option<Vec<u8>> {
        if !self.is_direct() {
            return None;
        }
        self.lane.json_list(&self.backend.build(select), flat).await
    }

    /// The first row of a statement as a flat object, empty if there is no row, where the way to
    /// the database writes it.
    pub(crate) async fn flat_one(&self, rows: &Statement, flat: &Arc<Flat>) -> Option<Vec<u8>> {
        self.lane.json_one(rows, flat).await
    }
}

/// The number that a statement found, in the first column of its row.
pub(super) fn count_in(row: Option<&Row>) -> Result<u64> {
    let count = row.map(|row| row.get::<i64>(0)).transpose()?;
    Ok(count.unwrap_or_default().unsigned_abs())
}

/// `SELECT … LIMIT 100 OFFSET 200`.
pub(super) fn limited(mut statement: Statement, limit: u64, offset: u64) -> Statement {
    if is_cut(&statement.sql) {
        statement.sql = format!("SELECT * FROM ({}) AS rows_of_queryset", statement.sql);
    }
    // Digits: SQLite prepares a statement anew whenever a bound LIMIT changes. A bound OFFSET does
    // no harm, and one text serves all pages.
    let values = &mut statement.values.get_or_insert_with(|| Values(Vec::new())).0;
    values.push(Value::BigInt(Some(i64::try_from(offset).unwrap_or(i64::MAX))));
    let sql = &mut statement.sql;
    sql.push_str(" LIMIT ");
    sql.push_str(itoa::Buffer::new().format(limit));
    sql.push_str(" OFFSET ");
    match statement.db_backend {
        DbBackend::Postgres => sql.push_str(&format!("${}", values.len())),
        _ => sql.push('?'),
    }
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

/// `SELECT COUNT(*) FROM … WHERE …`; around the rows themselves only where they are grouped or
/// cut, since that keeps the database from counting the short way.
pub(super) fn count_statement(backend: DbBackend, select: &SelectStatement) -> Statement {
    let short = backend.build(&short_count(select));
    match counts_all(&short.sql) {
        true => short,
        false => backend.build(&count_around(select)),
    }
}

/// The same, to stand in another statement.
fn counting(backend: DbBackend, select: &SelectStatement) -> SelectStatement {
    let short = short_count(select);
    match counts_all(&backend.build(&short).sql) {
        true => short,
        false => count_around(select),
    }
}

fn short_count(select: &SelectStatement) -> SelectStatement {
    let mut count = select.clone();
    count.clear_selects().clear_order_by().expr(Func::count(Expr::col(Asterisk)));
    count
}

fn count_around(select: &SelectStatement) -> SelectStatement {
    let mut rows = select.clone();
    rows.clear_order_by();
    let mut count = Query::select();
    count.expr(Expr::col(Asterisk).count()).from_subquery(rows, "rows");
    count
}

/// `true` if the short form counts the rows of the whole.
fn counts_all(short: &str) -> bool {
    let whole = [" DISTINCT ", " GROUP BY ", " UNION ", " INTERSECT ", " EXCEPT "];
    !is_cut(short) && !whole.iter().any(|word| short.contains(word))
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
