//! What only the database knows of an input: whether values are taken, whether rows exist.

use std::collections::HashMap;

use sea_orm::{
    Value,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, TableRef},
};

use super::{
    column::ColumnFacts,
    draft::{Draft, DraftField, Sent, Target},
    field::{Source, TableField},
    key::{Key, read_key},
    load::table_name,
    questions::{Answers, Questions},
    read::Read,
    reference::{Reference, References, lookup},
    related::{Related, Show},
    table::Table,
};
use crate::{
    Request, Result,
    database::{is, is_kept},
    error::{Detail, ErrorDetail},
};

impl Table {
    /// Adds what the database says: one query for all unique fields and foreign keys of the input
    /// and its children together, and one for each list of rows that are named.
    ///
    pub(super) async fn check(
        &self,
        draft: &mut Draft,
        target: Target<'_>,
        request: &Request,
    ) -> Result<()> {
        let instance = target.row();
        self.find_children(draft, instance, request).await?;
        let mut asking = Asking { request, questions: Questions::default() };
        let own = match target {
            Target::New => None,
            Target::Row(row) => self.is_row(row),
            Target::Unread(own) => Some(own.clone()),
        };
        self.ask(draft, instance, own.as_ref(), &mut asking);
        let answers = asking.questions.answers(request).await?;
        self.hear(draft, &answers)?;
        self.check_lists(draft, request).await
    }

    async fn find_children(
        &self,
        draft: &mut Draft,
        instance: Option<&[Value]>,
        request: &Request,
    ) -> Result<()> {
        for (field, read) in self.fields.iter().zip(&mut draft.fields) {
            if let (Source::Related(related), Some(Sent::Children(children))) =
                (&field.source, &mut read.sent)
                && let Show::Object { table, .. } = &related.show
            {
                related.find_children(children, instance, request).await?;
                for child in children.iter_mut().flatten() {
                    let row = child.instance.as_ref().map(|row| row.values.as_slice());
                    Box::pin(table().find_children(&mut child.draft, row, request)).await?;
                }
            }
        }
        Ok(())
    }

    fn ask(
        &self,
        draft: &mut Draft,
        instance: Option<&[Value]>,
        own: Option<&SimpleExpr>,
        asking: &mut Asking<'_>,
    ) {
        for (field, read) in self.fields.iter().zip(&mut draft.fields) {
            asking.taken(&self.entity.table, field, read, instance, own);
            let backend = asking.request.database().backend();
            let value = read.sent.as_ref().and_then(Sent::value);
            if value.is_some_and(|value| !is_kept(value, backend)) {
                read.errors.push(ErrorDetail::new("Datetime value out of range.", "overflow"));
            }
            match (&field.source, &mut read.sent) {
                (Source::Column(column, _), Some(Sent::One(reference))) => {
                    asking.key(field, column, reference);
                }
                (Source::Related(related), Some(Sent::One(reference))) => {
                    asking.row(field, related, reference);
                }
                (Source::Related(related), Some(Sent::Children(children))) => {
                    let Show::Object { table, .. } = &related.show else { continue };
                    let leaving =
                        instance.and_then(|row| related.leaving(children, row, asking.request));
                    for child in children.iter_mut().flatten() {
                        let row = child.instance.as_ref().map(|row| row.values.as_slice());
                        let own = row.and_then(|row| table().is_row(row));
                        let free = own.into_iter().chain(leaving.clone()).reduce(ExprTrait::or);
                        table().ask(&mut child.draft, row, free.as_ref(), asking);
                    }
                }
                _ => {}
            }
        }
    }

