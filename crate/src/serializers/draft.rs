//! Input on its way to validated values: all errors of all fields, in their order.

use std::borrow::Cow;

use sea_orm::Value;

use super::{field::TableField, table::Table};
use crate::{
    Error, Result, Settings,
    error::{Detail, ErrorDetail},
    fields::{Input, Members, Parsed, strip},
    request::{Data, Form, FormValue},
};

/// What was made of the input so far, field by field in the table's order.
pub(crate) struct Draft {
    pub(crate) fields: Vec<DraftField>,
}

/// One field: a value, errors, both (when validators complain) or neither (when it was not sent).
#[derive(Default)]
pub(crate) struct DraftField {
    pub(crate) value: Option<Value>,
    pub(crate) errors: Vec<ErrorDetail>,
}

impl Draft {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// [`Error::Validation`] if it is not an object.
    pub(crate) fn read(
        table: &Table,
        data: &Data,
        partial: bool,
        settings: &Settings,
    ) -> Result<Self> {
        let fields = match data {
            Data::Form(form) => {
                let read = |field| read_field(field, form_input(field, form, partial), partial);
                table.fields.iter().map(read).collect()
            }
            Data::Json(raw) => {
                let Input::Object(object) = Input::from_json(raw) else {
                    return Err(not_an_object(&Input::from_json(raw), settings));
                };
                let mut sent = vec![None; table.fields.len()];
                for (name, value) in Members::of(object).0 {
                    if let Some(index) = table.position(&name) {
                        sent[index] = Some(value);
                    }
                }
                let inputs = sent.into_iter().map(|raw| raw.map(Input::from_json));
                let pairs = table.fields.iter().zip(inputs);
                pairs.map(|(field, input)| read_field(field, input, partial)).collect()
            }
        };
        Ok(Self { fields })
    }

    /// Runs the hooks of fields that have no errors, then gives the values by field.
    ///
    /// # Errors
    /// [`Error::Validation`] with the errors of all fields.
    pub(crate) fn finish(self, table: &Table) -> Result<Vec<Option<Value>>> {
        let mut values = Vec::with_capacity(self.fields.len());
        let mut failed = Vec::new();
        for (field, draft) in table.fields.iter().zip(self.fields) {
            let mut value = draft.value;
            if !draft.errors.is_empty() {
                failed.push((Cow::Borrowed(field.name), Detail::messages(draft.errors)));
            } else if let (Some(hook), Some(read)) =
                (&field.hook, value.take_if(|_| field.hook.is_some()))
            {
                match hook.run(read) {
                    Ok(checked) => value = Some(checked),
                    Err(error) => failed.push((Cow::Borrowed(field.name), error.into_detail())),
                }
            }
            values.push(value);
        }
        if failed.is_empty() { Ok(values) } else { Err(Error::Validation(Detail::Fields(failed))) }
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
    let key = Cow::Borrowed(settings.non_field_errors_key);
    Error::Validation(Detail::Fields(vec![(key, Detail::messages(vec![error]))]))
}

fn read_field(field: &TableField, input: Option<Input<'_>>, partial: bool) -> DraftField {
    if !field.is_writable() {
        return DraftField::default();
    }
    match input {
        None if partial => DraftField::default(),
        None => absent(field),
        Some(Input::Null) if !field.allow_null => {
            failed(ErrorDetail::new("This field may not be null.", "null"))
        }
        Some(input) => match (field.kind.parse)(null_word(field, input), &field.options) {
            Ok(Parsed { value, errors }) => DraftField { value: Some(value), errors },
            Err(error) => failed(error),
        },
    }
}

fn absent(field: &TableField) -> DraftField {
    match &field.default {
        Some(default) => DraftField { value: Some(default.clone()), errors: Vec::new() },
        None if field.required => failed(ErrorDetail::new("This field is required.", "required")),
        None => DraftField::default(),
    }
}

fn failed(error: ErrorDetail) -> DraftField {
    DraftField { value: None, errors: vec![error] }
}

/// What DRF takes for null beside null itself: its words for booleans, blank text for decimals.
fn null_word<'a>(field: &TableField, input: Input<'a>) -> Input<'a> {
    let Input::Text(text) = &input else { return input };
    let words = ["", "null", "Null", "NULL"];
    let null = match field.kind.schema.kind {
        "boolean" => words.contains(&text.as_ref()),
        "decimal" => strip(text).is_empty(),
        _ => false,
    };
    if null && field.allow_null { Input::Null } else { input }
}

/// What a form says of a field: DRF's `Field.get_value` for HTML input.
fn form_input<'a>(field: &TableField, form: &'a Form, partial: bool) -> Option<Input<'a>> {
    let Some(value) = form.last(field.name) else {
        // A check box that is not ticked is not sent at all.
        let unticked = field.kind.schema.check_box && field.default.is_none() && !partial;
        let meaning = if field.allow_null { Input::Null } else { Input::Bool(false) };
        return unticked.then_some(meaning);
    };
    let empty = matches!(value, FormValue::Text(text) if text.is_empty());
    let blank_is_a_value = field.kind.schema.text && field.options.allow_blank;
    match empty && !blank_is_a_value {
        true if field.allow_null => Some(Input::Null),
        true if !field.required => None,
        _ => Some(Input::from_form(value)),
    }
}
