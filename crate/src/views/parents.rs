//! The rows that a nested URL names before its own.

use crate::{Error, Request, Result, filters::Lookup, serializers::Table};

/// A row of another viewset's entity, and the captured value by which it is found.
#[derive(Clone)]
pub(crate) struct ParentRow {
    pub(crate) lookup: Lookup,
    pub(crate) table: &'static Table,
}

/// Refuses to look under a row that does not exist for the request. Where all rows exist, the
/// nested viewset alone says what is under them, as in drf-nested-routers.
///
/// # Errors
/// [`Error::NotFound`], as for the row itself.
pub(super) async fn check_parents(parents: &[ParentRow], request: &Request) -> Result<()> {
    for ParentRow { lookup, table } in parents {
        if request.is_scoped(&table.entity.table) {
            let mut rows = request.rows(&table.entity.table, None);
            let name = &table.model_name;
            let statement = lookup.statement(&mut rows, &table.entity, request, name)?;
            request.database().first(statement).await?.ok_or_else(|| Error::no_match(name))?;
        }
    }
    Ok(())
}
