//! Input on its way to validated values: all errors of all fields, in their order.

use sea_orm::{Value, sea_query::SimpleExpr};

use super::{
    field::{Source, TableField},
    form::{form_input, null_word},
    offspring::{ChildDraft, children},
    read::Read,
    reference::{Reference, References},
    related::Show,
    table::Table,
};
use crate::{
    Error, Request, Result, Settings,
    error::{Detail, ErrorDetail, ValidationError},
    fields::{self, FormPart, Input, Parsed},
    json::Members,
    request::Data,
};

/// What was made of the input so far, field by field in the table's order.
pub(super) struct Draft {
    pub(super) fields: Vec<DraftField>,
}

/// One field: a value, errors, both (when validators complain) or neither (when it was not sent).
#[derive(Default)]
pub(super) struct DraftField {
    pub(super) sent: Option<Sent>,
    pub(super) errors: Vec<ErrorDetail>,
    /// Why there is no value; then nothing else is said of the field.
    pub(super) failed: Option<Detail>,
    /// The question to the database whether another row has the value.
    pub(super) taken: Option<usize>,
}

/// What was sent for a field.
pub(super) enum Sent {
    Read(Read),
    /// A row of another table, not looked up yet.
    One(Reference),
    /// Several, with what is wrong with the first that is none.
    Many(References),
    /// Rows that belong to this one, each on its way.
    Children(Vec<Result<ChildDraft, Detail>>),
}

impl Sent {
    pub(super) fn value(&self) -> Option<&Value> {
        match self {
            Self::Read(read) => read.as_value(),
            Self::One(reference) if reference.is_key => Some(&reference.value),
            _ => None,
        }
    }
}

/// How a body is read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) request: &'a Request,
    /// PATCH: what is absent stays as it is.
    pub(super) partial: bool,
    /// POST: create-only defaults apply.
    pub(super) new: bool,
}

/// The row that an input is for.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    New,
    /// One that was read, with the values of its columns.
    Row(&'a [Value]),
    /// One that was not, by a condition that is true for it alone.
    Unread(&'a SimpleExpr),
}

impl<'a> Target<'a> {
    /// The row with these values, or a new one.
    pub(super) fn of(row: Option<&'a [Value]>) -> Self {
        row.map_or(Self::New, Self::Row)
    }

    pub(super) fn is_new(self) -> bool {
        matches!(self, Self::New)
    }

    pub(super) fn row(self) -> Option<&'a [Value]> {
        match self {
            Self::Row(row) => Some(row),
            Self::New | Self::Unread(_) => None,
        }
    }
}

impl Draft {
    /// Reads a body, or a part of one.
    ///
    /// # Errors
    /// [`Error::Validation`] if it is not an object; whatever defaults find.
    pub(super) fn read(table: &Table, data: &Data, reading: Reading<'_>) -> Result<Self> {
        match data {
            Data::Form(form) => Self::of_form(table, &FormPart::of(form), reading),
            Data::Json(raw) => Self::of_input(table, Input::from_json(raw), reading),
        }
    }

    pub(super) fn of_input(table: &Table, input: Input<'_>, reading: Reading<'_>) -> Result<Self> {
        let object = match input {
            Input::Object(object) => object,
            Input::Form(part) => return Self::of_form(table, &part, reading),
            input => return Err(not_an_object(&input, reading.request.settings())),
        };
        let mut sent = vec![None; table.fields.len()];
        let mut unknown = Vec::new();
        for (name, value) in Members::of(object).0 {
            match table.position(&name) {
                Some(index) => sent[index] = Some(value),
                None => unknown.push(name.into_owned()),
            }
        }
        refuse_unknown(unknown, reading.request.settings())?;
        let inputs = sent.into_iter().map(|raw| raw.map(Input::from_json));
        let pairs = table.fields.iter().zip(inputs);
        let fields = pairs.map(|(field, input)| read_field(field, input, reading));
        Ok(Self { fields: fields.collect::<Result<_>>()? })
    }

