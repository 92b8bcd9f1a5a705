//! What simplejwt keeps under `SIMPLE_JWT`.

use std::time::Duration;

use super::SigningKey;

/// How tokens are made and checked, with simplejwt's names and defaults.
///
/// ```
/// use std::time::Duration;
///
/// use seaview::jwt::{JwtSettings, SigningKey};
///
/// # let secret = [7; 32];
/// let settings = JwtSettings {
///     access_token_lifetime: Duration::from_secs(60),
///     ..JwtSettings::new(SigningKey::hs256(secret))
/// };
/// ```
///
/// Source: <https://django-rest-framework-simplejwt.readthedocs.io/en/latest/settings.html>.
#[derive(Clone, Debug)]
pub struct JwtSettings {
    /// `ALGORITHM`, `SIGNING_KEY` and `VERIFYING_KEY`.
    pub signing_key: SigningKey,
    /// `ACCESS_TOKEN_LIFETIME`: 5 minutes.
    pub access_token_lifetime: Duration,
    /// `REFRESH_TOKEN_LIFETIME`: 1 day.
    pub refresh_token_lifetime: Duration,
    /// `ROTATE_REFRESH_TOKENS`: a refresh gives another refresh token as well. `false`.
    pub rotate_refresh_tokens: bool,
    /// `BLACKLIST_AFTER_ROTATION`: the old one is then of no use, not even to two clients that use
    /// it at once. `false`; needs [`blacklist`](Self::blacklist).
    pub blacklist_after_rotation: bool,
    /// Refresh tokens are looked up in the table of those that are revoked, as if simplejwt's app
    /// `token_blacklist` was installed. `false`.
    pub blacklist: bool,
    /// `LEEWAY`: how far clocks may differ. None.
    pub leeway: Duration,
    /// `AUTH_HEADER_TYPES`: the keywords in `Authorization`, `Bearer`.
    pub auth_header_types: Vec<&'static str>,
    /// `USER_ID_CLAIM`: `user_id`.
    pub user_id_claim: &'static str,
    /// `ISSUER`: who makes the tokens. Anyone.
    pub issuer: Option<String>,
    /// `AUDIENCE`: whom they are for. Anyone; a token that names somebody is then refused.
    pub audience: Option<String>,
}

impl JwtSettings {
    /// simplejwt's defaults.
    pub fn new(signing_key: SigningKey) -> Self {
        Self {
            signing_key,
            access_token_lifetime: Duration::from_secs(5 * 60),
            refresh_token_lifetime: Duration::from_secs(24 * 60 * 60),
            rotate_refresh_tokens: false,
            blacklist_after_rotation: false,
            blacklist: false,
            leeway: Duration::ZERO,
            auth_header_types: vec!["Bearer"],
            user_id_claim: "user_id",
            issuer: None,
            audience: None,
        }
    }
}
