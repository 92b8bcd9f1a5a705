//! Text within text, in each database's way.

use sea_orm::{
    DbBackend, Value,
    sea_query::{BinOper, Expr, ExprTrait, Func, SimpleExpr},
};

/// Where a text must stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Where {
    Anywhere,
    Start,
    End,
    Whole,
}

/// `column LIKE '%text%'`, with regard to letter case or without (on SQLite never with, and for
/// ASCII letters only).
pub(super) fn like(
    column: SimpleExpr,
    text: &str,
    place: Where,
    ignore_case: bool,
    backend: DbBackend,
) -> SimpleExpr {
    let text = escape(text);
    let pattern = Expr::val(match place {
        Where::Anywhere => format!("%{text}%"),
        Where::Start => format!("{text}%"),
        Where::End => format!("%{text}"),
        Where::Whole => text,
    });
    // Both sides by the database, as in Django: it may know other letters than Rust does.
    let (column, pattern) = match backend {
        DbBackend::Sqlite => (column, pattern),
        _ if ignore_case => (upper(in_unicode(column, backend)), upper(pattern)),
        _ => (in_unicode(column, backend), pattern),
    };
    let escape = SimpleExpr::Constant(Value::from(ESCAPE));
    exact(column, backend).binary(BinOper::Like, pattern.binary(BinOper::Escape, escape))
}

/// The column matches a regular expression of the database.
///
/// SQLite has none; the router refuses such filters when it is built.
pub(super) fn regex(
    column: SimpleExpr,
    pattern: &str,
    ignore_case: bool,
    backend: DbBackend,
) -> SimpleExpr {
    if backend == DbBackend::MySql {
        // MySQL and MariaDB have no operator for it, and no function in common.
        let mode = if ignore_case { "(?i)" } else { "(?-i)" };
        let column = exact(in_unicode(column, backend), backend);
        return column.binary(BinOper::Custom("REGEXP"), Expr::val(format!("{mode}{pattern}")));
    }
    column.binary(BinOper::Custom(if ignore_case { "~*" } else { "~" }), Expr::val(pattern))
}

fn upper(text: SimpleExpr) -> SimpleExpr {
    Func::upper(text).into()
}

fn in_unicode(column: SimpleExpr, backend: DbBackend) -> SimpleExpr {
    match backend {
        DbBackend::MySql => Expr::cust_with_exprs("CONVERT(? USING utf8mb4)", [column]),
        _ => column,
    }
}

/// A collation of MySQL may take letters for others that only look alike.
fn exact(text: SimpleExpr, backend: DbBackend) -> SimpleExpr {
    match backend {
        DbBackend::MySql => Expr::cust_with_exprs("? COLLATE utf8mb4_bin", [text]),
        _ => text,
    }
}

/// Not the backslash, which in MySQL's literals may stand for itself or not.
const ESCAPE: char = '!';

/// Makes `%`, `_` and the escape character stand for themselves.
fn escape(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(escape(r"50%_\!"), r"50!%!_\!!");
    }
}
