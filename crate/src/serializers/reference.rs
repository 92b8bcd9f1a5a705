//! What clients send to name rows of other tables.

use sea_orm::{
    DbBackend, Value,
    sea_query::{Expr, SelectStatement},
};

use super::{
    column::ColumnFacts,
    draft::{DraftField, Sent, failed},
    field::{Source, TableField},
    key::null,
    read::Read,
    related::{Related, Show},
};
use crate::{
    Request,
    database::is,
    error::ErrorDetail,
    fields::{FieldOptions, Input, Kind, int, python_str, strip},
    json::Members,
};

/// A row that a client named, not looked up yet.
pub(super) struct Reference {
    /// The value that names it.
    pub(super) value: Value,
    /// The value is the key itself, and no column to find the key by.
    pub(super) is_key: bool,
    /// What is said if there is no such row.
    pub(super) missing: ErrorDetail,
    /// The question to the database.
    pub(super) question: Option<usize>,
}

/// Several rows.
#[derive(Default)]
pub(super) struct References {
    pub(super) rows: Vec<Reference>,
    /// What is wrong with the first that is none; those before it come first.
    pub(super) wrong: Option<ErrorDetail>,
}

impl Reference {
    /// A foreign key of the entity itself.
    pub(super) fn of_key(field: &TableField, input: Input<'_>) -> DraftField {
        let Source::Column(_, kind) = &field.source else { return DraftField::default() };
        match null_or_text(input) {
            Input::Null if field.allow_null => null_value(kind),
            Input::Null => failed(ErrorDetail::new("This field may not be null.", "null")),
            input => match key(kind, &input) {
                Ok(reference) => sent_one(reference),
                Err(error) => failed(error),
            },
        }
    }

    /// A row on the other side of a relation.
    pub(super) fn read(related: &Related, input: Input<'_>, request: &Request) -> DraftField {
        match null_or_text(input) {
            Input::Null if related.join.from.nullable => {
                let null = Sent::Read(Read::Value(null(&related.join.from.column_type)));
                DraftField { sent: Some(null), ..DraftField::default() }
            }
            Input::Null => failed(ErrorDetail::new("This field may not be null.", "null")),
            input => match Self::of(related, &input, request) {
                Ok(reference) => sent_one(reference),
                Err(error) => failed(error),
            },
        }
    }

    fn of(related: &Related, input: &Input<'_>, request: &Request) -> Result<Self, ErrorDetail> {
        match &related.show {
            Show::Column { column, kind, .. } if column.primary_key => key(kind, input),
            Show::Column { column, kind, .. } => slug(column, kind, input),
            Show::Link { view_name, kind, .. } => link(view_name, kind, input, request),
            _ => return Err(ErrorDetail::new("Invalid value.", "invalid")),
        }
        .map(|reference| Self { is_key: related.is_shown_by_key(), ..reference })
    }
}

impl References {
    pub(super) fn read(related: &Related, input: Input<'_>, request: &Request) -> DraftField {
        let Some(items) = items_or_keys(&input) else {
            let message =
                format!("Expected a list of items but got type \"{}\".", input.type_name());
            return failed(ErrorDetail::new(message, "not_a_list"));
        };
        if items.is_empty() && !related.allow_empty {
            return failed(ErrorDetail::new("This list may not be empty.", "empty"));
        }
        let mut references = Self::default();
        for item in items {
            match Reference::of(related, &item, request) {
                Ok(reference) => references.rows.push(reference),
                Err(error) => {
                    references.wrong = Some(error);
                    break;
                }
            }
        }
        DraftField { sent: Some(Sent::Many(references)), ..DraftField::default() }
    }
}

/// The items of a list, or as in Python the keys of an object.
fn items_or_keys<'a>(input: &Input<'a>) -> Option<Vec<Input<'a>>> {
    match input {
        Input::Object(raw) => {
            Some(Members::of(raw).0.into_iter().map(|(key, _)| Input::Text(key)).collect())
        }
        input => input.items(),
    }
}

fn sent_one(reference: Reference) -> DraftField {
    DraftField { sent: Some(Sent::One(reference)), ..DraftField::default() }
}

fn null_value(kind: &Kind) -> DraftField {
    match (kind.parse)(Input::Null, &FieldOptions::default()) {
        Ok(parsed) => {
            let sent = Some(Sent::Read(Read::Value(parsed.value)));
            DraftField { sent, ..DraftField::default() }
        }
        Err(error) => failed(error),
    }
}

