//! Who is asking.

use std::{any::Any, pin::Pin, sync::Arc};

use http::{HeaderName, Method, header};

use crate::{Error, Request, Result, User};

/// Finds the user behind a request: DRF's `BaseAuthentication`.
///
/// Implemented for each scheme; a view asks its authenticators in order, the first that knows the
/// user wins, and an error ends the search.
///
/// Source: <https://www.django-rest-framework.org/api-guide/authentication/>.
pub trait Authentication: Send + Sync + 'static {
    /// The user, or `None` if the request carries no credentials of this scheme.
    ///
    /// # Errors
    /// [`Error::AuthenticationFailed`] for credentials that are wrong.
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

    /// The first answer that is not `None`.
    pub(crate) async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        for authentication in &self.0 {
            if let Some(found) = authentication.dyn_authenticate(request).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
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
}

/// The user of a session, put among the request's extensions by the application's session layer.
#[derive(Clone)]
pub struct SessionUser(pub Arc<dyn User>);

/// Trusts the [`SessionUser`] that a session layer found; unsafe methods also need the CSRF token
/// of the `csrftoken` cookie in the header `X-CSRFToken`.
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
        enforce_csrf(request)?;
        Ok(Some(Authenticated { user: Arc::clone(user), auth: None }))
    }

    fn vary(&self) -> Option<HeaderName> {
        Some(header::COOKIE)
    }
}

fn enforce_csrf(request: &Request) -> Result<()> {
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE];
    if safe.contains(request.method()) {
        return Ok(());
    }
    let failed = |reason| Err(Error::permission_denied_because(format!("CSRF Failed: {reason}")));
    let Some(cookie) = cookie(request, "csrftoken") else {
        return failed("CSRF cookie not set.");
    };
    match request.header("x-csrftoken") {
        None => failed("CSRF token missing."),
        Some(token) if same_secret(token, cookie) => Ok(()),
        Some(_) => failed("CSRF token from the 'X-Csrftoken' HTTP header incorrect."),
    }
}

fn cookie<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let cookies = request.headers().get_all(header::COOKIE).iter();
    cookies.filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(
        |pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then_some(value)
        },
    )
}

/// Compares in a time that depends on the lengths only.
fn same_secret(a: &str, b: &str) -> bool {
    let differing = a.bytes().zip(b.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b));
    a.len() == b.len() && std::hint::black_box(differing) == 0
}
