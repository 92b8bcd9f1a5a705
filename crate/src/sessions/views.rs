//! Logging in and out.

use super::{login, logout};
use crate::{
    ApiView, Method, Request, Response, Result, Serializer,
    authentication::{Authenticators, CsrfToken, Passwords, enforce_csrf},
    authtoken::{AuthToken, wrong},
    permissions::Permissions,
    renderers::{JsonRenderer, Renderers},
    serializers::plain::ValueFields,
    throttling::Throttles,
};

/// `POST {"username": "ada", "password": "…"}` begins a session and is answered with 204. `GET`
/// sets the cookie `csrftoken`, without which nobody can log in. Wrong credentials are a 400 as
/// with [`ObtainAuthToken`](crate::authtoken::ObtainAuthToken).
pub struct LoginView<P> {
    passwords: P,
    throttles: Throttles,
}

impl<P: Passwords> LoginView<P> {
    /// Passwords are checked here.
    pub fn new(passwords: P) -> Self {
        Self { passwords, throttles: Throttles::none() }
    }

    /// How often a client may ask; as often as it likes unless stated. State it: each question is
    /// a guess at a password.
    pub fn throttles(self, throttles: Throttles) -> Self {
        Self { throttles, ..self }
    }
}

impl<P: Passwords> ApiView for LoginView<P> {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    fn renderers(&self) -> Option<Renderers> {
        Some(Renderers::none().with(JsonRenderer))
    }

    /// A session that is over must not keep its user from beginning another.
    fn authentication(&self) -> Option<Authenticators> {
        Some(Authenticators::none())
    }

    fn permissions(&self) -> Option<Permissions> {
        Some(Permissions::none())
    }

    fn throttles(&self) -> Option<Throttles> {
        Some(self.throttles.clone())
    }

    fn serializer(&self) -> Option<&'static ValueFields> {
        Some(AuthToken::fields())
    }

    async fn get(&self, request: &Request) -> Result {
        CsrfToken::of(request)?.set_cookie(Response::no_content(), request)
    }

    async fn post(&self, request: &Request) -> Result {
        enforce_csrf(request).await?;
        let auth = AuthToken::from_request(request).await?;
        let user = self.passwords.user_of_password(&auth.username, &auth.password, request).await?;
        let user = user.filter(|user| user.is_active()).ok_or_else(|| wrong(request))?;
        login(request, user.as_ref()).await?.set_cookie(Response::no_content(), request)
    }
}

/// `POST` ends the session and is answered with 204, also where there is none. As everything that
/// changes something it needs the CSRF token.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogoutView;

impl ApiView for LogoutView {
    const METHODS: &'static [Method] = &[Method::POST];

    fn renderers(&self) -> Option<Renderers> {
        Some(Renderers::none().with(JsonRenderer))
    }

    fn authentication(&self) -> Option<Authenticators> {
        Some(Authenticators::none())
    }

    fn permissions(&self) -> Option<Permissions> {
        Some(Permissions::none())
    }

    async fn post(&self, request: &Request) -> Result {
        enforce_csrf(request).await?;
        logout(request).await?;
        Ok(Response::no_content())
    }
}
