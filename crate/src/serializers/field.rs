//! One field of a serializer, as it is declared.

use std::{borrow::Cow, fmt, sync::Arc};

use sea_orm::{DbBackend, EntityTrait, Select, sea_query::ValueType};

use super::{
    column::{ColumnFacts, ModelColumn},
    method::Method,
    read::Read,
    related::{Queryset, Related},
    validator::{ErrorMessages, Hook, Inspection, Inspector, Validator},
};
use crate::{
    Request, Result,
    fields::{ColumnField, ExtraKind, Field, FieldOptions, FieldSchema, Kind},
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
    FieldBuilder {
        field: TableField::of_column(name, column.facts(), Kind::of::<T>()),
        take: |read| <T as ValueType>::try_from(read.into_value()?).ok(),
        put: |value| Read::Value(value.into()),
        see: |read| <T as ValueType>::try_from(read.as_value()?.clone()).ok(),
    }
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

    /// The rows that a client may name in a foreign key; all of them unless stated. Others do not
    /// exist for it.
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

/// A field with everything that was stated and everything that follows from its column.
#[derive(Clone, Debug)]
pub struct TableField {
    pub(crate) name: &'static str,
    pub(crate) schema: FieldSchema,
    pub(crate) source: Source,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// Never sent and never described.
    pub(crate) hidden: bool,
    /// Shown only where a client asks for it.
    pub(crate) expandable: bool,
    pub(crate) required: bool,
    pub(crate) allow_null: bool,
    pub(crate) default: Option<Default>,
    pub(crate) options: FieldOptions,
    pub(crate) label: Cow<'static, str>,
    pub(crate) help_text: Option<&'static str>,
    pub(crate) validators: Vec<Inspection>,
    pub(crate) hook: Option<Hook>,
    /// The related rows that clients may name.
    pub(crate) queryset: Option<Queryset>,
    pub(crate) error_messages: ErrorMessages,
}

/// Where a field's value comes from and goes to.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A column of the entity.
    Column(Box<ColumnFacts>, &'static Kind),
    /// Rows of another entity, or of the same.
    Related(Box<Related>),
    /// A function of the model.
    Method(Method),
    /// The URL of a view that looks rows up by the column.
    Link { view_name: &'static str, column: Box<ColumnFacts>, kind: &'static Kind },
    /// Input that is no column.
    Extra(&'static ExtraKind),
}

/// What stands for a value that was not sent.
#[derive(Clone)]
pub(crate) struct Default {
    make: Arc<dyn Fn(&Request) -> Result<Read> + Send + Sync>,
    /// For new rows alone.
    pub(crate) create_only: bool,
}

impl Default {
    pub(super) fn new(
        make: impl Fn(&Request) -> Result<Read> + Send + Sync + 'static,
        create_only: bool,
    ) -> Self {
        Self { make: Arc::new(make), create_only }
    }

    pub(super) fn make(&self, request: &Request) -> Result<Read> {
        (self.make)(request)
    }
}

impl fmt::Debug for Default {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Default")
    }
}

impl TableField {
    /// A field of which nothing is known but this.
    pub(super) fn new(name: &'static str, schema: FieldSchema, source: Source) -> Self {
        let options = FieldOptions {
            min_value: schema.min_value,
            max_value: schema.max_value,
            ..FieldOptions::default()
        };
        Self {
            name,
            schema,
            source,
            read_only: false,
            write_only: false,
            hidden: false,
            expandable: false,
            required: true,
            allow_null: false,
            default: None,
            options,
            label: label(name).into(),
            help_text: None,
            validators: Vec::new(),
            hook: None,
            queryset: None,
            error_messages: ErrorMessages::none(),
        }
    }

    fn of_column(name: &'static str, column: ColumnFacts, kind: &'static Kind) -> Self {
        let mut field = Self::new(name, kind.schema, Source::Column(Box::new(column), kind));
        let Source::Column(column, _) = &field.source else { return field };
        field.allow_null = kind.nullable && column.nullable;
        field.read_only = column.auto_increment;
        field.required = !column.has_default && !field.allow_null;
        field.options.max_length = column.max_length.filter(|_| kind.schema.text);
        field.options.max_digits = column.digits.map(|(digits, _)| digits);
        field.options.decimal_places = column.digits.map(|(_, places)| places);
        if column.references.is_some() {
            field.schema.kind = "field";
        }
        field
    }

    /// `false` if SeaORM cannot read the column from this database.
    pub(crate) fn is_read_by(&self, backend: DbBackend) -> bool {
        match &self.source {
            Source::Column(_, kind) => kind.is_read_by(backend),
            _ => true,
        }
    }

    /// The column of the entity that holds the value.
    pub(crate) fn column(&self) -> Option<&ColumnFacts> {
        match &self.source {
            Source::Column(column, _) => Some(column),
            _ => None,
        }
    }

    /// The column of the entity that the field writes: its own, or that of its foreign key.
    pub(super) fn written_column(&self) -> Option<&ColumnFacts> {
        match &self.source {
            Source::Column(column, _) => Some(column),
            Source::Related(related) if related.join.belongs_to => Some(&related.join.from),
            _ => None,
        }
    }

    /// A field of a unique set must be known whenever the set is checked: it is required, or has
    /// its column's default also on PUT. DRF's `get_uniqueness_extra_kwargs`.
    pub(super) fn belongs_to_unique_set(&mut self) {
        if !self.is_writable() || self.default.is_some() {
            return;
        }
        match self.written_column().and_then(|column| column.default.clone()) {
            Some(value) => {
                let default = move |_: &Request| Ok(Read::Value(value.clone()));
                self.default = Some(Default::new(default, false));
                self.required = false;
            }
            None => self.required = true,
        }
    }

    /// `false` if what clients send is ignored.
    pub(crate) fn is_writable(&self) -> bool {
        !self.read_only
    }

    /// What a new row has if nothing is sent: the empty text, if that is allowed and null is not.
    pub(super) fn implied(&self) -> Option<Read> {
        let column = self.column()?;
        let blank = self.schema.text && self.options.allow_blank && self.is_writable();
        (blank && !column.nullable && !column.has_default).then(|| Read::Value("".into()))
    }

    /// The column, if two rows may not share a value, and the database alone does not make the
    /// values.
    pub(super) fn unique_column(&self) -> Option<&ColumnFacts> {
        let by_hand = |column: &&ColumnFacts| column.primary_key && !column.auto_increment;
        self.column().filter(|column| column.unique || by_hand(column))
    }
}

impl<T> From<FieldBuilder<T>> for TableField {
    fn from(builder: FieldBuilder<T>) -> Self {
        builder.field
    }
}

/// The field's name in words, first letter capital: `page_count` is "Page count"; `id` is "ID".
pub(super) fn label(name: &str) -> String {
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
