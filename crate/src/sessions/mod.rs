#![doc = include_str!("../../docs/sessions.md")]

mod authentication;
mod views;

use tower_sessions::{Session, session};

pub use authentication::StoredSessionAuthentication;
pub use views::{LoginView, LogoutView};

use crate::{
    Error, Request, Result, User,
    authentication::{CsrfToken, same_secret},
};

/// Where a session has the key of its user.
const USER_ID: &str = "_auth_user_id";

/// Where it has what changes with the user's password.
const USER_HASH: &str = "_auth_user_hash";

/// Begins the session of a user: Django's `login`. The session gets another id, so that nobody who
/// knew the old one has it; what is in it stays, unless it was another user's.
///
/// The client's CSRF secret changes as well: the cookie of the new one, which is returned, belongs
/// into the answer.
///
/// # Errors
/// [`Error::Internal`] without a session layer, or if the store of the sessions fails.
pub async fn login(request: &Request, user: &dyn User) -> Result<CsrfToken> {
    let session = of(request).ok_or_else(|| Error::internal(NO_LAYER))?;
    let before = session.get::<i64>(USER_ID).await.map_err(failed)?;
    if before.is_some() && !is_of(session, user).await? {
        session.clear().await;
    }
    session.cycle_id().await.map_err(failed)?;
    session.insert(USER_ID, user.id()).await.map_err(failed)?;
    keep_hash(session, user).await?;
    CsrfToken::new()
}

/// Ends the session with all that is in it: Django's `logout`.
///
/// # Errors
/// [`Error::Internal`] if the store of the sessions fails.
pub async fn logout(request: &Request) -> Result<()> {
    match of(request) {
        Some(session) => session.flush().await.map_err(failed),
        None => Ok(()),
    }
}

/// Keeps the session of a user whose password has just changed at its own wish: Django's
/// `update_session_auth_hash`. All its other sessions are over.
///
/// # Errors
/// As [`login`].
pub async fn update_session_auth_hash(request: &Request, user: &dyn User) -> Result<()> {
    let session = of(request).ok_or_else(|| Error::internal(NO_LAYER))?;
    session.cycle_id().await.map_err(failed)?;
    keep_hash(session, user).await
}

async fn keep_hash(session: &Session, user: &dyn User) -> Result<()> {
    match user.session_auth_hash() {
        Some(hash) => session.insert(USER_HASH, hash).await.map_err(failed),
        None => session.remove_value(USER_HASH).await.map(drop).map_err(failed),
    }
}

const NO_LAYER: &str =
    "there is no session; put the router under tower-sessions' `SessionManagerLayer`";

/// The session that the layer has put beside the request.
fn of(request: &Request) -> Option<&Session> {
    request.extensions().get()
}

/// `true` if the session is one of this user, begun under its present password.
async fn is_of(session: &Session, user: &dyn User) -> Result<bool> {
    let id = session.get::<i64>(USER_ID).await.map_err(failed)?;
    let hash = session.get::<String>(USER_HASH).await.map_err(failed)?;
    let same = match (hash, user.session_auth_hash()) {
        (Some(kept), Some(own)) => same_secret(kept, own),
        (None, None) => true,
        _ => false,
    };
    Ok(same && id == Some(user.id()))
}

fn failed(error: session::Error) -> Error {
    Error::internal(error)
}