    fn hear(&self, draft: &mut Draft, answers: &Answers) -> Result<()> {
        for (field, read) in self.fields.iter().zip(&mut draft.fields) {
            if read.taken.is_some_and(|question| answers.is_true(question)) {
                // Before the lengths and after a column's own pattern, as in DRF.
                let first = read.errors.iter().take_while(|e| e.code == "invalid_pattern").count();
                read.errors.insert(first, self.taken(field));
            }
            match (&field.source, &mut read.sent) {
                (Source::Related(related), Some(Sent::Children(children))) => {
                    let Show::Object { table, .. } = &related.show else { continue };
                    for child in children.iter_mut().flatten() {
                        table().hear(&mut child.draft, answers)?;
                    }
                }
                (_, Some(Sent::One(_))) => hear_reference(field, read, answers)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Looks up the rows that lists name, children's lists included.
    async fn check_lists(&self, draft: &mut Draft, request: &Request) -> Result<()> {
        for (field, read) in self.fields.iter().zip(&mut draft.fields) {
            let Source::Related(related) = &field.source else { continue };
            match read.sent.take() {
                Some(Sent::Many(references)) => {
                    let rows = request.rows(&related.join.target.table, field.queryset.as_ref());
                    match found_keys(related, references, rows, request).await? {
                        Ok(keys) => {
                            let seen = related.join.seen(request);
                            read.sent = Some(Sent::Read(Read::Keys(keys, seen)));
                        }
                        Err(detail) => read.failed = Some(detail),
                    }
                }
                Some(Sent::Children(mut children)) => {
                    if let Show::Object { table, .. } = &related.show {
                        for child in children.iter_mut().flatten() {
                            Box::pin(table().check_lists(&mut child.draft, request)).await?;
                        }
                    }
                    read.sent = Some(Sent::Children(children));
                }
                sent => read.sent = sent,
            }
        }
        Ok(())
    }

    /// `id = 5`, of the row with these values.
    pub(super) fn is_row(&self, row: &[Value]) -> Option<SimpleExpr> {
        let same = self.primary_key().filter_map(|key| Some(key.is(row.get(key.ordinal)?.clone())));
        same.reduce(ExprTrait::and)
    }
}

/// What is asked about an input, on behalf of a request.
struct Asking<'a> {
    request: &'a Request,
    questions: Questions,
}

impl Asking<'_> {
    /// The rows that the request may name.
    fn rows(&self, field: &TableField, table: &TableRef) -> SelectStatement {
        self.request.rows(table, field.queryset.as_ref())
    }

    /// Whether a row has the key that was sent. It is asked even if nothing changes: the rows that
    /// may be named may have.
    fn key(&mut self, field: &TableField, column: &ColumnFacts, reference: &mut Reference) {
        let Some((table, key)) = &column.references else { return };
        let mut rows = self.rows(field, table);
        let key = Expr::col((table_name(table), key.clone()));
        let value = Expr::val(reference.value.clone());
        rows.clear_selects().clear_order_by().expr(Expr::cust("1")).and_where(is(
            key,
            value,
            self.request.database().backend(),
        ));
        reference.question = Some(self.questions.exists(rows));
    }

    /// Whether there is the row that was named, or what its key is.
    fn row(&mut self, field: &TableField, related: &Related, reference: &mut Reference) {
        let Some(name) = related.name_column() else { return };
        let rows = self.rows(field, &related.join.target.table);
        let mut rows = lookup(rows, name, &reference.value, self.request.database().backend());
        reference.question = Some(match reference.is_key {
            true => self.questions.exists(rows.expr(Expr::cust("1")).take()),
            false => {
                let key = &related.join.target.columns[related.join.to];
                self.questions.value(rows.expr(key.select.clone()).limit(1).take())
            }
        });
    }

    /// Whether a row other than `own` has the value of a unique field.
    fn taken(
        &mut self,
        table: &TableRef,
        field: &TableField,
        read: &mut DraftField,
        instance: Option<&[Value]>,
        own: Option<&SimpleExpr>,
    ) {
        let Some(column) = field.unique_column() else { return };
        let Some(value) = read.sent.as_ref().and_then(Sent::value) else { return };
        let unchanged = instance.and_then(|row| row.get(column.ordinal)) == Some(value);
        // No row has a null character in it, and PostgreSQL would refuse the question.
        let impossible = read.errors.iter().any(|e| e.code == "null_characters_not_allowed");
        if unchanged || impossible || *value == value.as_null() {
            return;
        }
        let mut others = Query::select();
        others.expr(Expr::cust("1")).from(table.clone()).and_where(column.is(value.clone()));
        if let Some(own) = own {
            others.and_where(own.clone().not());
        }
        read.taken = Some(self.questions.exists(others));
    }
}

fn hear_reference(field: &TableField, read: &mut DraftField, answers: &Answers) -> Result<()> {
    let Some(Sent::One(reference)) = read.sent.take() else { return Ok(()) };
    let Some(question) = reference.question else { return Ok(()) };
    let found = match (&field.source, reference.is_key) {
        (Source::Related(related), false) => {
            let key: &ColumnFacts = &related.join.target.columns[related.join.to];
            answers.value(question, key)?
        }
        _ => answers.is_true(question).then_some(reference.value),
    };
    match found {
        Some(key) => read.sent = Some(Sent::Read(Read::Value(key))),
        None => {
            read.errors.clear();
            read.failed = Some(Detail::messages(vec![reference.missing]));
        }
    }
    Ok(())
}

/// The keys of the rows that a list names, or what is wrong with the first that is none.
async fn found_keys(
    related: &Related,
    references: References,
    mut rows: SelectStatement,
    request: &Request,
) -> Result<Result<Vec<Value>, Detail>> {
    let Some(name) = related.name_column() else { return Ok(Ok(Vec::new())) };
    let key = &related.join.target.columns[related.join.to];
    let mut keys: HashMap<Key, Value> = HashMap::new();
    if !references.rows.is_empty() {
        let values = references.rows.iter().map(|reference| reference.value.clone());
        rows.clear_selects()
            .clear_order_by()
            .expr_as(name.select.clone(), Alias::new("name"))
            .expr_as(key.select.clone(), Alias::new("related_key"))
            .and_where(Expr::col(name.reference.clone()).is_in(values));
        for row in request.database().all(&rows).await? {
            if let Some(named) = Key::of(&read_key(&row, 0, &name.column_type)?) {
                keys.insert(named, read_key(&row, 1, &key.column_type)?);
            }
        }
    }
    let mut found = Vec::with_capacity(references.rows.len());
    for reference in references.rows {
        match Key::of(&reference.value).and_then(|named| keys.get(&named)) {
            // A row is related once, however often it is named.
            Some(key) if found.contains(key) => {}
            Some(key) => found.push(key.clone()),
            None => return Ok(Err(Detail::messages(vec![reference.missing]))),
        }
    }
    Ok(match references.wrong {
        Some(error) => Err(Detail::messages(vec![error])),
        None => Ok(found),
    })
}
