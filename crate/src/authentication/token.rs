//! `Authorization: Token 9944b09199c62bcf`.

use std::{fmt, sync::Arc};

use super::{Authenticated, Authentication, Passwords, header::credentials};
use crate::{Error, Request, Result, User};

/// Knows whose token it is. Implemented by the application, on the table in which its tokens are;
/// called by [`TokenAuthentication`].
///
/// How tokens are stored is the application's choice. A table of tokens in clear is a table of
/// passwords: store the SHA-256 of each, and look that up. A token is random and long, so its
/// digest needs neither salt nor a slow function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know whose a token is",
    label = "no source of tokens",
    note = "write `impl Tokens for {Self}`, with a query for the token's user"
)]
pub trait Tokens: Send + Sync + 'static {
    /// The user of a token, whether active or not; `None` if it is nobody's.
    ///
    /// # Errors
    /// What keeps it from looking, such as a lost connection.
    fn user_of_token(
        &self,
        key: &str,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Arc<dyn User>>>> + Send;
}

/// Makes tokens for users. Implemented by the application; called by
/// [`ObtainAuthToken`](crate::authtoken::ObtainAuthToken) when the password was right.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not make tokens",
    label = "no source of tokens",
    note = "write `impl IssueTokens for {Self}`, beside `impl Passwords for {Self}`"
)]
pub trait IssueTokens: Passwords {
    /// A token of the user: a new one, or the one that it has.
    ///
    /// # Errors
    /// What keeps it from making one, such as a lost connection.
    fn issue_token(
        &self,
        user: &dyn User,
        request: &Request,
    ) -> impl Future<Output = Result<String>> + Send;
}

/// Finds users by a token in `Authorization: Token <key>`.
///
/// [`Request::auth`] is then the [`Token`]. The challenge is `Token`, so a refusal is a 401.
///
/// Source: DRF's `TokenAuthentication`, with its sentences.
#[derive(Clone, Copy, Debug)]
pub struct TokenAuthentication<T> {
    tokens: T,
    keyword: &'static str,
}

impl<T: Tokens> TokenAuthentication<T> {
    /// The keyword is `Token`.
    pub fn new(tokens: T) -> Self {
        Self { tokens, keyword: "Token" }
    }

    /// Another keyword, such as `Bearer`. It is the challenge and the scheme's name as well.
    pub fn keyword(self, keyword: &'static str) -> Self {
        Self { keyword, ..self }
    }
}

impl<T: Tokens> Authentication for TokenAuthentication<T> {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let Some(key) = credentials(request, self.keyword, "token", "Token")? else {
            return Ok(None);
        };
        let key = std::str::from_utf8(key).map_err(|_| {
            Error::authentication_failed(
                "Invalid token header. Token string should not contain invalid characters.",
            )
        })?;
        match self.tokens.user_of_token(key, request).await? {
            None => Err(Error::authentication_failed("Invalid token.")),
            Some(user) if !user.is_active() => {
                Err(Error::authentication_failed("User inactive or deleted."))
            }
            Some(user) => {
                Ok(Some(Authenticated { user, auth: Some(Arc::new(Token(key.to_owned()))) }))
            }
        }
    }

    fn authenticate_header(&self, _: &Request) -> Option<String> {
        Some(self.keyword.to_owned())
    }

    fn scheme(&self) -> &'static str {
        self.keyword
    }
}

/// The token with which a client came, for [`Request::auth`]: what to delete when it logs out.
/// `Debug` does not show it.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// What followed the keyword.
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
