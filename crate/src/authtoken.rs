//! A token for a name and a password: DRF's `rest_framework.authtoken`.

use crate::{
    ApiView, Error, ErrorDetail, Method, Request, Response, Result, Serializer, ValidationError,
    authentication::{Authenticators, IssueTokens},
    parsers::{FormParser, JsonParser, MultiPartParser, Parsers},
    permissions::Permissions,
    renderers::{JsonRenderer, Renderers},
    serializers::plain::ValueFields,
    throttling::Throttles,
};

/// `POST {"username": "ada", "password": "…"}` is answered with `{"token": "…"}`: DRF's
/// `ObtainAuthToken`. Wrong credentials, and users who were switched off, are a 400.
///
/// Everyone may ask, in JSON or by a form; how often, [`throttles`](Self::throttles) says.
///
/// ```
/// # use std::sync::Arc;
/// use seaview::{
///     User,
///     authentication::{IssueTokens, Passwords},
///     authtoken::ObtainAuthToken,
///     prelude::*,
/// };
///
/// struct Accounts;
///
/// impl Passwords for Accounts {
/// #     /*
///     …
/// #     */
/// #     async fn user_of_password(&self, _: &str, _: &str, _: &Request) -> Result<Option<Arc<dyn User>>> { Ok(None) }
/// }
///
/// impl IssueTokens for Accounts {
/// #     /*
///     …
/// #     */
/// #     async fn issue_token(&self, _: &dyn User, _: &Request) -> Result<String> { Ok("".into()) }
/// }
///
/// let router = DefaultRouter::new().view("token-auth", ObtainAuthToken::new(Accounts));
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/authentication/#by-exposing-an-api-endpoint>.
pub struct ObtainAuthToken<T> {
    tokens: T,
    authentication: Option<Authenticators>,
    throttles: Throttles,
}

impl<T: IssueTokens> ObtainAuthToken<T> {
    /// Passwords are checked and tokens made here.
    pub fn new(tokens: T) -> Self {
        Self { tokens, authentication: None, throttles: Throttles::none() }
    }

    /// How users are found who have a session or a token already; as the router says unless
    /// stated. Nobody needs any, but wrong credentials are refused.
    pub fn authentication(self, authentication: Authenticators) -> Self {
        Self { authentication: Some(authentication), ..self }
    }

    /// How often a client may ask; as often as it likes unless stated, as in DRF. State it: each
    /// question is a guess at a password.
    pub fn throttles(self, throttles: Throttles) -> Self {
        Self { throttles, ..self }
    }
}

/// Who wants a token, and the token.
#[derive(Clone, Serializer)]
pub(crate) struct AuthToken {
    #[serializer(write_only)]
    pub(crate) username: String,
    #[serializer(write_only, trim_whitespace = false)]
    pub(crate) password: String,
    #[serializer(read_only)]
    token: Option<String>,
}

impl<T: IssueTokens> ApiView for ObtainAuthToken<T> {
    const METHODS: &'static [Method] = &[Method::POST];

    fn renderers(&self) -> Option<Renderers> {
        Some(Renderers::none().with(JsonRenderer))
    }

    fn parsers(&self) -> Option<Parsers> {
        Some(Parsers::none().with(FormParser).with(MultiPartParser).with(JsonParser))
    }

    fn authentication(&self) -> Option<Authenticators> {
        self.authentication.clone()
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

    async fn post(&self, request: &Request) -> Result {
        let mut auth = AuthToken::from_request(request).await?;
        let user = self.tokens.user_of_password(&auth.username, &auth.password, request).await?;
        let user = user.filter(|user| user.is_active()).ok_or_else(|| wrong(request))?;
        auth.token = Some(self.tokens.issue_token(user.as_ref(), request).await?);
        Ok(Response::ok(auth.to_representation()))
    }
}

/// What is said of a name or a password that is wrong.
pub(crate) fn wrong(request: &Request) -> Error {
    let message = "Unable to log in with provided credentials.";
    let errors = ValidationError::messages([ErrorDetail::new(message, "authorization")]);
    Error::validation(ValidationError::field(request.settings().non_field_errors_key, errors))
}
