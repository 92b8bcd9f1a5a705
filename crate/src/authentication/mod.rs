#![doc = include_str!("../../docs/authentication.md")]

mod basic;
mod csrf;
#[cfg(feature = "sessions")]
mod csrf_token;
mod header;
mod remote_user;
mod session;
mod token;
mod users;

use std::{
    any::{Any, type_name},
    pin::Pin,
    sync::Arc,
};

use http::HeaderName;
use subtle::ConstantTimeEq;

pub use basic::{BasicAuthentication, Passwords};
pub use csrf::enforce_csrf;
#[cfg(feature = "sessions")]
pub use csrf_token::CsrfToken;
pub use remote_user::{RemoteUserAuthentication, RemoteUsers};
pub use session::{SessionAuthentication, SessionUser};
pub use token::{IssueTokens, Token, TokenAuthentication, Tokens};
pub use users::UserIds;

use crate::{Request, Result, User, naming::type_base_name};

/// Finds the user behind a request: DRF's `BaseAuthentication`.
///
/// Implemented for each scheme; a view asks its authenticators in order, the first that knows the
/// user wins, and an error ends the search.
///
/// Source: <https://www.django-rest-framework.org/api-guide/authentication/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an authenticator",
    label = "not an authenticator",
    note = "write `impl Authentication for {Self}`"
)]
pub trait Authentication: Send + Sync + 'static {
    /// The user, or `None` if the request carries no credentials of this scheme.
    ///
    /// # Errors
    /// [`Error::AuthenticationFailed`](crate::Error::AuthenticationFailed) for credentials that
    /// are wrong.
    fn authenticate(
        &self,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Authenticated>>> + Send;

    /// The challenge for `WWW-Authenticate`, such as `Token`. Without one from a view's first
    /// authenticator, a refusal is a 403 and not a 401.
    fn authenticate_header(&self, _request: &Request) -> Option<String> {
        None
    }

    /// The request header that this scheme reads and caches must know of, such as `Cookie`.
    fn vary(&self) -> Option<HeaderName> {
        None
    }

    /// The name of the scheme, for [`Request::auth_scheme`]; the type's name without `Authentication`
    /// unless stated.
    fn scheme(&self) -> &'static str {
        let name = type_base_name(type_name::<Self>());
        name.strip_suffix("Authentication").unwrap_or(name)
    }
}

/// A user and what the scheme keeps beside it, such as a token.
#[derive(Clone)]
pub struct Authenticated {
    /// Who it is.
    pub user: Arc<dyn User>,
    /// [`Request::auth`].
    pub auth: Option<Arc<dyn Any + Send + Sync>>,
}

/// The authenticators of a view, in order.
#[derive(Clone, Default)]
pub struct Authenticators(Vec<Arc<dyn DynAuthentication>>);

impl Authenticators {
    /// None: every client is anonymous.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more, asked after those before it.
    pub fn with(mut self, authentication: impl Authentication) -> Self {
        self.0.push(Arc::new(authentication));
        self
    }

    /// Asks one after the other until one knows the user, and puts what it knows into the request.
    pub(crate) async fn authenticate(&self, request: &mut Request) -> Result<()> {
        for authentication in &self.0 {
            if let Some(found) = authentication.dyn_authenticate(request).await? {
                request.user = Some(found.user);
                request.auth = found.auth;
                request.auth_scheme = Some(authentication.dyn_scheme());
                return Ok(());
            }
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn authenticate_header(&self, request: &Request) -> Option<String> {
        self.0.first()?.dyn_authenticate_header(request)
    }

    pub(crate) fn vary(&self) -> impl Iterator<Item = HeaderName> {
        self.0.iter().filter_map(|authentication| authentication.dyn_vary())
    }
}

/// [`Authentication`] behind a pointer.
trait DynAuthentication: Send + Sync {
    fn dyn_authenticate<'a>(
        &'a self,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Authenticated>>> + Send + 'a>>;
    fn dyn_authenticate_header(&self, request: &Request) -> Option<String>;
    fn dyn_vary(&self) -> Option<HeaderName>;
    fn dyn_scheme(&self) -> &'static str;
}

impl<A: Authentication> DynAuthentication for A {
    fn dyn_authenticate<'a>(
        &'a self,
        request: &'a Request,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Authenticated>>> + Send + 'a>> {
        Box::pin(self.authenticate(request))
    }

    fn dyn_authenticate_header(&self, request: &Request) -> Option<String> {
        self.authenticate_header(request)
    }

    fn dyn_vary(&self) -> Option<HeaderName> {
        self.vary()
    }

    fn dyn_scheme(&self) -> &'static str {
        self.scheme()
    }
}

/// Compares two secrets, such as tokens, in a time that depends on their lengths only: `==` ends at
/// the first byte that differs, and so tells how many did not.
///
/// ```
/// use seaview::authentication::same_secret;
///
/// assert!(same_secret("s3cret", "s3cret"));
/// assert!(!same_secret("s3cret", "s3creT"));
/// ```
pub fn same_secret(a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> bool {
    a.as_ref().ct_eq(b.as_ref()).into()
}
