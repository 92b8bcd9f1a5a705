//! The stock permissions, all about who the client is.

use super::{Permission, SAFE_METHODS};
use crate::{Request, Result, User};

/// Everyone may do everything. Without a permission that is so as well; stating it says that it is
/// meant.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllowAny;

impl Permission for AllowAny {}

/// Users may, anonymous clients may not.
#[derive(Clone, Copy, Debug, Default)]
pub struct IsAuthenticated;

impl Permission for IsAuthenticated {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some())
    }
}

/// The staff may: users whose [`User::is_staff`] is `true`.
#[derive(Clone, Copy, Debug, Default)]
pub struct IsAdminUser;

impl Permission for IsAdminUser {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some_and(User::is_staff))
    }
}

/// Everyone may read, users may write.
#[derive(Clone, Copy, Debug, Default)]
pub struct IsAuthenticatedOrReadOnly;

impl Permission for IsAuthenticatedOrReadOnly {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(SAFE_METHODS.contains(request.method()) || request.user().is_some())
    }
}
