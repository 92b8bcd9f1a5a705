//! The order of a statement, as columns whose values lead from row to row.

use sea_orm::{
    DbBackend,
    sea_query::{Expr, Query, SelectStatement},
};

use crate::pagination::{
    Rows,
    cursor::order::{Order, Term},
};

/// Columns by which no two rows of the statement are alike, in its order; by the primary key where
/// it has none. `None` if a row may occur twice, or if the order cannot be told.
pub(super) fn told(rows: &Rows<'_>, backend: DbBackend) -> Option<Order<'static>> {
    let mut statement = rows.statement.clone();
    statement.reset_limit().reset_offset();
    let sql = backend.build(&statement).sql;
    if !has_each_row_once(&sql) {
        return None;
    }
    statement.clear_order_by();
    let order = sql.strip_prefix(&backend.build(&statement).sql)?;
    let terms = match order.strip_prefix(" ORDER BY ") {
        Some(order) => terms(order, &candidates(rows, backend))?,
        None => Vec::new(),
    };
    Order::by(terms, rows.table, backend).ok()
}

/// The terms that a text consists of.
fn terms(mut text: &str, candidates: &[(String, Term<'static>)]) -> Option<Vec<Term<'static>>> {
    let mut terms = Vec::new();
    loop {
        let found = candidates.iter().find_map(|(own, term)| {
            let rest = text.strip_prefix(own.as_str())?;
            (rest.is_empty() || rest.starts_with(", ")).then_some((rest, term))
        });
        let (rest, term) = found?;
        terms.push(term.clone());
        match rest.strip_prefix(", ") {
            Some(rest) => text = rest,
            None => return Some(terms),
        }
    }
}

/// What the filters order by and the entity's own columns, with their texts.
fn candidates(rows: &Rows<'_>, backend: DbBackend) -> Vec<(String, Term<'static>)> {
    let stated = rows.ordering.iter().map(|ordering| Term::stated(ordering, rows.table));
    let own = rows.table.entity.columns.iter().flat_map(|column| {
        [false, true].into_iter().filter_map(|desc| Term::column(column, rows.table, desc))
    });
    let text = |term: &Term<'static>| {
        let (value, direction) = term.ordering();
        let mut statement: SelectStatement = Query::select().expr(Expr::cust("1")).take();
        let bare = backend.build(&statement).sql.len() + " ORDER BY ".len();
        statement.order_by_expr(value, direction);
        backend.build(&statement).sql.split_off(bare)
    };
    stated.chain(own).map(|term| (text(&term), term)).collect()
}

/// `true` if a statement reads one table and gives each of its rows at most once.
fn has_each_row_once(sql: &str) -> bool {
    let outermost = outermost(sql);
    let several = [" GROUP BY ", " UNION ", " INTERSECT ", " EXCEPT ", " DISTINCT ON "];
    if several.iter().any(|word| outermost.contains(word)) {
        return false;
    }
    let (_, from) = outermost.split_once(" FROM ").unwrap_or_default();
    let from = from.split(" WHERE ").next().unwrap_or_default();
    let from = from.split(" ORDER BY ").next().unwrap_or_default();
    let joined = from.contains(" JOIN ") || from.contains(',');
    // Distinct rows are told apart by all columns of the entity, the primary key among them.
    !joined || outermost.starts_with("SELECT DISTINCT ")
}

/// A statement without what stands in quotes and parentheses.
fn outermost(sql: &str) -> String {
    let (mut depth, mut quote, mut out) = (0_usize, None, String::new());
    for letter in sql.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`' | '\'') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, _) if depth == 0 => out.push(letter),
            (None, _) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_one_table_have_each_row_once() {
        for (sql, once) in [
            ("SELECT \"a\", \"b\" FROM \"memo\"", true),
            ("SELECT a FROM memo WHERE EXISTS(SELECT 1 FROM x JOIN y ON z) ORDER BY a, b", true),
            ("SELECT a FROM \"JOIN ,\" WHERE a IN (1, 2)", true),
            ("SELECT a FROM memo INNER JOIN word ON word.memo = memo.id", false),
            ("SELECT DISTINCT a FROM memo LEFT JOIN word ON word.memo = memo.id", true),
            ("SELECT DISTINCT ON (a) a FROM memo", false),
            ("SELECT a FROM memo, word WHERE 1 = 1", false),
            ("SELECT a FROM memo GROUP BY a", false),
            ("SELECT a FROM memo UNION (SELECT a FROM memo)", false),
        ] {
            assert_eq!(has_each_row_once(sql), once, "{sql}");
        }
    }
}
