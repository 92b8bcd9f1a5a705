#![doc = include_str!("../../docs/jwt.md")]

mod authentication;
mod blacklist;
pub mod blacklisted_token;
mod claims;
mod error;
mod key;
mod settings;
mod views;

use std::sync::Arc;

pub use authentication::JwtAuthentication;
pub use blacklist::flush_expired_tokens;
pub use claims::Claims;
pub use key::SigningKey;
pub use settings::JwtSettings;
pub use views::{TokenBlacklistView, TokenObtainPairView, TokenRefreshView, TokenVerifyView};

use crate::authentication::{Passwords, UserIds};

/// Tokens of one key and one set of settings: the authenticator and the views that go with it.
#[derive(Clone, Debug)]
pub struct Jwt(Arc<JwtSettings>);

impl Jwt {
    /// Tokens with these settings.
    ///
    /// # Panics
    /// If tokens shall be revoked after rotation and the settings know no `blacklist`; if there is
    /// no keyword for `Authorization`.
    #[track_caller]
    pub fn new(settings: JwtSettings) -> Self {
        assert!(
            settings.blacklist || !settings.blacklist_after_rotation,
            "`blacklist_after_rotation` needs a table of revoked tokens; set `blacklist` to `true`"
        );
        assert!(
            !settings.auth_header_types.is_empty(),
            "`auth_header_types` is empty; name a keyword such as `Bearer`"
        );
        Self(Arc::new(settings))
    }

    /// Finds users by access tokens.
    pub fn authentication<U: UserIds>(&self, users: U) -> JwtAuthentication<U> {
        JwtAuthentication { jwt: self.clone(), users }
    }

    /// Hands out tokens for a name and a password.
    pub fn obtain_pair_view<P: Passwords>(&self, passwords: P) -> TokenObtainPairView<P> {
        TokenObtainPairView::new(self.clone(), passwords)
    }

    /// Hands out access tokens for refresh tokens.
    pub fn refresh_view<U: UserIds>(&self, users: U) -> TokenRefreshView<U> {
        TokenRefreshView { jwt: self.clone(), users }
    }

    /// Says whether a token is one.
    pub fn verify_view(&self) -> TokenVerifyView {
        TokenVerifyView { jwt: self.clone() }
    }

    /// Revokes refresh tokens.
    ///
    /// # Panics
    /// If the settings know no `blacklist`.
    #[track_caller]
    pub fn blacklist_view(&self) -> TokenBlacklistView {
        assert!(
            self.0.blacklist,
            "a view that revokes tokens needs a table of them; set `blacklist` to `true`"
        );
        TokenBlacklistView { jwt: self.clone() }
    }

    fn settings(&self) -> &JwtSettings {
        &self.0
    }

    /// `Bearer realm="api"`
    fn challenge(&self) -> String {
        let keyword = self.0.auth_header_types.first().copied().unwrap_or("Bearer");
        format!("{keyword} realm=\"api\"")
    }
}
