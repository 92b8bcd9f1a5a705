//! The user whom a proxy in front has logged in.

use std::sync::Arc;

use http::{HeaderName, header};

use super::{Authenticated, Authentication};
use crate::{Error, Request, Result, User};

/// Knows the users whom a proxy logs in. Implemented by the application; called by
/// [`RemoteUserAuthentication`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know the users of a proxy",
    label = "no source of users",
    note = "write `impl RemoteUsers for {Self}`, with a query for the name's user"
)]
pub trait RemoteUsers: Send + Sync + 'static {
    /// The user of this name, to be created if the application does so; `None` if there is none.
    ///
    /// # Errors
    /// What keeps it from looking, such as a lost connection.
    fn user_of_name(
        &self,
        username: &str,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Arc<dyn User>>>> + Send;
}

/// Believes the name in a request header that a proxy sets, such as `x-remote-user`.
///
/// Whoever reaches the program past the proxy can be anybody: listen where only the proxy can
/// connect, and have it remove the header from what clients send. There is no challenge, so a
/// refusal is a 403.
///
/// Source: DRF's `RemoteUserAuthentication`, which reads the variable `REMOTE_USER` instead.
#[derive(Clone, Debug)]
pub struct RemoteUserAuthentication<U> {
    header: HeaderName,
    users: U,
}

impl<U: RemoteUsers> RemoteUserAuthentication<U> {
    /// The header's name in lower case, and who knows the names in it.
    ///
    /// # Panics
    /// If it is no name of a header, or `authorization`, which clients set themselves.
    #[track_caller]
    pub fn new(header: &'static str, users: U) -> Self {
        let header = match HeaderName::from_bytes(header.as_bytes()) {
            Ok(name) if name != header::AUTHORIZATION => name,
            _ => panic!("`{header}` is no header for a proxy; name one such as `x-remote-user`"),
        };
        Self { header, users }
    }
}

impl<U: RemoteUsers> Authentication for RemoteUserAuthentication<U> {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let mut lines = request.headers().get_all(&self.header).iter();
        let (name, second) = (lines.next(), lines.next());
        let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
        // Two lines are one of the proxy's and one of somebody else's.
        let name = name.to_str().ok().filter(|_| second.is_none());
        let name = name.ok_or_else(|| Error::authentication_failed("Invalid remote user."))?;
        let user = self.users.user_of_name(name, request).await?;
        let active = user.filter(|user| user.is_active());
        Ok(active.map(|user| Authenticated { user, auth: None }))
    }

    fn vary(&self) -> Option<HeaderName> {
        Some(self.header.clone())
    }
}
