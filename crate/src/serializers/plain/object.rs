//! Objects of fields: reading, writing and describing them.

use std::{any::Any, borrow::Cow, cell::Cell, collections::HashMap};

use super::{Serializer, value::ValueField};
use crate::{
    Error, Settings,
    error::{Detail, ErrorDetail, NON_FIELD_ERRORS, ValidationError},
    fields::{Description, Extra, FormField, Input},
    json::{Members, write_str},
};

/// The fields of a plain serializer, in their order.
#[derive(Clone, Debug, Default)]
pub struct ValueFields(Vec<ValueField>);

impl ValueFields {
    /// No fields yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more field, after those before it.
    ///
    /// # Panics
    /// If there is a field of that name already, or if it need not be sent and has no value then.
    #[track_caller]
    pub fn field(mut self, field: impl Into<ValueField>) -> Self {
        let field = field.into();
        let name = field.name;
        let taken = self.0.iter().any(|other| other.name == name);
        assert!(!taken, "the field `{name}` is declared twice; rename one of them");
        assert!(
            field.has_value(),
            "`{name}` has no value when it is not sent; make it an `Option` or give it a `default`"
        );
        self.0.push(field);
        self
    }

    /// What OPTIONS says of each.
    pub fn describe(&self) -> Vec<(&'static str, Description)> {
        self.0.iter().map(|field| (field.name, field.describe())).collect()
    }

    /// The JSON object of these values.
    pub(super) fn write(&self, values: &[&dyn Any], out: &mut Vec<u8>) {
        out.push(b'{');
        let first = out.len();
        let shown = self.0.iter().zip(values).filter(|(field, _)| !field.write_only);
        for (field, value) in shown {
            let before = out.len();
            if before > first {
                out.push(b',');
            }
            write_str(field.name, out);
            out.push(b':');
            let start = out.len();
            (field.kind.write)(*value, &field.options, out);
            if !field.allow_null && out[start..] == *b"null" {
                out.truncate(before);
            }
        }
        out.push(b'}');
    }

    /// What was sent for each field.
    fn inputs<'a>(
        &self,
        input: &Input<'a>,
        partial: bool,
    ) -> Result<Vec<Option<Input<'a>>>, ErrorDetail> {
        match input {
            Input::Object(object) => {
                let members: HashMap<_, _> = Members::of(object).0.into_iter().collect();
                let input = |field: &ValueField| members.get(field.name).copied();
                Ok(self.0.iter().map(|field| input(field).map(Input::from_json)).collect())
            }
            Input::Form(form) => {
                let facts = |field: &ValueField| {
                    let ValueField { name, kind, options, required, allow_null, .. } = field;
                    let facts = FormField {
                        name,
                        schema: &kind.schema,
                        options,
                        required: *required,
                        allow_null: *allow_null,
                        has_default: field.default.is_some(),
                    };
                    facts.input(form, partial)
                };
                Ok(self.0.iter().map(facts).collect())
            }
            Input::Null => Err(ErrorDetail::new("No data provided", "null")),
            input => Err(ErrorDetail::new(
                format!("Invalid data. Expected a dictionary, but got {}.", input.type_name()),
                "invalid",
            )),
        }
    }
}

/// The values of the fields on their way into a struct.
#[derive(Debug)]
pub struct Values(std::vec::IntoIter<Extra>);

impl Values {
    /// The next value; `None` if it is of another type.
    pub fn take<T: 'static>(&mut self) -> Option<T> {
        self.0.next()?.downcast().ok().map(|value| *value)
    }
}

/// Reads and checks an object.
///
/// # Errors
/// The errors of all fields, or else those of the whole.
pub(super) fn read<S: Serializer>(
    input: Input<'_>,
    instance: Option<&S>,
    partial: bool,
) -> Result<S, Detail> {
    let kept = instance.map(S::values);
    let mut values = read_values(S::fields(), input, kept.as_deref(), partial)?;
    let checked = match S::assemble(&mut values) {
        Some(value) => value.validate(),
        None => Err("A valid value is required.".into()),
    };
    checked.map_err(|error| of_the_whole(error.into_detail()))
}

