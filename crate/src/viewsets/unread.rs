//! The actions of viewsets on which nobody needs to see a row before it is written.

use sea_orm::{QuerySelect, sea_query::SelectStatement};

use super::{
    ModelViewSet, defaults,
    endpoint::{queryset, statement_of},
};
use crate::{
    Error, Json, Request, Result,
    serializers::{First, Table, Unread},
};

/// The new row, if nobody needs its model.
pub(super) async fn create<V: ModelViewSet>(view: &V, request: &Request) -> Result<Option<Json>> {
    let class = view.get_serializer(request).class();
    if V::ENTITY_HOOKS
        || !defaults::performs_create::<V>()
        || class.validates
        || !class.table.is_written_unread(request)
    {
        return Ok(None);
    }
    class.table.insert_unread(request).await.map(Some)
}

/// The row that the URL names, if nobody needs its model.
pub(super) async fn retrieve<V: ModelViewSet>(view: &V, request: &Request) -> Result<Option<Json>> {
    if !defaults::gets_object::<V>() || request.view().looks_at_objects(request) {
        return Ok(None);
    }
    let class = view.get_serializer(request).class();
    let mut queryset = view.filter_queryset(queryset(view, request), request).await?;
    show_row(QuerySelect::query(&mut queryset), class.table, request).await
}

/// The updated row, if nobody needs to see it before.
pub(super) async fn update<V: ModelViewSet>(
    view: &V,
    request: &Request,
    partial: bool,
) -> Result<Option<Json>> {
    let class = view.get_serializer(request).class();
    if V::ENTITY_HOOKS
        || !defaults::gets_object::<V>()
        || !defaults::performs_update::<V>()
        || class.validates
        || !may_be_unread(class.table, request)
    {
        return Ok(None);
    }
    let mut queryset = view.filter_queryset(queryset(view, request), request).await?;
    update_row(QuerySelect::query(&mut queryset), class.table, partial, request).await.map(Some)
}

/// Deletes the row, if nobody needs to see it before; `false` if it was not done.
pub(super) async fn destroy<V: ModelViewSet>(view: &V, request: &Request) -> Result<bool> {
    let class = view.get_serializer(request).class();
    if V::ENTITY_HOOKS
        || !defaults::gets_object::<V>()
        || !defaults::performs_destroy::<V>()
        || !may_be_unread(class.table, request)
    {
        return Ok(false);
    }
    let mut queryset = view.filter_queryset(queryset(view, request), request).await?;
    delete_row(QuerySelect::query(&mut queryset), class.table, request).await?;
    Ok(true)
}

/// `true` if no permission looks at the row, and the URL can name one row only.
fn may_be_unread(table: &Table, request: &Request) -> bool {
    let view = request.view();
    !view.looks_at_objects(request)
        && view.lookup.as_ref().is_some_and(|lookup| lookup.is_unique())
        && table.is_written_unread(request)
}

async fn show_row(
    rows: &mut SelectStatement,
    table: &Table,
    request: &Request,
) -> Result<Option<Json>> {
    match table.first_shown(&statement_of(rows, table, request)?, request).await? {
        First::Shown(json) => Ok(Some(json)),
        First::Missing => Err(Error::no_match(&table.model_name)),
        First::NeedsModel => Ok(None),
    }
}

async fn update_row(
    rows: &mut SelectStatement,
    table: &Table,
    partial: bool,
    request: &Request,
) -> Result<Json> {
    let missing = || Error::no_match(&table.model_name);
    let row = named(rows, table, request)?;
    match table.check_unread(&row, partial, request).await {
        Ok(write) => table.update_unread(row, write, request).await?.ok_or_else(missing),
        // A row that is not there is not found, whatever was sent.
        Err(error) => match is_there(rows, table, request).await? {
            true => Err(error),
            false => Err(missing()),
        },
    }
}

async fn delete_row(rows: &mut SelectStatement, table: &Table, request: &Request) -> Result<()> {
    let row = named(rows, table, request)?;
    match table.delete_unread(row, request).await? {
        true => Ok(()),
        false => Err(Error::no_match(&table.model_name)),
    }
}

/// The row that the URL names, among these.
fn named<'a>(
    rows: &'a mut SelectStatement,
    table: &Table,
    request: &Request,
) -> Result<Unread<'a>> {
    let lookup = request.view().lookup.as_ref().ok_or_else(Error::not_found)?;
    let (own, named_by) = lookup.condition(request, &table.model_name)?;
    let among = (!table.entity.is_find(rows.clear_order_by())).then_some(&*rows);
    Ok(Unread { own, named_by, among })
}

async fn is_there(rows: &mut SelectStatement, table: &Table, request: &Request) -> Result<bool> {
    Ok(table.first(statement_of(rows, table, request)?, request).await?.is_some())
}
