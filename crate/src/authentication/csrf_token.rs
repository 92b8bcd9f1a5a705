//! The secret of a client's pages, and the cookie that keeps it.

use std::fmt;

use http::{HeaderValue, header};

use super::csrf::{ALPHABET, COOKIE, SECRET_LENGTH, letter, secret_in_cookie};
use crate::{Error, Request, Response, Result, random::random_bytes};

/// The secret that a page repeats to change something: Django's `get_token`.
///
/// A view that serves pages, or that scripts ask for it, sets its cookie:
///
/// ```
/// use seaview::{authentication::CsrfToken, prelude::*};
///
/// /// `GET /csrf/`
/// struct CsrfView;
///
/// impl ApiView for CsrfView {
///     const METHODS: &'static [Method] = &[Method::GET];
///
///     async fn get(&self, request: &Request) -> Result {
///         CsrfToken::of(request)?.set_cookie(Response::no_content(), request)
///     }
/// }
/// ```
///
/// `Debug` does not show it.
#[derive(Clone)]
#[must_use = "a secret that the client does not get is of no use"]
pub struct CsrfToken {
    secret: String,
}

impl CsrfToken {
    /// The secret of the request's cookie, or a new one.
    ///
    /// # Errors
    /// [`Error::Internal`] if the operating system has no random numbers.
    pub fn of(request: &Request) -> Result<Self> {
        match secret_in_cookie(request) {
            Some(secret) => Ok(Self { secret }),
            None => Self::new(),
        }
    }

    /// A new secret: Django's `rotate_token`, for when a client logs in.
    ///
    /// # Errors
    /// [`Error::Internal`] if the operating system has no random numbers.
    pub fn new() -> Result<Self> {
        Ok(Self { secret: random_places()?.into_iter().map(letter).collect() })
    }

    /// The secret masked anew, for a form's field `csrfmiddlewaretoken`: a page that is compressed
    /// does not give it away (BREACH).
    ///
    /// # Errors
    /// [`Error::Internal`] if the operating system has no random numbers.
    pub fn masked(&self) -> Result<String> {
        let mask = random_places()?;
        let place = |byte| ALPHABET.iter().position(|own| *own == byte).unwrap_or_default();
        let places = self.secret.bytes().map(place);
        let masked = mask.iter().zip(places).map(|(mask, place)| letter(mask + place));
        Ok(mask.iter().copied().map(letter).chain(masked).collect())
    }

    /// The answer with the cookie `csrftoken`, which scripts may read and which lasts a year.
    ///
    /// # Errors
    /// Never; the type is that of an action.
    pub fn set_cookie(&self, mut response: Response, request: &Request) -> Result {
        let secure = request.is_secure() || request.settings().csrf_cookie_secure;
        let secure = if secure { "; Secure" } else { "" };
        let cookie =
            format!("{COOKIE}={}; Max-Age=31449600; Path=/; SameSite=Lax{secure}", self.secret);
        let cookie = HeaderValue::from_str(&cookie).map_err(Error::internal)?;
        response.headers.append(header::SET_COOKIE, cookie);
        Ok(response)
    }
}

impl fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfToken(…)")
    }
}

/// Places in the alphabet, each as likely as the others.
fn random_places() -> Result<Vec<usize>> {
    let mut places = Vec::with_capacity(SECRET_LENGTH);
    // 248 is the greatest multiple of 62 in a byte; what is beyond would favour some letters.
    while places.len() < SECRET_LENGTH {
        let bytes = random_bytes::<{ SECRET_LENGTH }>()?;
        let even = bytes.into_iter().filter(|byte| *byte < 248);
        places.extend(even.map(|byte| usize::from(byte) % ALPHABET.len()));
    }
    places.truncate(SECRET_LENGTH);
    Ok(places)
}
