//! Text within text, in each database's way.

use sea_orm::{
    DbBackend,
    sea_query::{Alias, BinOper, Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
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
    let pattern = match place {
        Where::Anywhere => format!("%{text}%"),
        Where::Start => format!("{text}%"),
        Where::End => format!("%{text}"),
        Where::Whole => text,
    };
    match backend {
        // PostgreSQL's LIKE minds the case; Django also compares upper case with upper case.
        DbBackend::Postgres if ignore_case => {
            let pattern = LikeExpr::new(pattern.to_uppercase()).escape('\\');
            SimpleExpr::from(Func::upper(column)).like(pattern)
        }
        _ => column.like(LikeExpr::new(pattern).escape('\\')),
    }
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
    let pattern = Expr::val(pattern);
    match backend {
        DbBackend::MySql => {
            let mode = if ignore_case { "i" } else { "c" };
            let call = Func::cust(Alias::new("REGEXP_LIKE")).arg(column).arg(pattern);
            SimpleExpr::from(call.arg(Expr::val(mode)))
        }
        _ => column.binary(BinOper::Custom(if ignore_case { "~*" } else { "~" }), pattern),
    }
}

/// Makes `%`, `_` and the escape character stand for themselves.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(escape(r"50%_\"), r"50\%\_\\");
    }
}
