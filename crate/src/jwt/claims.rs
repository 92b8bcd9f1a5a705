//! What is in a token, signed and checked.

use std::{
    collections::HashSet,
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use jsonwebtoken::{Header, Validation, decode, encode};
use serde_json::{Map, Value};

use super::JwtSettings;
use crate::{
    Error, Result, User,
    random::{hex, random_bytes},
};

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenType {
    Access,
    Refresh,
}

impl TokenType {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }
}

/// The claims of a token that was checked, for [`Request::auth`](crate::Request::auth): simplejwt's
/// `request.auth`.
#[derive(Clone, PartialEq)]
pub struct Claims(pub(super) Map<String, Value>);

impl Claims {
    /// A claim, such as `exp` or `jti`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The key of the user, which other programs may have written as a number.
    pub(super) fn user_id(&self, settings: &JwtSettings) -> Option<i64> {
        match self.get(settings.user_id_claim)? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }

    /// A new refresh token's.
    pub(super) fn refresh(user: &dyn User, settings: &JwtSettings) -> Result<Self> {
        let mut claims = Map::new();
        claims.insert("token_type".into(), TokenType::Refresh.name().into());
        claims.insert(settings.user_id_claim.to_owned(), user.id().to_string().into());
        Self(claims).renewed(TokenType::Refresh, settings)
    }

    /// Those of an access token that goes with this refresh token: all but what is a token's own.
    pub(super) fn access(&self, settings: &JwtSettings) -> Result<Self> {
        self.clone().renewed(TokenType::Access, settings)
    }

    /// The same with another id and a life of its own.
    pub(super) fn renewed(mut self, of: TokenType, settings: &JwtSettings) -> Result<Self> {
        let lifetime = match of {
            TokenType::Access => settings.access_token_lifetime,
            TokenType::Refresh => settings.refresh_token_lifetime,
        };
        let now = now();
        let Self(claims) = &mut self;
        claims.insert("token_type".into(), of.name().into());
        claims.insert("exp".into(), (now.saturating_add(seconds(lifetime))).into());
        claims.insert("iat".into(), now.into());
        claims.insert("jti".into(), hex(&random_bytes::<16>()?).into());
        for (claim, value) in [("iss", &settings.issuer), ("aud", &settings.audience)] {
            if let Some(value) = value {
                claims.insert(claim.into(), value.clone().into());
            }
        }
        Ok(self)
    }

    /// The token.
    pub(super) fn sign(&self, settings: &JwtSettings) -> Result<String> {
        let keys = settings.signing_key.keys();
        encode(&Header::new(keys.algorithm), &self.0, &keys.signing).map_err(Error::internal)
    }

    /// The claims of a token, if its signature, its times and its audience are right, or what is
    /// wrong with it in simplejwt's words.
    pub(super) fn check(
        token: &str,
        of: Option<TokenType>,
        settings: &JwtSettings,
    ) -> Result<Self, String> {
        let keys = settings.signing_key.keys();
        let read = decode(token, &keys.verifying, &validation(settings));
        let claims = Self(read.map_err(|_| "Token is invalid")?.claims);
        let expiry = claims.get("exp").ok_or("Token has no 'exp' claim")?;
        let expiry = expiry.as_f64().ok_or("Token is invalid")?;
        if expiry <= now().saturating_sub(seconds(settings.leeway)) as f64 {
            return Err("Token is expired".into());
        }
        if claims.text("jti").is_none() {
            return Err("Token has no id".into());
        }
        match (claims.text("token_type"), of) {
            (_, None) => Ok(claims),
            (None, Some(_)) => Err("Token has no type".into()),
            (Some(own), Some(of)) if own == of.name() => Ok(claims),
            (Some(_), Some(_)) => Err("Token has wrong type".into()),
        }
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").field("exp", &self.get("exp")).finish_non_exhaustive()
    }
}

fn validation(settings: &JwtSettings) -> Validation {
    // The key's algorithm and no other: what a token says of itself is not believed.
    let mut validation = Validation::new(settings.signing_key.keys().algorithm);
    validation.leeway = settings.leeway.as_secs();
    validation.required_spec_claims = HashSet::new();
    validation.validate_nbf = true;
    // Looked at by `check`, which has words for it.
    validation.validate_exp = false;
    if let Some(issuer) = &settings.issuer {
        validation.set_issuer(&[issuer]);
        validation.required_spec_claims.insert("iss".into());
    }
    if let Some(audience) = &settings.audience {
        validation.set_audience(&[audience]);
        validation.required_spec_claims.insert("aud".into());
    }
    validation
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, seconds)
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
