//! Which rows of another table belong to a row.

use std::{any::type_name, marker::PhantomData, sync::Arc};

use sea_orm::{
    DynIden, Identity, Linked, Related, RelationDef, RelationTrait, RelationType,
    sea_query::{ColumnType, Expr, ExprTrait, SimpleExpr, TableRef},
};

use super::{Entity, column::ColumnFacts, entity::EntityFacts, key::is_key, load::table_name};
use crate::Request;

/// A relation from the entity `E` to the entity `R`, as SeaORM knows it.
pub struct Relationship<E, R> {
    /// From `E` to `R`, or from `E` to a junction table and from there to `R`.
    steps: Vec<RelationDef>,
    entities: PhantomData<fn() -> (E, R)>,
}

impl<E: Entity, R: Entity> Relationship<E, R> {
    /// The relation that the entity declares by `Related`.
    pub fn related() -> Self
    where
        E: Related<R>,
    {
        Self::new(<E as Related<R>>::via().into_iter().chain([<E as Related<R>>::to()]).collect())
    }

    /// One of several to the same entity: a variant of `Relation`.
    ///
    /// # Panics
    /// If the variant is a relation to another entity.
    #[track_caller]
    pub fn of(relation: E::Relation) -> Self {
        let def = relation.def();
        let target = R::default().table_ref();
        assert!(
            def.to_tbl == target,
            "`{}` is no relation to `{}`; name another variant of `Relation`",
            relation.name(),
            type_name::<R>()
        );
        Self::new(vec![def])
    }

    /// A relation of one's own, by SeaORM's `Linked`, with at most one table between.
    pub fn linked<L>(link: &L) -> Self
    where
        L: Linked<FromEntity = E, ToEntity = R>,
    {
        Self::new(link.link())
    }

    fn new(steps: Vec<RelationDef>) -> Self {
        Self { steps, entities: PhantomData }
    }

    /// The relation without its types.
    #[track_caller]
    pub(crate) fn join(&self) -> Join {
        join(&self.steps, &EntityFacts::of::<E>(), EntityFacts::of::<R>())
    }
}

#[track_caller]
fn join(steps: &[RelationDef], source: &EntityFacts, target: EntityFacts) -> Join {
    let (first, last) = match steps {
        [only] => (only, only),
        [first, last] => (first, last),
        _ => panic!(
            "the relation from `{}` to `{}` has more than one table between; relate to that \
                 table instead",
            source.type_name, target.type_name
        ),
    };
    let conditional = steps.iter().any(|step| step.on_condition.is_some());
    assert!(
        !conditional,
        "the relation from `{}` to `{}` has an `on_condition`, which serializers cannot follow",
        source.type_name, target.type_name
    );
    let junction = (steps.len() == 2).then(|| Junction {
        table: first.to_tbl.clone(),
        from: single(&first.to_col),
        to: single(&last.from_col),
    });
    let from = column(source, &single(&first.from_col));
    let from = Box::new(source.columns[from].clone());
    let to = column(&target, &single(&last.to_col));
    let many = junction.is_some() || first.rel_type == RelationType::HasMany;
    // SeaORM calls the table that is referred to the owner.
    let belongs_to = junction.is_none() && !first.is_owner;
    Join { from, target: Arc::new(target), to, junction, many, belongs_to }
}

/// How the rows of two tables find each other.
#[derive(Clone, Debug)]
pub(crate) struct Join {
    /// The column of this entity whose value is looked for.
    pub(crate) from: Box<ColumnFacts>,
    /// The entity on the other side.
    pub(crate) target: Arc<EntityFacts>,
    /// The place of its column that has the same value, or that the junction table refers to.
    pub(crate) to: usize,
    pub(crate) junction: Option<Junction>,
    /// A row has several on the other side.
    pub(crate) many: bool,
    /// This entity's column is the foreign key.
    pub(crate) belongs_to: bool,
}

/// True for the rows that a request sees; nothing if it sees all.
pub(crate) type Seen = Option<SimpleExpr>;

/// The table between two others.
#[derive(Clone, Debug)]
pub(crate) struct Junction {
    pub(crate) table: TableRef,
    /// Its column with the key of this side.
    pub(crate) from: DynIden,
    /// Its column with the key of the other side.
    pub(crate) to: DynIden,
}

impl Join {
    /// The type of the values that rows of the other side are found by.
    pub(super) fn key_type(&self) -> &ColumnType {
        match &self.junction {
            None => &self.target.columns[self.to].column_type,
            // A junction's column has the type of what it refers to.
            Some(_) => &self.from.column_type,
        }
    }

    /// Which of the rows on the other side a request sees; in terms of the junction table where
    /// there is one.
    pub(super) fn seen(&self, request: &Request) -> Seen {
        let scope = |table: &TableRef| request.scope(table, &table_name(table));
        let Some(between) = &self.junction else { return scope(&self.target.table) };
        let key = Expr::col((table_name(&between.table), between.to.clone()));
        let other = &self.target.columns[self.to].reference;
        let other = request.scope_by(&self.target.table, other, key);
        other.into_iter().chain(scope(&between.table)).reduce(ExprTrait::and)
    }

    /// `true` if both reach the same rows the same way.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let between = |join: &Self| join.junction.as_ref().map(|between| between.table.clone());
        self.from.ordinal == other.from.ordinal
            && self.to == other.to
            && self.target.table == other.target.table
            && between(self) == between(other)
    }
}

#[track_caller]
fn single(columns: &Identity) -> DynIden {
    match columns {
        Identity::Unary(column) => column.clone(),
        _ => panic!("a relation by several columns cannot be a field of a serializer"),
    }
}

#[track_caller]
fn column(entity: &EntityFacts, name: &DynIden) -> usize {
    let name = name.to_string();
    let place = entity.columns.iter().position(|column| column.name == name);
    let Some(place) = place else {
        panic!("`{name}` is not a column of `{}`; mend its relation", entity.type_name)
    };
    let column = &entity.columns[place];
    assert!(
        is_key(&column.column_type),
        "`{name}` of `{}` is a {:?}, by which serializers cannot relate rows",
        entity.type_name,
        column.column_type
    );
    place
}
