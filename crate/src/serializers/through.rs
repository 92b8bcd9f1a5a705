//! Columns of other tables, by way of the relation fields of a `ModelEx`.

use std::marker::PhantomData;

use super::{
    Entity,
    builder::FieldBuilder,
    column::ModelColumn,
    join::Relationship,
    related::{RelatedTo, slug_related},
};
use crate::fields::ColumnField;

/// The entity on the other side of a relation of the entity `E`, found by the field of its
/// `ModelEx`.
pub struct Through<E, R>(PhantomData<fn() -> (E, R)>);

/// A relation of a `ModelEx` to one row at most: SeaORM's `HasOne` and `BelongsTo`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation to one row",
    label = "not a `HasOne` or `BelongsTo`",
    note = "a `source` goes through one row; nest the rows of a list, or name one of their columns with `related` and `slug_field`"
)]
pub trait ToOne {
    /// The entity on the other side.
    type Entity: Entity;
}

impl<R: Entity> ToOne for sea_orm::entity::compound::HasOne<R> {
    type Entity = R;
}

impl<C> ToOne for sea_orm::entity::compound::BelongsTo<C>
where
    C: sea_orm::BelongsToCardinality<Entity: Entity>,
{
    type Entity = C::Entity;
}

/// The entity behind a field of the `ModelEx`.
pub fn through<E: Entity, F: ToOne>(_field: fn(&E::ModelEx) -> &F) -> Through<E, F::Entity> {
    Through(PhantomData)
}

impl<E: Entity, R: Entity> Through<E, R>
where
    E: sea_orm::Related<R>,
{
    /// A column of the row on the other side, read-only: DRF's `source="author.name"`.
    #[track_caller]
    pub fn column<D: ShownAs<T>, T: ColumnField>(
        self,
        name: &'static str,
        column: &'static str,
        field: fn(&R::Model) -> &T,
    ) -> FieldBuilder<RelatedTo<R>> {
        let column = ModelColumn::new(column, field);
        let mut field = slug_related(name, Relationship::<E, R>::related(), column).read_only();
        field.field.schema.kind = T::SCHEMA.kind;
        field
    }
}

/// What a column of type `T` on the other side of a relation looks like in a serializer: itself,
/// an `Option` where there may be no row, a `Vec` where there are many.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of the column, `{T}`",
    label = "expected `{T}`, `Option<{T}>` or `Vec<{T}>`"
)]
pub trait ShownAs<T> {}

impl<T> ShownAs<T> for T {}
impl<T> ShownAs<T> for Option<T> {}
impl<T> ShownAs<T> for Vec<T> {}

/// The same column, if it can be shown as a `D`.
pub fn shown_as<D: ShownAs<T>, E, T>(column: ModelColumn<E, T>) -> ModelColumn<E, T> {
    column
}
