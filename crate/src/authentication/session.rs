//! The user of a session.

use std::sync::Arc;

use http::{HeaderName, header};

use super::{Authenticated, Authentication, enforce_csrf};
use crate::{Request, Result, User};

/// The user of a session, put among the request's extensions by the application's session layer.
#[derive(Clone)]
pub struct SessionUser(pub Arc<dyn User>);

/// Trusts the [`SessionUser`] that a session layer found; unsafe methods must also pass
/// [`enforce_csrf`].
///
/// Source: DRF's `SessionAuthentication`. Without a session layer everyone is anonymous.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionAuthentication;

impl Authentication for SessionAuthentication {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let Some(SessionUser(user)) = request.extensions().get::<SessionUser>() else {
            return Ok(None);
        };
        if !user.is_active() {
            return Ok(None);
        }
        enforce_csrf(request).await?;
        Ok(Some(Authenticated { user: Arc::clone(user), auth: None }))
    }

    fn vary(&self) -> Option<HeaderName> {
        Some(header::COOKIE)
    }
}