    fn of_form(table: &Table, form: &FormPart<'_>, reading: Reading<'_>) -> Result<Self> {
        let read = |field| read_field(field, form_input(field, form, reading.partial), reading);
        Ok(Self { fields: table.fields.iter().map(read).collect::<Result<_>>()? })
    }
}

fn not_an_object(input: &Input<'_>, settings: &Settings) -> Error {
    let error = match input {
        Input::Null => ErrorDetail::new("No data provided", "null"),
        input => ErrorDetail::new(
            format!("Invalid data. Expected a dictionary, but got {}.", input.type_name()),
            "invalid",
        ),
    };
    Error::Validation(non_field(vec![error], settings))
}

/// Errors of an object as a whole.
pub(super) fn non_field(errors: Vec<ErrorDetail>, settings: &Settings) -> Detail {
    Detail::Fields(vec![(settings.non_field_errors_key.into(), Detail::messages(errors))])
}

/// With `forbid_unknown_fields`, the error of each member that is no field.
fn refuse_unknown(names: Vec<String>, settings: &Settings) -> Result<()> {
    if names.is_empty() || !settings.forbid_unknown_fields {
        return Ok(());
    }
    let error = |name: String| {
        let message = ErrorDetail::new("This field is not known.", "unknown");
        (name.into(), Detail::messages(vec![message]))
    };
    Err(Error::Validation(Detail::Fields(names.into_iter().map(error).collect())))
}

fn read_field(
    field: &TableField,
    input: Option<Input<'_>>,
    reading: Reading<'_>,
) -> Result<DraftField> {
    if !field.is_writable() {
        return Ok(DraftField::default());
    }
    match input.filter(|_| !field.hidden) {
        None if reading.partial => Ok(DraftField::default()),
        None => absent(field, reading),
        Some(input) => sent(field, null_word(field, input), reading),
    }
}

fn absent(field: &TableField, reading: Reading<'_>) -> Result<DraftField> {
    match &field.default {
        Some(default) if reading.new || !default.create_only => {
            let sent = Some(Sent::Read(default.make(reading.request)?));
            Ok(DraftField { sent, ..DraftField::default() })
        }
        None if field.required => Ok(failed(fields::required(&field.schema))),
        _ => Ok(DraftField::default()),
    }
}

pub(super) fn failed(error: impl Into<ValidationError>) -> DraftField {
    DraftField { failed: Some(error.into().into_detail()), ..DraftField::default() }
}

fn sent(field: &TableField, input: Input<'_>, reading: Reading<'_>) -> Result<DraftField> {
    if let Input::Null = input
        && !field.allow_null
    {
        return Ok(failed(ErrorDetail::new("This field may not be null.", "null")));
    }
    let options = field.options.or_settings(&field.schema, reading.request.settings());
    match &field.source {
        Source::Column(column, _) if column.references.is_some() => {
            Ok(Reference::of_key(field, input))
        }
        Source::Column(_, kind) => {
            let parsed = (kind.parse)(input, &options);
            Ok(parsed.map_or_else(failed, |Parsed { value, errors }| {
                checked(field, Read::Value(value), errors, reading.request)
            }))
        }
        Source::Extra(kind) => {
            let parsed = (kind.parse)(input, &options);
            Ok(parsed.map_or_else(failed, |Parsed { value, errors }| {
                checked(field, Read::Extra(value), errors, reading.request)
            }))
        }
        Source::Related(related) => match &related.show {
            Show::Object { table, .. } => children(table(), related, input, reading),
            _ if related.many => Ok(References::read(related, input, reading.request)),
            _ => Ok(Reference::read(related, input, reading.request)),
        },
        Source::Method(_) | Source::Link { .. } => Ok(DraftField::default()),
    }
}

/// A value of the field's type, with all that is wrong with it otherwise.
fn checked(
    field: &TableField,
    value: Read,
    mut errors: Vec<ErrorDetail>,
    request: &Request,
) -> DraftField {
    let null = value.as_value().is_some_and(|value| *value == value.as_null());
    for validator in field.validators.iter().filter(|_| !null) {
        errors.extend(validator.run(&value, request));
    }
    DraftField { sent: Some(Sent::Read(value)), errors, ..DraftField::default() }
}
