//! Permissions made of permissions: `&`, `|` and `!`.

use std::{any::Any, ops};

use super::{
    AllowAny, DjangoModelPermissions, DjangoModelPermissionsOrAnonReadOnly,
    DjangoModelPermissionsWithView, DjangoObjectPermissions, IsAdminUser, IsAuthenticated,
    IsAuthenticatedOrReadOnly, Permission,
};
use crate::{Request, Result};

/// Both must agree; the second is not asked if the first refuses. Made by [`Permission::and`].
#[derive(Clone, Copy, Debug)]
pub struct And<A, B>(pub(super) A, pub(super) B);

impl<A: Permission, B: Permission> Permission for And<A, B> {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(self.0.has_permission(request).await? && self.1.has_permission(request).await?)
    }

    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        Ok(self.0.has_object_permission(request, object).await?
            && self.1.has_object_permission(request, object).await?)
    }

    fn looks_at_objects(&self) -> bool {
        self.0.looks_at_objects() || self.1.looks_at_objects()
    }
}

/// One must agree; the second is not asked if the first does. Made by [`Permission::or`].
#[derive(Clone, Copy, Debug)]
pub struct Or<A, B>(pub(super) A, pub(super) B);

impl<A: Permission, B: Permission> Permission for Or<A, B> {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(self.0.has_permission(request).await? || self.1.has_permission(request).await?)
    }

    /// The request is asked about again: a part that has no opinion of rows must not let in whom
    /// it would have refused.
    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        Ok(whole(&self.0, request, object).await? || whole(&self.1, request, object).await?)
    }

    fn looks_at_objects(&self) -> bool {
        self.0.looks_at_objects() || self.1.looks_at_objects()
    }
}

async fn whole(
    permission: &impl Permission,
    request: &Request,
    object: &(dyn Any + Send + Sync),
) -> Result<bool> {
    Ok(permission.has_permission(request).await?
        && permission.has_object_permission(request, object).await?)
}

/// Agrees where the other does not. Made by [`not`].
#[derive(Clone, Copy, Debug)]
pub struct Not<P>(P);

/// The opposite of a permission: DRF's `~`. It has no message.
///
/// As in DRF, the opposite is that of each question: a permission without an opinion of rows
/// agrees to each of them, so its opposite refuses each of them.
pub fn not<P: Permission>(permission: P) -> Not<P> {
    Not(permission)
}

impl<P: Permission> Permission for Not<P> {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(!self.0.has_permission(request).await?)
    }

    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        Ok(!self.0.has_object_permission(request, object).await?)
    }
}

/// Operators for types of this crate: Rust allows no others.
macro_rules! operators {
    ($([$($generic:ident),*] $type:ty)*) => {$(
        impl<P: Permission, $($generic),*> ops::BitAnd<P> for $type {
            type Output = And<Self, P>;

            fn bitand(self, other: P) -> And<Self, P> {
                And(self, other)
            }
        }

        impl<P: Permission, $($generic),*> ops::BitOr<P> for $type {
            type Output = Or<Self, P>;

            fn bitor(self, other: P) -> Or<Self, P> {
                Or(self, other)
            }
        }

        impl<$($generic),*> ops::Not for $type {
            type Output = Not<Self>;

            fn not(self) -> Not<Self> {
                Not(self)
            }
        }
    )*};
}

operators! {
    [] AllowAny
    [] IsAuthenticated
    [] IsAdminUser
    [] IsAuthenticatedOrReadOnly
    [] DjangoModelPermissions
    [] DjangoModelPermissionsOrAnonReadOnly
    [] DjangoModelPermissionsWithView
    [O] DjangoObjectPermissions<O>
    [A, B] And<A, B>
    [A, B] Or<A, B>
    [A] Not<A>
}
