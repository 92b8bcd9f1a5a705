//! Equality with a value, and not only what a collation takes for it.

use sea_orm::{
    DbBackend, Value,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

/// `column = value`.
///
/// On MySQL a collation may take `a` for `A` or `é`, and takes `a` for `a ` nearly always: there
/// a text must also have the same bytes. The column alone is compared as well, so that an index
/// leads to the row.
pub(crate) fn is(column: SimpleExpr, value: SimpleExpr, backend: DbBackend) -> SimpleExpr {
    match bytes_of(&value, backend) {
        Some(bytes) => column.clone().eq(value).and(as_bytes(column).eq(bytes)),
        None => column.eq(value),
    }
}

/// `column IN (values)`, with the equality of [`is`].
pub(crate) fn is_one_of(
    column: SimpleExpr,
    values: Vec<SimpleExpr>,
    backend: DbBackend,
) -> SimpleExpr {
    let bytes: Vec<_> = values.iter().filter_map(|value| bytes_of(value, backend)).collect();
    if bytes.is_empty() {
        return column.is_in(values);
    }
    column.clone().is_in(values).and(as_bytes(column).is_in(bytes))
}

fn bytes_of(value: &SimpleExpr, backend: DbBackend) -> Option<Value> {
    match value {
        SimpleExpr::Value(Value::String(Some(text))) if backend == DbBackend::MySql => {
            Some(Value::from(text.as_bytes().to_vec()))
        }
        _ => None,
    }
}

/// The bytes of a text in UTF-8, whatever its column's character set.
fn as_bytes(column: SimpleExpr) -> SimpleExpr {
    Expr::cust_with_exprs("CAST(CONVERT(? USING utf8mb4) AS BINARY)", [column])
}
