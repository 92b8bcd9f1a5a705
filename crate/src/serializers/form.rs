//! What forms say of a field, and the words that stand for null.

use super::field::TableField;
use crate::fields::{self, FormField, FormPart, Input};

/// What DRF takes for null beside null itself: its words for booleans, blank text for decimals.
pub(super) fn null_word<'a>(field: &TableField, input: Input<'a>) -> Input<'a> {
    fields::null_word(&field.schema, field.allow_null, input)
}

/// What a form says of a field: DRF's `Field.get_value` for HTML input.
pub(super) fn form_input<'a>(
    field: &TableField,
    form: &FormPart<'a>,
    partial: bool,
) -> Option<Input<'a>> {
    let facts = FormField {
        name: field.name,
        schema: &field.schema,
        options: &field.options,
        required: field.required,
        allow_null: field.allow_null,
        has_default: field.default.is_some(),
    };
    facts.input(form, partial)
}
