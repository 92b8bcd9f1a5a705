//! Fields as they are stated.

use std::borrow::Cow;

use sea_orm::{EntityTrait, Select, sea_query::ValueType};

use super::{
    column::{ColumnFacts, ModelColumn},
    field::{Default, Source, TableField},
    read::Read,
    validator::{Hook, Inspection, Inspector, Validator},
};
use crate::{
    Request, Result,
    fields::{Choices, ColumnField, ExtraKind, Field, Kind},
    request::Queryset,
};

/// A field in the making; [`field`] starts one, [`Table::field`](super::Table::field) takes it.
///
/// What is not stated follows from the column: `max_length`, null, default, unique.
pub struct FieldBuilder<T> {
    pub(super) field: TableField,
    /// The typed value of what was read, and back.
    take: fn(Read) -> Option<T>,
    put: fn(T) -> Read,
    /// A copy of the typed value.
    see: fn(&Read) -> Option<T>,
}

/// A field of this name with the value of this column.
///
/// # Panics
/// If the column's name is not one of the entity's columns.
#[track_caller]
pub fn field<E: EntityTrait, T: ColumnField>(
    name: &'static str,
    column: ModelColumn<E, T>,
) -> FieldBuilder<T> {
    FieldBuilder::of_column(name, column.facts())
}

impl<T: ColumnField> FieldBuilder<T> {
    /// Without the entity: compiled once for a type of column.
    fn of_column(name: &'static str, column: ColumnFacts) -> Self {
        Self {
            field: TableField::of_column(name, column, Kind::of::<T>()),
            take: |read| <T as ValueType>::try_from(read.into_value()?).ok(),
            put: |value| Read::Value(value.into()),
            see: |read| <T as ValueType>::try_from(read.as_value()?.clone()).ok(),
        }
    }
}

/// The name for people of a choice, read-only: Django's `get_FOO_display`.
///
/// # Panics
/// If the column's name is not one of the entity's columns.
#[track_caller]
pub fn display<E: EntityTrait, T: ColumnField + Choices>(
    name: &'static str,
    column: ModelColumn<E, T>,
) -> FieldBuilder<T> {
    let mut builder = field(name, column);
    let facts = builder.field.column().cloned();
    let shown = facts.map(|facts| TableField::of_column(name, facts, Kind::display::<T>()));
    builder.field = shown.unwrap_or(builder.field);
    builder.read_only()
}

/// Input that is no column: checked like any other, handed to hooks by
/// [`Validated::extra`](super::Validated::extra), never shown and never stored.
pub fn extra<T: Field>(name: &'static str) -> FieldBuilder<T> {
    let kind = ExtraKind::of::<T>();
    let mut field = TableField::new(name, kind.schema, Source::Extra(kind));
    field.write_only = true;
    field.allow_null = kind.nullable;
    field.required = !kind.nullable;
    FieldBuilder {
        field,
        take: |read| read.into_extra()?.downcast().ok().map(|value| *value),
        put: |value| Read::Extra(Box::new(value)),
        see: |read| read.as_extra()?.downcast_ref().cloned(),
    }
}

impl<T> FieldBuilder<T> {
    pub(super) fn new(field: TableField) -> Self {
        Self { field, take: |_| None, put: |_| Read::Nothing, see: |_| None }
    }

    /// Shown and never taken; sent by a client, it is ignored.
    pub fn read_only(mut self) -> Self {
        self.field.read_only = true;
        self
    }

    /// Taken and never shown.
    pub fn write_only(mut self) -> Self {
        self.field.write_only = true;
        self
    }

    /// Must be sent, or need not be. By default a field is required unless it has a default or
    /// may be null.
    pub fn required(mut self, required: bool) -> Self {
        self.field.required = required;
        self
    }

    /// Shown only if the client asks for it with `?expand=`; the serializer must be
    /// [`flexible`](super::Table::flexible).
    pub fn expandable(mut self) -> Self {
        self.field.expandable = true;
        self
    }

