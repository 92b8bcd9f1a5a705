//! What must be loaded to show a serializer's fields, and where each member is found then.

use std::{borrow::Cow, sync::Arc};

use sea_orm::Order;

use super::{
    entity::EntityFacts,
    field::{Source, TableField},
    join::Join,
    method::Method,
    related::{Related, Show},
    representation::Represent,
    table::Table,
};
use crate::{
    Request,
    database::{Database, Flat, FlatMember},
    fields::{FieldOptions, Kind},
    request::Queryset,
};

/// How a serializer shows rows: what is loaded, what is written.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(super) level: Level,
    pub(super) shape: Shape,
    /// Rows that did not come through SeaORM have all that is shown.
    direct: bool,
    /// The object, if its members are written as the columns that the level reads are kept.
    pub(super) flat: Option<Arc<Flat>>,
    /// The same of rows that have all columns of the entity, if they are read as models are.
    pub(super) flat_whole: Option<Arc<Flat>>,
}

/// What is loaded of one entity.
#[derive(Debug)]
pub(super) struct Level {
    pub(super) entity: Arc<EntityFacts>,
    /// The columns that are read, by their places in the entity.
    pub(super) columns: Vec<usize>,
    /// All columns are read, and the row as its `Model`.
    pub(super) model: bool,
    pub(super) branches: Vec<Branch>,
    /// For each column of the entity its place in a row.
    place_of: Vec<usize>,
}

/// Rows of another entity that belong to those of a level.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) join: Arc<Join>,
    pub(super) ordering: Vec<(usize, Order)>,
    /// The rows that are shown, if not all are.
    pub(super) prefetch: Option<Queryset>,
    pub(super) rows: Rows,
}

/// What is loaded of a branch.
#[derive(Debug)]
pub(super) enum Rows {
    All(Level),
    Count,
}

/// The members of an object: `,"name":` and where the value is found.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) members: Vec<(Vec<u8>, Leaf)>,
    /// Changes the object when it is written.
    pub(super) represent: Option<Represent>,
}

/// Where a value is found.
#[derive(Debug)]
pub(super) enum Leaf {
    Column { ordinal: usize, kind: &'static Kind, options: FieldOptions },
    Method(Method, FieldOptions),
    Text(fn(&dyn std::any::Any) -> String),
    Link { ordinal: usize, view_name: &'static str, kind: &'static Kind },
    Object(Shape),
    Related { branch: usize, many: bool, leaf: Box<Leaf> },
    Count { branch: usize },
}

/// Which fields a client wants to see.
pub(crate) trait Choice {
    /// `true` if a field shall be shown, given the names of the objects around it.
    fn shows(&self, path: &[&'static str], field: &TableField) -> bool;
}

/// Everything that a serializer declares and that need not be asked for.
pub(crate) struct Everything;

impl Choice for Everything {
    fn shows(&self, _: &[&'static str], field: &TableField) -> bool {
        !field.expandable
    }
}

impl Plan {
    /// The plan of a serializer.
    ///
    /// # Panics
    /// If its nested serializers show each other in a circle.
    pub(super) fn of(table: &Table, choice: &dyn Choice) -> Self {
        let mut level = Level::of(&table.entity);
        let shape =
            Planner { choice, path: Vec::new(), around: Vec::new() }.shape(table, &mut level);
        level.seal();
        let direct = shape.reads_directly() && level.reads_directly();
        let is_flat = level.branches.is_empty() && !level.model;
        let flat =
            |place: &dyn Fn(usize) -> usize| shape.flat(place).filter(|_| is_flat).map(Arc::new);
        let flat_whole = flat(&|ordinal| ordinal).filter(|_| !shape.shows_choices());
        let flat = flat(&|ordinal| level.place(ordinal));
        Self { level, shape, direct, flat, flat_whole }
    }

    /// The request's database in the way that reads all that is shown.
    pub(super) fn database<'a>(&self, request: &'a Request) -> Cow<'a, Database> {
        self.way(request.database())
    }

    /// A database in the way that reads all that is shown.
    pub(super) fn way<'a>(&self, database: &'a Database) -> Cow<'a, Database> {
        match database {
            database if database.is_direct() && !self.direct => Cow::Owned(database.of_sea_orm()),
            database => Cow::Borrowed(database),
        }
    }

    /// `true` if a row has all that is shown.
    pub(super) fn is_flat(&self) -> bool {
        self.level.branches.is_empty() && !self.level.model
    }
}

impl Shape {
    fn reads_directly(&self) -> bool {
        self.members.iter().all(|(_, leaf)| leaf.reads_directly())
    }
}

impl Shape {
    /// `true` if a value is shown that a model may refuse.
    fn shows_choices(&self) -> bool {
        let is_choice = |leaf: &Leaf| matches!(leaf, Leaf::Column { kind, .. } if kind.schema.choices.is_some());
        self.members.iter().any(|(_, leaf)| is_choice(leaf))
    }

    fn flat(&self, place: &dyn Fn(usize) -> usize) -> Option<Flat> {
        Flat::of(self.members.iter().map(|(key, leaf)| match leaf {
            Leaf::Column { ordinal, kind, options } if kind.is_written_as_kept(options) => {
                FlatMember::of(key, place(*ordinal), &kind.direct()?, kind.nullable)
            }
            _ => None,
        }))
    }
}

impl Leaf {
    fn reads_directly(&self) -> bool {
        match self {
            Self::Column { kind, .. } | Self::Link { kind, .. } => kind.reads_directly(),
            Self::Object(shape) => shape.reads_directly(),
            Self::Related { leaf, .. } => leaf.reads_directly(),
            Self::Method(..) | Self::Text(_) | Self::Count { .. } => true,
        }
    }
}

