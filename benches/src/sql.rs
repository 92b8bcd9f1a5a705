//! The statements of the servers that write SQL.

use crate::{ListParams, Ordering};

/// One row.
pub const RETRIEVE: &str = "SELECT id, name, capital, area FROM countries_country WHERE id = $1";
/// A new row.
pub const CREATE: &str = "INSERT INTO countries_country (name, capital, area) VALUES ($1, $2, $3) \
                          RETURNING id, name, capital, area";
/// New values of a row, whose key comes last; NULL leaves the old one. SQLite counts parameters in
/// the order in which they occur.
pub const UPDATE: &str = "UPDATE countries_country SET name = COALESCE($1, name), \
                          capital = COALESCE($2, capital), area = COALESCE($3, area) \
                          WHERE id = $4 RETURNING id, name, capital, area";
/// No row any more.
pub const DELETE: &str = "DELETE FROM countries_country WHERE id = $1";

/// How many rows the list has.
pub fn count(params: &ListParams) -> String {
    format!("SELECT COUNT(*) FROM countries_country{}", filter(params))
}

/// The rows of a page; `limit` and `offset` are parameters or digits.
pub fn list(params: &ListParams, limit: &str, offset: &str) -> String {
    let order = match params.ordering {
        None => "id",
        Some(Ordering::Area) => "area, id",
        Some(Ordering::AreaDescending) => "area DESC, id",
    };
    format!(
        "SELECT id, name, capital, area FROM countries_country{} ORDER BY {order} LIMIT {limit} \
         OFFSET {offset}",
        filter(params)
    )
}

fn filter(params: &ListParams) -> &'static str {
    if params.area_gte.is_some() { " WHERE area >= $1" } else { "" }
}
