//! One field of a serializer, as it is declared.

use std::{borrow::Cow, fmt, sync::Arc};

use sea_orm::{EntityTrait, Value, sea_query::ValueType};

use super::column::{ColumnFacts, ModelColumn};
use crate::{
    error::ValidationError,
    fields::{Field, FieldOptions, Kind, Number, Numeric, Text},
};

/// A field in the making; [`field`] starts one, [`Table::field`](super::Table::field) takes it.
///
/// What is not stated follows from the column: `max_length`, null, default, unique.
pub struct FieldBuilder<T> {
    field: TableField,
    value: std::marker::PhantomData<fn() -> T>,
}

/// A field of this name with the value of this column.
///
/// # Panics
/// If the column's name is not one of the entity's columns.
#[track_caller]
pub fn field<E: EntityTrait, T: Field>(
    name: &'static str,
    column: ModelColumn<E, T>,
) -> FieldBuilder<T> {
    let field = TableField::new(name, column.facts(), Kind::of::<T>());
    FieldBuilder { field, value: std::marker::PhantomData }
}

impl<T: Field> FieldBuilder<T> {
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

    /// The value of a field that was not sent with POST or PUT; PATCH never uses it.
    pub fn default(mut self, value: impl Into<T>) -> Self {
        self.field.default = Some(value.into().into());
        self.field.required = false;
        self
    }

    /// Takes null, or refuses it although the column does not.
    ///
    /// # Panics
    /// If null is to be taken for a column whose type is not an `Option`.
    #[track_caller]
    pub fn allow_null(mut self, allow: bool) -> Self {
        let name = self.field.name;
        assert!(!allow || T::NULLABLE, "`{name}` cannot be null; make its column an `Option`");
        self.field.allow_null = allow;
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

    /// A check of one's own, run when the field is valid otherwise; it may change the value.
    /// DRF's `validate_<field>`.
    pub fn validate(mut self, check: fn(T) -> Result<T, ValidationError>) -> Self {
        self.field.hook = Some(Hook(Arc::new(move |value| {
            let value = <T as ValueType>::try_from(value)
                .map_err(|_| ValidationError::from("A valid value is required."))?;
            check(value).map(Into::into)
        })));
        self
    }

    /// Takes the empty string.
    pub fn allow_blank(mut self, allow: bool) -> Self
    where
        T: Text,
    {
        self.field.options.allow_blank = allow;
        self.field.required &= !allow;
        self
    }

    /// Keeps white space at both ends.
    pub fn trim_whitespace(mut self, trim: bool) -> Self
    where
        T: Text,
    {
        self.field.options.trim_whitespace = trim;
        self
    }

    /// The fewest characters.
    pub fn min_length(mut self, length: usize) -> Self
    where
        T: Text,
    {
        self.field.options.min_length = Some(length);
        self
    }

    /// The most characters; by default the column's length.
    pub fn max_length(mut self, length: usize) -> Self
    where
        T: Text,
    {
        self.field.options.max_length = Some(length);
        self
    }

    /// The smallest value.
    pub fn min_value(mut self, value: impl Into<Number>) -> Self
    where
        T: Numeric,
    {
        self.field.options.min_value = Some(value.into());
        self
    }

    /// The largest value.
    pub fn max_value(mut self, value: impl Into<Number>) -> Self
    where
        T: Numeric,
    {
        self.field.options.max_value = Some(value.into());
        self
    }
}

/// A field with everything that was stated and everything that follows from its column.
#[derive(Clone, Debug)]
pub struct TableField {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static Kind,
    pub(crate) column: ColumnFacts,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) required: bool,
    pub(crate) allow_null: bool,
    pub(crate) default: Option<Value>,
    pub(crate) options: FieldOptions,
    pub(crate) label: Cow<'static, str>,
    pub(crate) help_text: Option<&'static str>,
    pub(crate) hook: Option<Hook>,
}

/// A check of the application's own, on a value of any type.
#[derive(Clone)]
pub(crate) struct Hook(Arc<dyn Fn(Value) -> Result<Value, ValidationError> + Send + Sync>);

impl Hook {
    pub(crate) fn run(&self, value: Value) -> Result<Value, ValidationError> {
        (self.0)(value)
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

impl TableField {
    fn new(name: &'static str, column: ColumnFacts, kind: &'static Kind) -> Self {
        let allow_null = kind.nullable && column.nullable;
        let options = FieldOptions {
            max_length: column.max_length.filter(|_| kind.schema.text),
            min_value: kind.schema.min_value,
            max_value: kind.schema.max_value,
            max_digits: column.digits.map(|(digits, _)| digits),
            decimal_places: column.digits.map(|(_, places)| places),
            ..FieldOptions::default()
        };
        Self {
            name,
            kind,
            read_only: column.auto_increment,
            write_only: false,
            required: !column.has_default && !allow_null,
            allow_null,
            default: None,
            options,
            label: label(name).into(),
            help_text: None,
            hook: None,
            column,
        }
    }

    /// `false` if what clients send is ignored.
    pub(crate) fn is_writable(&self) -> bool {
        !self.read_only
    }

    /// What a new row has if nothing is sent: the empty text, if that is allowed and null is not.
    pub(crate) fn implied(&self) -> Option<Value> {
        let blank = self.kind.schema.text && self.options.allow_blank && self.is_writable();
        (blank && !self.column.nullable && !self.column.has_default).then(|| Value::from(""))
    }

    /// `true` if two rows may not share a value, and the database alone does not make the values.
    pub(crate) fn is_unique(&self) -> bool {
        self.column.unique || (self.column.primary_key && !self.column.auto_increment)
    }
}

impl<T> From<FieldBuilder<T>> for TableField {
    fn from(builder: FieldBuilder<T>) -> Self {
        builder.field
    }
}

/// The field's name in words, first letter capital: `page_count` is "Page count"; `id` is "ID".
fn label(name: &str) -> String {
    if name == "id" {
        return "ID".into();
    }
    let words = name.replace('_', " ");
    let mut letters = words.trim().chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels_as_in_drf() {
        for (name, text) in [("id", "ID"), ("page_count", "Page count"), ("a", "A")] {
            assert_eq!(label(name), text);
        }
    }
}