fn read_values(
    fields: &ValueFields,
    input: Input<'_>,
    kept: Option<&[&dyn Any]>,
    partial: bool,
) -> Result<Values, Detail> {
    let whole = |error| of_the_whole(Detail::messages(vec![error]));
    let _level = Level::enter().ok_or_else(|| whole(too_deep()))?;
    let inputs = fields.inputs(&input, partial).map_err(whole)?;
    let mut values = Vec::with_capacity(inputs.len());
    let mut failed = Vec::new();
    for (index, (field, input)) in fields.0.iter().zip(inputs).enumerate() {
        let kept = kept.and_then(|kept| kept.get(index).copied());
        match read_value(field, input, kept, partial) {
            Ok(value) => values.push(value),
            Err(error) => failed.push((Cow::Borrowed(field.name), field.reworded(error))),
        }
    }
    if failed.is_empty() { Ok(Values(values.into_iter())) } else { Err(Detail::Fields(failed)) }
}

fn read_value(
    field: &ValueField,
    input: Option<Input<'_>>,
    kept: Option<&dyn Any>,
    partial: bool,
) -> Result<Extra, Detail> {
    let missing =
        || ValidationError::from(crate::fields::required(&field.kind.schema)).into_detail();
    match (input, &field.default) {
        _ if field.read_only => {}
        (Some(input), _) => return field.parse(input).and_then(|value| field.check(value)),
        _ if partial => {}
        (None, Some(default)) => return field.check(default.make()),
        (None, None) if field.required => return Err(missing()),
        (None, None) => {}
    }
    let kept = kept.and_then(field.kind.clone);
    let value = kept.or_else(|| Some(field.default.as_ref()?.make())).or_else(|| field.none());
    value.ok_or_else(missing)
}

/// Errors of fields at the fields, a lone message as a list; others where those of the whole stand.
fn of_the_whole(detail: Detail) -> Detail {
    let listed = |detail| match detail {
        Detail::One(_) => Detail::List(vec![detail]),
        other => other,
    };
    match detail {
        Detail::Fields(fields) => {
            Detail::Fields(fields.into_iter().map(|(name, error)| (name, listed(error))).collect())
        }
        other => Detail::Fields(vec![(NON_FIELD_ERRORS.into(), other)]),
    }
}

/// The error of a request, with the key for errors of the whole that the settings name.
pub(super) fn error(mut detail: Detail, settings: &Settings) -> Error {
    if settings.non_field_errors_key != NON_FIELD_ERRORS {
        rename(&mut detail, settings.non_field_errors_key);
    }
    Error::Validation(detail)
}

fn rename(detail: &mut Detail, key: &'static str) {
    match detail {
        Detail::One(_) => {}
        Detail::List(items) => items.iter_mut().for_each(|item| rename(item, key)),
        Detail::Fields(fields) => {
            for (name, detail) in fields {
                if name == NON_FIELD_ERRORS {
                    *name = Cow::Borrowed(key);
                }
                rename(detail, key);
            }
        }
    }
}

/// One object in another: a struct that holds itself could nest as deeply as a client likes, and
/// the stack is not that deep.
struct Level;

const MAX_LEVELS: usize = 100;

thread_local! {
    static LEVELS: Cell<usize> = const { Cell::new(0) };
}

impl Level {
    fn enter() -> Option<Self> {
        let levels = LEVELS.get();
        (levels < MAX_LEVELS).then(|| {
            LEVELS.set(levels + 1);
            Self
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        LEVELS.set(LEVELS.get().saturating_sub(1));
    }
}

fn too_deep() -> ErrorDetail {
    ErrorDetail::new("Invalid data. The objects are nested too deeply.", "invalid")
}
