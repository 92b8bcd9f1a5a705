//! The four views of simplejwt.

use serde_json::{Map, Value, json};

use super::{Claims, Jwt, blacklist, claims::TokenType, error};
use crate::{
    ApiView, Error, ErrorDetail, Method, Request, Response, Result, Serializer, User,
    ValidationError,
    authentication::{Authenticated, Authentication, Authenticators, Passwords, UserIds},
    permissions::Permissions,
    serializers::plain::ValueFields,
    throttling::Throttles,
};

/// Names the challenge of views that look for nobody.
struct Challenge(String);

impl Authentication for Challenge {
    async fn authenticate(&self, _: &Request) -> Result<Option<Authenticated>> {
        Ok(None)
    }

    fn authenticate_header(&self, _: &Request) -> Option<String> {
        Some(self.0.clone())
    }
}

/// What all four have in common: everyone may ask, and wrong tokens are a 401.
macro_rules! open_to_all {
    ($input:ty) => {
        const METHODS: &'static [Method] = &[Method::POST];

        fn authentication(&self) -> Option<Authenticators> {
            Some(Authenticators::none().with(Challenge(self.jwt.challenge())))
        }

        fn permissions(&self) -> Option<Permissions> {
            Some(Permissions::none())
        }

        fn serializer(&self) -> Option<&'static ValueFields> {
            Some(<$input>::fields())
        }
    };
}

/// `POST {"username": "ada", "password": "…"}` is answered with `{"refresh": "…", "access": "…"}`;
/// wrong credentials, and users who were switched off, are a 401.
///
/// Source: simplejwt's `TokenObtainPairView`.
pub struct TokenObtainPairView<P> {
    jwt: Jwt,
    passwords: P,
    claims: fn(&dyn User) -> Map<String, Value>,
    throttles: Throttles,
}

impl<P: Passwords> TokenObtainPairView<P> {
    pub(super) fn new(jwt: Jwt, passwords: P) -> Self {
        Self { jwt, passwords, claims: |_| Map::new(), throttles: Throttles::none() }
    }

    /// Claims of one's own, for both tokens: simplejwt's `get_token`. They can be read by whoever
    /// has a token.
    pub fn claims(self, claims: fn(&dyn User) -> Map<String, Value>) -> Self {
        Self { claims, ..self }
    }

    /// How often a client may ask; as often as it likes unless stated. State it: each question is
    /// a guess at a password.
    pub fn throttles(self, throttles: Throttles) -> Self {
        Self { throttles, ..self }
    }
}

#[derive(Clone, Serializer)]
struct Credentials {
    #[serializer(write_only)]
    username: String,
    #[serializer(write_only)]
    password: String,
}

impl<P: Passwords> ApiView for TokenObtainPairView<P> {
    open_to_all!(Credentials);

    fn throttles(&self) -> Option<Throttles> {
        Some(self.throttles.clone())
    }

    async fn post(&self, request: &Request) -> Result {
        let Credentials { username, password } = Credentials::from_request(request).await?;
        let user = self.passwords.user_of_password(&username, &password, request).await?;
        let user = user.filter(|user| user.is_active()).ok_or_else(|| {
            error::no_active_account("No active account found with the given credentials")
        })?;
        let settings = self.jwt.settings();
        let mut refresh = Claims::refresh(user.as_ref(), settings)?;
        let own = (self.claims)(user.as_ref()).into_iter();
        let own: Vec<_> = own.filter(|(name, _)| !refresh.0.contains_key(name)).collect();
        refresh.0.extend(own);
        let access = refresh.access(settings)?.sign(settings)?;
        pair(Some(refresh.sign(settings)?), access, false)
    }
}

/// `POST {"refresh": "…"}` is answered with `{"access": "…"}` and, if they rotate, another refresh
/// token; one that is wrong, expired or revoked is a 401.
///
/// Source: simplejwt's `TokenRefreshView`.
pub struct TokenRefreshView<U> {
    pub(super) jwt: Jwt,
    pub(super) users: U,
}

