//! `Authorization: Bearer eyJhbGciOi…`.

use std::sync::Arc;

use http::header;

use super::{Claims, Jwt, claims::TokenType, error};
use crate::{
    Request, Result,
    authentication::{Authenticated, Authentication, UserIds},
};

/// Finds users by a signed access token. [`Request::auth`] is then its [`Claims`].
///
/// The challenge is `Bearer realm="api"`, so a refusal is a 401. The sentences are simplejwt's.
///
/// Source: <https://django-rest-framework-simplejwt.readthedocs.io>, its `JWTAuthentication`.
#[derive(Clone, Debug)]
pub struct JwtAuthentication<U> {
    pub(super) jwt: Jwt,
    pub(super) users: U,
}

impl<U: UserIds> Authentication for JwtAuthentication<U> {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let Some(token) = self.token(request)? else { return Ok(None) };
        let settings = self.jwt.settings();
        let claims = Claims::check(token, Some(TokenType::Access), settings)
            .map_err(error::invalid_for_any_type)?;
        let id = claims.get(settings.user_id_claim).ok_or_else(error::no_user)?;
        let id = claims.user_id(settings).filter(|_| !id.is_null());
        let user = match id {
            Some(id) => self.users.user_of_id(id, request).await?,
            None => None,
        };
        let user = user.ok_or_else(error::user_not_found)?;
        if !user.is_active() {
            return Err(error::user_inactive());
        }
        Ok(Some(Authenticated { user, auth: Some(Arc::new(claims)) }))
    }

    fn authenticate_header(&self, _: &Request) -> Option<String> {
        Some(self.jwt.challenge())
    }

    fn scheme(&self) -> &'static str {
        self.jwt.settings().auth_header_types.first().copied().unwrap_or("Bearer")
    }
}

impl<U> JwtAuthentication<U> {
    /// What follows the keyword, whose case counts; `None` if the header is that of another scheme.
    fn token<'a>(&self, request: &'a Request) -> Result<Option<&'a str>> {
        let Some(header) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
        let words = header.as_bytes().split(u8::is_ascii_whitespace);
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let own = |word: &[u8]| {
            let types = &self.jwt.settings().auth_header_types;
            types.iter().any(|keyword| keyword.as_bytes() == word)
        };
        match words.as_slice() {
            [keyword, token] if own(keyword) => {
                // A token is ASCII: anything else is none.
                Ok(Some(std::str::from_utf8(token).unwrap_or_default()))
            }
            [keyword, ..] if own(keyword) => Err(error::bad_header()),
            _ => Ok(None),
        }
    }
}
