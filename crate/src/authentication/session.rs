//! The user of a session, and the token that keeps other sites from using it.

use std::sync::Arc;

use http::{HeaderName, header};

use super::{Authenticated, Authentication, same_secret};
use crate::{Error, Request, Result, User};

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
    if request.method().is_safe() {
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