#[derive(Clone, Serializer)]
struct Refresh {
    refresh: String,
}

impl<U: UserIds> ApiView for TokenRefreshView<U> {
    open_to_all!(Refresh);

    async fn post(&self, request: &Request) -> Result {
        let settings = self.jwt.settings();
        let refresh = self.jwt.refresh_token(request).await?;
        let user = match refresh.user_id(settings) {
            Some(id) => self.users.user_of_id(id, request).await?,
            None => None,
        };
        if !user.is_some_and(|user| user.is_active()) {
            return Err(error::no_active_account("No active account found for the given token."));
        }
        let access = refresh.access(settings)?.sign(settings)?;
        if !settings.rotate_refresh_tokens {
            return pair(None, access, true);
        }
        if settings.blacklist_after_rotation {
            revoke(&refresh, request).await?;
        }
        let next = refresh.renewed(TokenType::Refresh, settings)?;
        pair(Some(next.sign(settings)?), access, true)
    }
}

/// `POST {"token": "…"}` is answered with `{}` if the token is one, of whatever type; otherwise
/// with 401, and a revoked one with 400.
///
/// Source: simplejwt's `TokenVerifyView`.
pub struct TokenVerifyView {
    pub(super) jwt: Jwt,
}

#[derive(Clone, Serializer)]
struct Verify {
    #[serializer(write_only)]
    token: String,
}

impl ApiView for TokenVerifyView {
    open_to_all!(Verify);

    async fn post(&self, request: &Request) -> Result {
        let Verify { token } = Verify::from_request(request).await?;
        let settings = self.jwt.settings();
        let claims = Claims::check(&token, None, settings).map_err(error::invalid)?;
        if settings.blacklist && blacklist::contains(request.db(), &claims).await? {
            let errors =
                ValidationError::messages([ErrorDetail::new("Token is blacklisted", "invalid")]);
            let key = request.settings().non_field_errors_key;
            return Err(Error::validation(ValidationError::field(key, errors)));
        }
        Response::json(&json!({}))
    }
}

/// `POST {"refresh": "…"}` revokes the token and is answered with `{}`: a logout.
///
/// Source: simplejwt's `TokenBlacklistView`.
pub struct TokenBlacklistView {
    pub(super) jwt: Jwt,
}

impl ApiView for TokenBlacklistView {
    open_to_all!(Refresh);

    async fn post(&self, request: &Request) -> Result {
        let refresh = self.jwt.refresh_token(request).await?;
        revoke(&refresh, request).await?;
        Response::json(&json!({}))
    }
}

impl Jwt {
    /// The refresh token that was sent.
    async fn refresh_token(&self, request: &Request) -> Result<Claims> {
        let Refresh { refresh } = Refresh::from_request(request).await?;
        let settings = self.settings();
        let claims = Claims::check(&refresh, Some(TokenType::Refresh), settings);
        let claims = claims.map_err(error::invalid)?;
        match settings.blacklist && blacklist::contains(request.db(), &claims).await? {
            true => Err(error::invalid("Token is blacklisted")),
            false => Ok(claims),
        }
    }
}

async fn revoke(refresh: &Claims, request: &Request) -> Result<()> {
    match blacklist::insert(request.db(), refresh).await? {
        true => Ok(()),
        false => Err(error::invalid("Token is blacklisted")),
    }
}

/// In simplejwt's order: a new pair begins with the refresh token, a refresh ends with it.
fn pair(refresh: Option<String>, access: String, access_first: bool) -> Result {
    let mut members: Vec<_> = refresh.map(|token| ("refresh", token)).into_iter().collect();
    members.insert(if access_first { 0 } else { members.len() }, ("access", access));
    let members = members.iter().map(|(name, token)| format!("\"{name}\":\"{token}\""));
    let object = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
    Ok(Response::ok(crate::Json::from_bytes(object.into_bytes())))
}