impl Level {
    fn reads_directly(&self) -> bool {
        let below = self.branches.iter().all(|branch| match &branch.rows {
            Rows::All(level) => level.reads_directly(),
            Rows::Count => true,
        });
        below && (!self.model || self.entity.kinds.is_some())
    }

    fn of(entity: &Arc<EntityFacts>) -> Self {
        Self {
            entity: Arc::clone(entity),
            columns: Vec::new(),
            model: false,
            branches: Vec::new(),
            place_of: Vec::new(),
        }
    }

    fn need(&mut self, ordinal: usize) {
        if !self.columns.contains(&ordinal) {
            self.columns.push(ordinal);
        }
    }

    /// Fixes the places of the columns, when all that is needed is known.
    fn seal(&mut self) {
        let place = |ordinal: usize| match self.model {
            true => ordinal,
            false => self.columns.iter().position(|own| *own == ordinal).unwrap_or_default(),
        };
        self.place_of = (0..self.entity.columns.len()).map(place).collect();
        for branch in &mut self.branches {
            if let Rows::All(level) = &mut branch.rows {
                level.seal();
            }
        }
    }

    /// The place in a row of a column of the entity.
    pub(super) fn place(&self, ordinal: usize) -> usize {
        self.place_of.get(ordinal).copied().unwrap_or_default()
    }

    /// The columns that are read, in their order in a row.
    pub(super) fn places(&self) -> Vec<usize> {
        if self.model { (0..self.entity.columns.len()).collect() } else { self.columns.clone() }
    }
}

/// Makes a plan, knowing which objects it is in.
struct Planner<'a> {
    choice: &'a dyn Choice,
    path: Vec<&'static str>,
    /// The serializers around, by address: one serializer is one static table.
    around: Vec<*const Table>,
}

impl Planner<'_> {
    fn shape(&mut self, table: &Table, level: &mut Level) -> Shape {
        self.around.push(table);
        let mut members = Vec::new();
        let shown = table.fields.iter().filter(|field| !field.write_only);
        for field in shown {
            if !self.choice.shows(&self.path, field) {
                continue;
            }
            let separator = if members.is_empty() { '{' } else { ',' };
            let key = format!("{separator}\"{}\":", field.name).into_bytes();
            if let Some(leaf) = self.leaf(field, level) {
                members.push((key, leaf));
            }
        }
        self.around.pop();
        level.model |= table.represent.is_some();
        Shape { members, represent: table.represent.clone() }
    }

    fn leaf(&mut self, field: &TableField, level: &mut Level) -> Option<Leaf> {
        match &field.source {
            Source::Column(column, kind) => {
                level.need(column.ordinal);
                let options = field.options.clone();
                Some(Leaf::Column { ordinal: column.ordinal, kind, options })
            }
            Source::Method(method) => {
                level.model = true;
                Some(Leaf::Method(method.clone(), field.options.clone()))
            }
            Source::Link { view_name, column, kind } => {
                level.need(column.ordinal);
                Some(Leaf::Link { ordinal: column.ordinal, view_name, kind })
            }
            Source::Related(related) => Some(self.related(field.name, related, level)),
            Source::Extra(_) => None,
        }
    }

    fn related(&mut self, name: &'static str, related: &Related, level: &mut Level) -> Leaf {
        level.need(related.join.from.ordinal);
        let branch = branch(level, related);
        let Rows::All(inner) = &mut level.branches[branch].rows else {
            return Leaf::Count { branch };
        };
        let leaf = self.shown(name, related, inner);
        Leaf::Related { branch, many: related.many, leaf: Box::new(leaf) }
    }

    fn shown(&mut self, name: &'static str, related: &Related, level: &mut Level) -> Leaf {
        match &related.show {
            Show::Column { column, kind, options } => {
                level.need(column.ordinal);
                Leaf::Column { ordinal: column.ordinal, kind, options: (**options).clone() }
            }
            Show::Link { view_name, column, kind } => {
                level.need(column.ordinal);
                Leaf::Link { ordinal: column.ordinal, view_name, kind }
            }
            Show::Text(text) => {
                level.model = true;
                Leaf::Text(*text)
            }
            Show::Object { table, .. } => {
                let table = table();
                let circle = self.around.iter().any(|other| std::ptr::eq(*other, table));
                assert!(
                    !circle,
                    "`{name}` nests the serializer of `{}` in itself; nest a serializer without \
                     that field",
                    table.model_name
                );
                self.path.push(name);
                let shape = self.shape(table, level);
                self.path.pop();
                Leaf::Object(shape)
            }
            Show::Count => Leaf::Object(Shape::default()),
        }
    }
}

/// The branch of a relation: that of another field which has the same rows, if there is one.
fn branch(level: &mut Level, related: &Related) -> usize {
    let counts = matches!(related.show, Show::Count);
    let same = |branch: &Branch| {
        branch.join.is_same(&related.join)
            && matches!(branch.rows, Rows::Count) == counts
            && branch.ordering == related.ordering
            && branch.prefetch == related.prefetch
    };
    if let Some(number) = level.branches.iter().position(same) {
        return number;
    }
    level.branches.push(Branch {
        join: Arc::clone(&related.join),
        ordering: related.ordering.clone(),
        prefetch: related.prefetch.clone(),
        rows: if counts { Rows::Count } else { Rows::All(Level::of(&related.join.target)) },
    });
    level.branches.len() - 1
}
