//! The user whose key is in a session.

use http::{HeaderName, header};

use super::{USER_ID, failed, is_of, of};
use crate::{
    Request, Result,
    authentication::{Authenticated, Authentication, UserIds, enforce_csrf},
};

/// Finds the user of a session that [`login`](super::login) began, in the store of tower-sessions.
/// Unsafe methods must also pass [`enforce_csrf`].
///
/// A session is over when its user is switched off or has another password. There is no
/// challenge, so a refusal is a 403, as with DRF's `SessionAuthentication`.
#[derive(Clone, Copy, Debug)]
pub struct StoredSessionAuthentication<U> {
    users: U,
}

impl<U: UserIds> StoredSessionAuthentication<U> {
    /// Users are looked up here.
    pub fn new(users: U) -> Self {
        Self { users }
    }
}

impl<U: UserIds> Authentication for StoredSessionAuthentication<U> {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let Some(session) = of(request) else { return Ok(None) };
        let Some(id) = session.get::<i64>(USER_ID).await.map_err(failed)? else { return Ok(None) };
        let user = self.users.user_of_id(id, request).await?;
        let Some(user) = user.filter(|user| user.is_active()) else { return Ok(None) };
        if !is_of(session, user.as_ref()).await? {
            session.flush().await.map_err(failed)?;
            return Ok(None);
        }
        enforce_csrf(request).await?;
        Ok(Some(Authenticated { user, auth: None }))
    }

    fn vary(&self) -> Option<HeaderName> {
        Some(header::COOKIE)
    }

    fn scheme(&self) -> &'static str {
        "Session"
    }
}
