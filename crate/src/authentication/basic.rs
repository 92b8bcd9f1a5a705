//! `Authorization: Basic YWRhOnNlY3JldA==`.

use std::sync::Arc;

use super::{Authenticated, Authentication, header::credentials};
use crate::{Error, Request, Result, User, encoding::b64decode};

/// Knows who has a name and a password. Implemented by the application, on its table of users;
/// called by [`BasicAuthentication`].
///
/// How passwords are stored is the application's choice: as hashes of a slow function such as
/// Argon2, computed for names that nobody has as well, or the time would tell which there are.
/// What is compared as it is goes through [`same_secret`](super::same_secret).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not check passwords",
    label = "no source of passwords",
    note = "write `impl Passwords for {Self}`, with a query for the name's user"
)]
pub trait Passwords: Send + Sync + 'static {
    /// The user of this name, if this is the password; `None` otherwise.
    ///
    /// # Errors
    /// What keeps it from looking, such as a lost connection.
    fn user_of_password(
        &self,
        username: &str,
        password: &str,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Arc<dyn User>>>> + Send;
}

/// Finds users by name and password, in `Authorization: Basic <base64 of name:password>`. The
/// password is all that follows the first colon.
///
/// The challenge is `Basic realm="api"`, so a refusal is a 401, and browsers ask for a password.
/// A user who was switched off is told what a wrong password is told.
///
/// Source: DRF's `BasicAuthentication` with Django's `ModelBackend`, and RFC 7617.
#[derive(Clone, Copy, Debug)]
pub struct BasicAuthentication<P> {
    passwords: P,
    realm: &'static str,
}

impl<P: Passwords> BasicAuthentication<P> {
    /// The realm is `api`.
    pub fn new(passwords: P) -> Self {
        Self { passwords, realm: "api" }
    }

    /// Another realm: DRF's `www_authenticate_realm`.
    pub fn realm(self, realm: &'static str) -> Self {
        Self { realm, ..self }
    }
}

impl<P: Passwords> Authentication for BasicAuthentication<P> {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let Some(encoded) = credentials(request, "basic", "basic", "Credentials")? else {
            return Ok(None);
        };
        let text = decoded(encoded);
        let (username, password) =
            text.as_deref().and_then(|text| text.split_once(':')).ok_or_else(|| {
                Error::authentication_failed(
                    "Invalid basic header. Credentials not correctly base64 encoded.",
                )
            })?;
        let user = self.passwords.user_of_password(username, password, request).await?;
        match user.filter(|user| user.is_active()) {
            Some(user) => Ok(Some(Authenticated { user, auth: None })),
            None => Err(Error::authentication_failed("Invalid username/password.")),
        }
    }

    fn authenticate_header(&self, _: &Request) -> Option<String> {
        Some(format!("Basic realm=\"{}\"", self.realm))
    }

    fn scheme(&self) -> &'static str {
        "Basic"
    }
}

/// The text of base64: UTF-8, or Latin-1 if it is not UTF-8, as older clients send it.
fn decoded(encoded: &[u8]) -> Option<String> {
    let bytes = b64decode(encoded)?;
    Some(
        String::from_utf8(bytes)
            .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_decoded_as_python_decodes_them() {
        for (encoded, text) in [
            ("YWRhOnNlY3JldA==", Some("ada:secret")),
            ("YWRh-OnNl.Y3JldA==", Some("ada:secret")),
            ("YWRhOnNlY3JldB==", Some("ada:secret")),
            ("YTrDqQ==", Some("a:é")),
            ("YTrp", Some("a:é")),
            ("!!!", Some("")),
            ("YTpi==!!", Some("a:b")),
            ("YTpiYw==!!YTpi", Some("a:bc")),
            ("YTpiYw=!=", Some("a:bc")),
            ("YTpiYw=c=", Some("a:bc\u{7}")),
            ("YTpiYw=", None),
            ("YWRhOnNlY3JldA", None),
            ("Y", None),
        ] {
            assert_eq!(decoded(encoded.as_bytes()).as_deref(), text, "{encoded}");
        }
    }
}