    /// The name for people; by default the field's name in words.
    pub fn label(mut self, label: &'static str) -> Self {
        self.field.label = Cow::Borrowed(label);
        self
    }

    /// A sentence for people, shown by OPTIONS.
    pub fn help_text(mut self, text: &'static str) -> Self {
        self.field.help_text = Some(text);
        self
    }

    /// A message of one's own for an error code, such as `required`, `null`, `blank`, `invalid`,
    /// `unique`. `{max_length}` and the names of the other options stand for their values.
    pub fn error_message(mut self, code: &'static str, message: &'static str) -> Self {
        self.field.error_messages.set(code, message);
        self
    }
}

impl<T: Field> FieldBuilder<T> {
    /// The value of a field that was not sent with POST or PUT; PATCH never uses it.
    pub fn default(mut self, value: impl Into<T>) -> Self {
        let (value, put) = (value.into(), self.put);
        self.field.default = Some(Default::new(move |_| Ok(put(value.clone())), false));
        self.field.required = false;
        self
    }

    /// The same for POST alone: DRF's `CreateOnlyDefault`.
    pub fn create_only_default(mut self, value: impl Into<T>) -> Self {
        let (value, put) = (value.into(), self.put);
        self.field.default = Some(Default::new(move |_| Ok(put(value.clone())), true));
        self.field.required = false;
        self
    }

    /// The default of a request, such as [`current_user`](super::current_user): DRF's
    /// `CurrentUserDefault`.
    pub fn default_with(mut self, make: fn(&Request) -> Result<T>) -> Self {
        let put = self.put;
        self.field.default = Some(Default::new(move |request| make(request).map(put), false));
        self.field.required = false;
        self
    }

    /// Neither shown nor taken: every POST and PUT writes what the request implies. DRF's
    /// `HiddenField`.
    pub fn hidden(mut self, make: fn(&Request) -> Result<T>) -> Self {
        self.field.hidden = true;
        self.field.write_only = true;
        self.default_with(make)
    }

    /// Takes null, or refuses it although the column does not.
    ///
    /// # Panics
    /// If null is to be taken for a type that is not an `Option`.
    #[track_caller]
    pub fn allow_null(mut self, allow: bool) -> Self {
        let name = self.field.name;
        assert!(!allow || T::NULLABLE, "`{name}` cannot be null; make it an `Option`");
        self.field.allow_null = allow;
        self
    }

    /// The rows that a client may name in a foreign key; all that exist unless stated. Others do
    /// not exist for it.
    pub fn queryset<R: EntityTrait>(mut self, rows: fn(&Request) -> Select<R>) -> Self {
        self.field.queryset = Some(Queryset::new(rows));
        self
    }

    /// One more check of a value that was read, beside those of its type: all that they find wrong
    /// is told together. DRF's `validators`: `fn(&T) -> Result<(), ValidationError>`, or with the
    /// request `fn(&T, &Request) -> Result<(), ValidationError>`.
    pub fn validator<M>(mut self, check: impl Inspector<T, M>) -> Self {
        let see = self.see;
        let inspect = move |read: &Read, request: &Request| match see(read) {
            Some(value) => check.inspect(&value, request),
            None => Ok(()),
        };
        self.field.validators.push(Inspection::new(inspect));
        self
    }

    /// A check of one's own, run when the field is valid otherwise; it may change the value.
    /// DRF's `validate_<field>`: `fn(T) -> Result<T, ValidationError>`, or with the request
    /// `fn(T, &Request) -> Result<T, ValidationError>`.
    pub fn validate<M>(mut self, check: impl Validator<T, M>) -> Self {
        let (take, put) = (self.take, self.put);
        self.field.hook = Some(Hook::new(move |read, request| match take(read) {
            Some(value) => check.validate(value, request).map(put),
            None => Err("A valid value is required.".into()),
        }));
        self
    }
}

impl<T> From<FieldBuilder<T>> for TableField {
    fn from(builder: FieldBuilder<T>) -> Self {
        builder.field
    }
}