/// DRF takes the empty string for null in every relation.
fn null_or_text(input: Input<'_>) -> Input<'_> {
    match &input {
        Input::Text(text) if text.is_empty() => Input::Null,
        _ => input,
    }
}

/// DRF's `PrimaryKeyRelatedField`.
fn key(kind: &Kind, input: &Input<'_>) -> Result<Reference, ErrorDetail> {
    let shown = python_str(input);
    let missing = ErrorDetail::new(
        format!("Invalid pk \"{shown}\" - object does not exist."),
        "does_not_exist",
    );
    let incorrect_type = || {
        let message = format!("Incorrect type. Expected pk value, received {}.", input.type_name());
        ErrorDetail::new(message, "incorrect_type")
    };
    let whole = |text: &str| int(strip(text)).map(|n| n.to_string());
    let text = match (input, kind.schema.kind) {
        (Input::Null, _) => return Err(missing),
        (Input::Text(text), "integer") => whole(text).ok_or_else(incorrect_type)?,
        (Input::Number(number), "integer") => truncated(number),
        (Input::Text(text), _) => text.to_string(),
        (Input::Number(_), _) => shown.clone(),
        _ => return Err(incorrect_type()),
    };
    let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
    match (kind.parse)(Input::Text(text.as_str().into()), &options) {
        Ok(parsed) => Ok(Reference { value: parsed.value, is_key: true, missing, question: None }),
        Err(_) if kind.schema.kind == "integer" => Err(missing),
        Err(_) => Err(incorrect_type()),
    }
}

/// Python's `int(1.5)` is 1.
fn truncated(number: &str) -> String {
    match number.parse::<f64>() {
        Ok(float) if number.contains(['.', 'e', 'E']) => format!("{:.0}", float.trunc()),
        _ => number.to_owned(),
    }
}

/// DRF's `SlugRelatedField`.
fn slug(column: &ColumnFacts, kind: &Kind, input: &Input<'_>) -> Result<Reference, ErrorDetail> {
    let shown = python_str(input);
    let missing = ErrorDetail::new(
        format!("Object with {}={shown} does not exist.", column.name),
        "does_not_exist",
    );
    // No row has a null character in it, and PostgreSQL would refuse the question.
    if shown.contains('\0') {
        return Err(missing);
    }
    let value = match kind.schema.text {
        true => Value::from(shown),
        false => {
            let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
            let parsed = (kind.parse)(input.clone(), &options);
            parsed.map_err(|_| ErrorDetail::new("Invalid value.", "invalid"))?.value
        }
    };
    Ok(Reference { value, is_key: false, missing, question: None })
}

/// DRF's `HyperlinkedRelatedField`.
fn link(
    view_name: &str,
    kind: &Kind,
    input: &Input<'_>,
    request: &Request,
) -> Result<Reference, ErrorDetail> {
    let Input::Text(url) = input else {
        let message =
            format!("Incorrect type. Expected URL string, received {}.", input.type_name());
        return Err(ErrorDetail::new(message, "incorrect_type"));
    };
    let no_match = || ErrorDetail::new("Invalid hyperlink - No URL match.", "no_match");
    let (found, value) = request.resolve(url).ok_or_else(no_match)?;
    if found != view_name {
        return Err(ErrorDetail::new(
            "Invalid hyperlink - Incorrect URL match.",
            "incorrect_match",
        ));
    }
    let missing = ErrorDetail::new("Invalid hyperlink - Object does not exist.", "does_not_exist");
    let options = FieldOptions { trim_whitespace: false, ..FieldOptions::default() };
    match (kind.parse)(Input::Text(value.into()), &options) {
        Ok(parsed) => Ok(Reference { value: parsed.value, is_key: false, missing, question: None }),
        Err(_) => Err(missing),
    }
}

/// The rows that may be named, as `SELECT … WHERE name = value`.
pub(super) fn lookup(
    mut rows: SelectStatement,
    name: &ColumnFacts,
    value: &Value,
    backend: DbBackend,
) -> SelectStatement {
    let name = Expr::col(name.reference.clone());
    rows.clear_selects().clear_order_by().and_where(is(name, Expr::val(value.clone()), backend));
    rows
}
