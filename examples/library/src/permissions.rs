//! Who may do what, beside the stock permissions.

use std::{any::Any, borrow::Cow};

use seaview::{
    User,
    permissions::{Permission, SAFE_METHODS},
    prelude::*,
};

use crate::entities::{note, review};

/// Everyone may look at a row, its owner may change it.
pub struct IsOwnerOrReadOnly;

impl Permission for IsOwnerOrReadOnly {
    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        let note = object.downcast_ref::<note::Model>().map(|note| note.owner_id);
        let review = object.downcast_ref::<review::Model>().map(|review| review.owner_id);
        let owner = note.or(review);
        Ok(SAFE_METHODS.contains(request.method())
            || owner.is_some() && owner == request.user().map(User::id))
    }

    fn message(&self) -> Option<Cow<'static, str>> {
        Some("Only the owner may change this.".into())
    }
}

/// Whoever knows the word.
pub struct Magic;

impl Permission for Magic {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.header("x-magic") == Some("yes"))
    }

    fn message(&self) -> Option<Cow<'static, str>> {
        Some("The X-Magic header is missing.".into())
    }
}
