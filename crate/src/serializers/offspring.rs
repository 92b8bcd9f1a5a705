//! The rows of a nested list on their way: read, told apart by their keys, looked up.

use std::borrow::Cow;

use sea_orm::{
    Value,
    sea_query::{Expr, ExprTrait, Query, SimpleExpr},
};

use super::{
    column::ColumnFacts,
    draft::{Draft, DraftField, Reading, Sent, failed, non_field},
    entity::AnyModel,
    field::Source,
    key::Key,
    load::{select_all, table_name},
    related::{Related, Show},
    table::Table,
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
    fields::{FieldOptions, Input, python_str},
    json::Members,
};

/// A child on its way.
pub(super) struct ChildDraft {
    pub(super) draft: Draft,
    /// The key that was sent with it, and how it is shown in messages.
    key: Option<(Value, String)>,
    /// The row that it updates.
    pub(super) instance: Option<Instance>,
}

/// A row that is there.
pub(crate) struct Instance {
    pub(crate) model: AnyModel,
    pub(crate) values: Vec<Value>,
}

impl ChildDraft {
    /// The values of the row that it updates.
    pub(super) fn there(&self) -> Option<&[Value]> {
        self.instance.as_ref().map(|instance| instance.values.as_slice())
    }
}

/// A list of objects, each read as a body of its own would be.
pub(super) fn children(
    table: &'static Table,
    related: &Related,
    input: Input<'_>,
    reading: Reading<'_>,
) -> Result<DraftField> {
    let whole = |message: String, code: &'static str| {
        let error = ErrorDetail::new(message, code);
        Ok(failed(non_field(vec![error], reading.request.settings())))
    };
    let Some(items) = input.items() else {
        let name = input.type_name();
        return whole(format!("Expected a list of items but got type \"{name}\"."), "not_a_list");
    };
    if items.is_empty() && !related.allow_empty {
        return whole("This list may not be empty.".into(), "empty");
    }
    let mut drafts = Vec::with_capacity(items.len());
    for item in items {
        drafts.push(child(table, related, item, reading)?);
    }
    Ok(DraftField { sent: Some(Sent::Children(drafts)), ..DraftField::default() })
}

fn child(
    table: &'static Table,
    related: &Related,
    item: Input<'_>,
    reading: Reading<'_>,
) -> Result<Result<ChildDraft, Detail>> {
    if let Input::Null = item {
        let null = ErrorDetail::new("This field may not be null.", "null");
        return Ok(Err(Detail::messages(vec![null])));
    }
    let key = if related.keyed { sent_key(table, &item) } else { None };
    // What is made anew is a whole object, whatever becomes of its parent.
    let (new, partial) = (key.is_none(), key.is_some() && reading.partial);
    match Draft::of_input(table, item, Reading { partial, new, ..reading }) {
        Ok(draft) => Ok(Ok(ChildDraft { draft, key, instance: None })),
        Err(Error::Validation(detail)) => Ok(Err(detail)),
        Err(error) => Err(error),
    }
}

/// The key in an object, if its serializer shows the key and one was sent.
fn sent_key(table: &Table, item: &Input<'_>) -> Option<(Value, String)> {
    let (name, kind) = table.fields.iter().find_map(|field| match &field.source {
        Source::Column(column, kind) if column.primary_key => Some((field.name, *kind)),
        _ => None,
    })?;
    let input = match item {
        Input::Object(object) => {
            let members = Members::of(object).0.into_iter();
            Input::from_json(members.rev().find(|(key, _)| key == name)?.1)
        }
        Input::Form(part) => Input::from_form(part.field(name).value()?),
        _ => return None,
    };
    let blank = matches!(&input, Input::Text(text) if text.is_empty());
    if blank || matches!(input, Input::Null) {
        return None;
    }
    let shown = python_str(&input);
    let parsed = (kind.parse)(input, &FieldOptions::default());
    // What can be no key is that of no row.
    Some((parsed.map_or(Value::BigInt(None), |parsed| parsed.value), shown))
}

impl Related {
    /// Finds the rows that children with keys update: those of the parent, in one query.
    pub(super) async fn find_children(
        &self,
        children: &mut [Result<ChildDraft, Detail>],
        parent: Option<&[Value]>,
        request: &Request,
    ) -> Result<()> {
        if !children.iter().flatten().any(|child| child.key.is_some()) {
            return Ok(());
        }
        let mut there = match parent.and_then(|row| self.belong_to(row)) {
            Some(belong) => self.rows(belong, request).await?,
            None => Vec::new(),
        };
        let Show::Object { table, .. } = &self.show else { return Ok(()) };
        for child in children {
            let Ok(ChildDraft { key: Some((key, shown)), instance, .. }) = child else { continue };
            let wanted = Key::of(key);
            let own = |row: &Instance| wanted.is_some() && self.key(row) == wanted;
            match there.iter().position(own) {
                Some(place) => *instance = Some(there.swap_remove(place)),
                None => *child = Err(no_child(table(), shown)),
            }
        }
        Ok(())
    }

    async fn rows(&self, condition: SimpleExpr, request: &Request) -> Result<Vec<Instance>> {
        let entity = &self.join.target;
        let mut statement = Query::select();
        select_all(entity, &mut statement);
        statement.from(entity.table.clone()).and_where(condition);
        statement.and_where_option(request.scope(&entity.table, &table_name(&entity.table)));
        let mut rows = Vec::new();
        let database = match entity.kinds {
            Some(_) => Cow::Borrowed(request.database()),
            None => Cow::Owned(request.database().of_sea_orm()),
        };
        for row in database.all(&statement).await? {
            let model = entity.read_model(&row)?;
            let values = (entity.values)(&model);
            rows.push(Instance { model, values });
        }
        Ok(rows)
    }

    fn key(&self, row: &Instance) -> Option<Key> {
        let place = self.join.target.primary_key.first()?;
        row.values.get(*place).and_then(Key::of)
    }

    /// The rows whose values are free, as they make way for these children.
    pub(super) fn leaving(
        &self,
        children: &[Result<ChildDraft, Detail>],
        parent: &[Value],
        request: &Request,
    ) -> Option<SimpleExpr> {
        let seen = self.join.seen(request);
        let leaving = [self.belong_to(parent)?].into_iter().chain(seen).reduce(ExprTrait::and)?;
        let Some(key) = self.join.target.primary_key.first() else { return Some(leaving) };
        let kept = children.iter().flatten().filter_map(ChildDraft::there);
        let kept: Vec<_> = kept.filter_map(|row| row.get(*key).cloned()).collect();
        if kept.is_empty() {
            return Some(leaving);
        }
        let key = self.join.target.columns[*key].reference.clone();
        Some(leaving.and(Expr::col(key).is_not_in(kept)))
    }
}

fn no_child(table: &Table, key: &str) -> Detail {
    let is_key = |column: &ColumnFacts| column.primary_key;
    let field = table.fields.iter().find(|field| field.column().is_some_and(is_key));
    let message = format!("Invalid pk \"{key}\" - object does not exist.");
    let error = Detail::messages(vec![ErrorDetail::new(message, "does_not_exist")]);
    Detail::Fields(vec![(field.map_or("id", |field| field.name).into(), error)])
}
