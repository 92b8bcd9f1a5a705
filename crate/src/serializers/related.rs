//! Fields that show or take rows of another entity.

use std::{any::Any, fmt, marker::PhantomData, sync::Arc};

use sea_orm::{
    EntityTrait, Iterable, Order, PrimaryKeyToColumn, PrimaryKeyTrait, Select, Value,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{
    Entity, ModelSerializer,
    builder::FieldBuilder,
    children::{AnyChildren, Children},
    column::{ColumnFacts, ModelColumn},
    field::{Source, TableField},
    join::{Join, Relationship},
    table::Table,
};
use crate::{
    Request,
    fields::{ColumnField, FieldOptions, FieldSchema, FormSpelling, Kind},
    request::Queryset,
};

/// The type of a field that is made of rows of the entity `R`.
pub struct RelatedTo<R>(PhantomData<fn() -> R>);

/// A field made of the rows on the other side of a relation.
#[derive(Clone, Debug)]
pub(crate) struct Related {
    pub(crate) join: Arc<Join>,
    /// Shown as a list.
    pub(crate) many: bool,
    pub(crate) show: Show,
    /// Columns of the other entity; its primary key follows.
    pub(crate) ordering: Vec<(usize, Order)>,
    pub(crate) allow_empty: bool,
    /// The related rows that are shown.
    pub(crate) prefetch: Option<Queryset>,
    /// Children that are sent with their key are updated, and not made anew.
    pub(crate) keyed: bool,
}

impl Related {
    /// The column by whose value clients name a row.
    pub(super) fn name_column(&self) -> Option<&ColumnFacts> {
        match &self.show {
            Show::Column { column, .. } | Show::Link { column, .. } => Some(column),
            _ => None,
        }
    }

    /// `order_id = 5`, of the rows that belong to the one with these values.
    pub(super) fn belong_to(&self, row: &[Value]) -> Option<SimpleExpr> {
        let column = self.join.target.columns.get(self.join.to)?;
        let key = row.get(self.join.from.ordinal)?.clone();
        Some(Expr::col(column.reference.clone()).eq(key))
    }

    /// `true` if that value is also the one that the relation keeps.
    pub(super) fn is_shown_by_key(&self) -> bool {
        self.name_column().is_some_and(|column| column.ordinal == self.join.to)
    }
}

/// What is shown of a related row.
#[derive(Clone, Debug)]
pub(crate) enum Show {
    /// The value of a column.
    Column { column: Box<ColumnFacts>, kind: &'static Kind, options: Box<FieldOptions> },
    /// Its `Display`.
    Text(fn(&dyn Any) -> String),
    /// Its URL: the view's name, and the column that it looks rows up by.
    Link { view_name: &'static str, column: Box<ColumnFacts>, kind: &'static Kind },
    /// The fields of a serializer; `children` writes a list of them.
    Object { table: fn() -> &'static Table, children: Option<Arc<dyn AnyChildren>> },
    /// Nothing: how many there are.
    Count,
}

/// The related row as an object with the fields of the serializer `S`, read-only.
///
/// Source: <https://www.django-rest-framework.org/api-guide/relations/#nested-relationships>.
#[track_caller]
pub fn nested<E: Entity, S: ModelSerializer>(
    name: &'static str,
    relationship: Relationship<E, S::Entity>,
) -> FieldBuilder<RelatedTo<S::Entity>> {
    let show = Show::Object { table: S::table, children: None };
    start(name, relationship.join(), show, "nested object")
}

/// The related rows as a list of such objects, which is written along with its owner unless it is
/// read-only: DRF's `many=True`.
///
/// Source: <https://www.django-rest-framework.org/topics/writable-nested-serializers/>.
#[track_caller]
pub fn nested_many<E: Entity, S: ModelSerializer>(
    name: &'static str,
    relationship: Relationship<E, S::Entity>,
) -> FieldBuilder<RelatedTo<S::Entity>> {
    let children: Arc<dyn AnyChildren> = Arc::new(Children::<S>::new());
    let show = Show::Object { table: S::table, children: Some(children) };
    start(name, relationship.join(), show, "nested object").many()
}

/// The related row as the value of one of its columns: DRF's `SlugRelatedField`. Clients name a
/// row by that value.
///
/// Source: <https://www.django-rest-framework.org/api-guide/relations/#slugrelatedfield>.
#[track_caller]
pub fn slug_related<E: Entity, R: Entity, T: ColumnField>(
    name: &'static str,
    relationship: Relationship<E, R>,
    column: ModelColumn<R, T>,
) -> FieldBuilder<RelatedTo<R>> {
    start(name, relationship.join(), shown_column(column.facts(), Kind::of::<T>()), "field")
}

/// The related row as its primary key: DRF's `PrimaryKeyRelatedField`. For a foreign key of the
/// entity itself the plain column is enough.
///
/// Source: <https://www.django-rest-framework.org/api-guide/relations/#primarykeyrelatedfield>.
#[track_caller]
pub fn primary_key_related<E, R, T>(
    name: &'static str,
    relationship: Relationship<E, R>,
) -> FieldBuilder<RelatedTo<R>>
where
    E: Entity,
    R: Entity,
    R::PrimaryKey: PrimaryKeyTrait<ValueType = T>,
    T: ColumnField,
{
    let column = primary_key::<R>(name);
    start(name, relationship.join(), shown_column(column, Kind::of::<T>()), "field")
}

/// The related row as its `Display`: DRF's `StringRelatedField`, read-only.
///
/// Source: <https://www.django-rest-framework.org/api-guide/relations/#stringrelatedfield>.
#[track_caller]
pub fn string_related<E: Entity, R: Entity>(
    name: &'static str,
    relationship: Relationship<E, R>,
) -> FieldBuilder<RelatedTo<R>>
where
    R::Model: fmt::Display,
{
    let text: fn(&dyn Any) -> String =
        |model| model.downcast_ref::<R::Model>().map(ToString::to_string).unwrap_or_default();
    start(name, relationship.join(), Show::Text(text), "field").read_only()
}

/// The related row as the URL of a view, such as `author-detail`, that looks rows up by the
/// column: DRF's `HyperlinkedRelatedField`. Clients name a row by its URL.
///
/// Source: <https://www.django-rest-framework.org/api-guide/relations/#hyperlinkedrelatedfield>.
#[track_caller]
pub fn hyperlinked_related<E: Entity, R: Entity, T: ColumnField>(
    name: &'static str,
    relationship: Relationship<E, R>,
    view_name: &'static str,
    column: ModelColumn<R, T>,
) -> FieldBuilder<RelatedTo<R>> {
    let column = Box::new(column.facts());
    let show = Show::Link { view_name, column, kind: Kind::of::<T>() };
    start(name, relationship.join(), show, "field")
}

/// How many related rows there are, read-only: one grouped query for a whole page.
#[track_caller]
pub fn count<E: Entity, R: Entity>(
    name: &'static str,
    relationship: Relationship<E, R>,
) -> FieldBuilder<RelatedTo<R>> {
    start(name, relationship.join(), Show::Count, "field").read_only()
}

#[track_caller]
fn primary_key<R: EntityTrait>(name: &str) -> ColumnFacts {
    let mut keys = R::PrimaryKey::iter();
    match (keys.next(), keys.next()) {
        (Some(key), None) => ColumnFacts::of::<R>(key.into_column()),
        _ => panic!("`{name}` relates to an entity with a key of several columns; name a column"),
    }
}

fn shown_column(column: ColumnFacts, kind: &'static Kind) -> Show {
    let options = FieldOptions {
        decimal_places: column.digits.map(|(_, places)| places),
        ..FieldOptions::default()
    };
    Show::Column { column: Box::new(column), kind, options: Box::new(options) }
}

fn start<R>(
    name: &'static str,
    join: Join,
    show: Show,
    kind: &'static str,
) -> FieldBuilder<RelatedTo<R>> {
    let read_only = match &show {
        Show::Object { children, .. } => children.is_none() || !join.many,
        // What belongs to a row of another table is not this row's to say.
        Show::Column { .. } | Show::Link { .. } => !join.belongs_to && join.junction.is_none(),
        Show::Text(_) | Show::Count => true,
    };
    let join = Arc::new(join);
    let related = Related {
        join,
        many: false,
        show,
        ordering: Vec::new(),
        allow_empty: true,
        prefetch: None,
        keyed: false,
    };
    let (belongs_to, from) = (related.join.belongs_to, related.join.from.clone());
    let mut field =
        TableField::new(name, FieldSchema::new(kind), Source::Related(Box::new(related)));
    field.read_only = read_only;
    field.allow_null = belongs_to && from.nullable;
    field.required = !(field.allow_null || belongs_to && from.has_default);
    FieldBuilder::new(field)
}

impl<R: EntityTrait> FieldBuilder<RelatedTo<R>> {
    /// A list of all related rows; of nested objects, a read-only one: for others there is
    /// [`nested_many`].
    pub fn many(mut self) -> Self {
        if let Source::Related(related) = &mut self.field.source {
            related.many = true;
            let objects = matches!(related.show, Show::Object { .. });
            // A form that names no rows means none, and one without objects leaves them.
            self.field.schema.form =
                if objects { FormSpelling::Objects } else { FormSpelling::Choices };
        }
        self.field.schema.kind = "field";
        self
    }

    /// Takes null: no row is related.
    pub fn allow_null(mut self, allow: bool) -> Self {
        self.field.allow_null = allow;
        self.field.required &= !allow;
        self
    }

    /// Takes an empty list; it does unless stated.
    pub fn allow_empty(mut self, allow: bool) -> Self {
        if let Source::Related(related) = &mut self.field.source {
            related.allow_empty = allow;
        }
        self
    }

    /// Children that are sent with their primary key are updated; those without one are created,
    /// and those that are not sent are deleted. Unless stated, all are deleted and created anew.
    /// Of a child that is updated by PATCH nothing need be sent but its key.
    pub fn keyed(mut self) -> Self {
        if let Source::Related(related) = &mut self.field.source {
            related.keyed = true;
        }
        self
    }

    /// The order of a list; the primary key decides ties, and everything if nothing is stated.
    ///
    /// # Panics
    /// If the column's name is not one of the entity's columns.
    #[track_caller]
    pub fn ordering<T>(mut self, column: ModelColumn<R, T>, order: Order) -> Self {
        if let Source::Related(related) = &mut self.field.source {
            related.ordering.push((column.facts().ordinal, order));
        }
        self
    }

    /// The related rows that are shown or counted; all that exist unless stated. Where one is shown
    /// and it is not among them, that is null. Django's `Prefetch`.
    ///
    /// # Panics
    /// If the related entity has a key of several columns.
    #[track_caller]
    pub fn prefetch(mut self, rows: fn(&Request) -> Select<R>) -> Self {
        if let Source::Related(related) = &mut self.field.source {
            assert!(
                related.join.target.primary_key.len() == 1,
                "`{}` has rows with a key of several columns, of which `prefetch` cannot choose; \
                 show them all",
                self.field.name
            );
            related.prefetch = Some(Queryset::new(rows));
        }
        self
    }

    /// The rows that a client may name; all that exist unless stated. Others do not exist for it.
    pub fn queryset(mut self, rows: fn(&Request) -> Select<R>) -> Self {
        self.field.queryset = Some(Queryset::new(rows));
        self
    }
}

/// The type of a field that shows a URL.
pub struct Hyperlink;

/// The URL of the row itself, at a view such as `shelf-detail` that looks rows up by the column:
/// DRF's `HyperlinkedIdentityField`. A field called `url` becomes the `Location` of a 201.
///
/// Source: <https://www.django-rest-framework.org/api-guide/relations/#hyperlinkedidentityfield>.
#[track_caller]
pub fn hyperlink<E: Entity, T: ColumnField>(
    name: &'static str,
    view_name: &'static str,
    column: ModelColumn<E, T>,
) -> FieldBuilder<Hyperlink> {
    let (column, kind) = (Box::new(column.facts()), Kind::of::<T>());
    let source = Source::Link { view_name, column, kind };
    FieldBuilder::new(TableField::new(name, FieldSchema::new("field"), source)).read_only()
}
