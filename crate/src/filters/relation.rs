//! Fields of a `ModelEx`: columns and relations.

use sea_orm::{
    BelongsToCardinality, EntityTrait, PrimaryKeyTrait, Related,
    entity::compound::{BelongsTo, HasMany, HasOne},
};

use super::path::{Along, Path};
use crate::{
    fields::ColumnField,
    serializers::{Entity, RelatedTo},
};

/// A relation of a `ModelEx`: SeaORM's `HasOne`, `BelongsTo` and `HasMany`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "not a `HasOne`, `BelongsTo` or `HasMany`",
    note = "only relations of the entity can be followed with a dot"
)]
pub trait Relation {
    /// The entity on the other side.
    type Entity: Entity;
}

impl<R: Entity> Relation for HasOne<R> {
    type Entity = R;
}

impl<R: Entity> Relation for HasMany<R> {
    type Entity = R;
}

impl<C: BelongsToCardinality<Entity: Entity>> Relation for BelongsTo<C> {
    type Entity = C::Entity;
}

/// A field of the `ModelEx` of the entity `E` that can be filtered by: a column, or a relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be neither compared nor followed",
    label = "neither a column nor a relation",
    note = "implement `seaview::Field` for the type of a column; the entity on the other side of a relation needs a key of one column"
)]
pub trait Attribute<E: Entity>: Sized {
    /// What filters compare.
    type Value;

    /// The path that ends with the field.
    #[track_caller]
    fn path<S: Entity>(along: Along<S, E>, name: &'static str) -> Path<S, Self::Value>;
}

impl<E: Entity, T: ColumnField> Attribute<E> for T {
    type Value = T;

    #[track_caller]
    fn path<S: Entity>(along: Along<S, E>, name: &'static str) -> Path<S, T> {
        along.column_called(name)
    }
}

macro_rules! relations {
    ($($relation:ident<$parameter:ident: $bound:path>, $entity:ty;)*) => {$(
        impl<E, $parameter> Attribute<E> for $relation<$parameter>
        where
            E: Entity + Related<$entity>,
            $parameter: $bound,
            $entity: Entity,
            <$entity as EntityTrait>::PrimaryKey: PrimaryKeyTrait<ValueType: ColumnField>,
        {
            type Value = RelatedTo<$entity>;

            #[track_caller]
            fn path<S: Entity>(along: Along<S, E>, _: &'static str) -> Path<S, Self::Value> {
                along.by(crate::serializers::Relationship::related()).rows()
            }
        }
    )*};
}

relations! {
    HasOne<R: Entity>, R;
    HasMany<R: Entity>, R;
    BelongsTo<C: BelongsToCardinality>, C::Entity;
}
