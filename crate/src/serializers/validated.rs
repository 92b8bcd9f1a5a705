//! Input that passed validation.

use std::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait};

use super::ModelSerializer;
use crate::Result;

type ActiveModel<S> = <<S as ModelSerializer>::Entity as EntityTrait>::ActiveModel;
type Model<S> = <<S as ModelSerializer>::Entity as EntityTrait>::Model;

/// Validated input as the entity's `ActiveModel`: what `perform_create` and `perform_update` get.
///
/// It dereferences to the `ActiveModel`, so hooks read and set columns by name; what a PATCH left
/// out is `Unchanged` there, null and a value are `Set`. [`Validated::insert`] and
/// [`Validated::update`] run the entity's `before_save` and `after_save`.
pub struct Validated<S: ModelSerializer> {
    active: ActiveModel<S>,
    serializer: PhantomData<fn() -> S>,
}

impl<S: ModelSerializer> Validated<S> {
    pub(crate) fn new(active: ActiveModel<S>) -> Self {
        Self { active, serializer: PhantomData }
    }

    /// The `ActiveModel`.
    pub fn into_inner(self) -> ActiveModel<S> {
        self.active
    }

    /// Inserts the row.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database); the view answers violated constraints with
    /// the errors of fields.
    pub async fn insert(self, db: &impl ConnectionTrait) -> Result<Model<S>> {
        Ok(self.active.insert(db).await?)
    }

    /// Updates the row, writing only the columns that are `Set`.
    ///
    /// # Errors
    /// As [`Validated::insert`]; [`Error::NotFound`](crate::Error::NotFound) if the row is gone.
    pub async fn update(self, db: &impl ConnectionTrait) -> Result<Model<S>> {
        Ok(self.active.update(db).await?)
    }
}

impl<S: ModelSerializer> Deref for Validated<S> {
    type Target = ActiveModel<S>;

    fn deref(&self) -> &Self::Target {
        &self.active
    }
}

impl<S: ModelSerializer> DerefMut for Validated<S> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.active
    }
}
