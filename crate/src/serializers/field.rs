//! One field of a serializer, as it is declared.

use std::{borrow::Cow, fmt, sync::Arc};

use sea_orm::DbBackend;

use super::{
    column::ColumnFacts,
    method::Method,
    read::Read,
    related::Related,
    validator::{ErrorMessages, Hook, Inspection},
};
use crate::{
    Request, Result,
    fields::{ExtraKind, FieldOptions, FieldSchema, Kind},
    request::Queryset,
};

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
    make: Arc<Make>,
    /// For new rows alone.
    pub(crate) create_only: bool,
}

type Make = dyn Fn(&Request) -> Result<Read> + Send + Sync;

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

    pub(super) fn of_column(name: &'static str, column: ColumnFacts, kind: &'static Kind) -> Self {
        let mut field = Self::new(name, kind.schema, Source::Column(Box::new(column), kind));
        let Source::Column(column, _) = &field.source else { return field };
        field.allow_null = kind.nullable && column.nullable;
        field.read_only = column.auto_increment;
        field.required = !column.has_default && !field.allow_null;
        if name == "id" && !column.auto_increment {
            // Only Django's own keys are called "ID".
            field.label = "Id".into();
        }
        field.options.max_length =
            column.max_length.filter(|_| kind.schema.text || kind.schema.file);
        field.options.max_digits = column.digits.map(|(digits, _)| digits);
        field.options.decimal_places = column.digits.map(|(_, places)| places);
        if column.references.is_some() {
            // A key has no limits of its own: there is such a row, or there is none.
            field.schema.kind = "field";
            (field.options.min_value, field.options.max_value) = (None, None);
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
