//! Whether a request that changes something comes from a page of one's own: Django's
//! `CsrfViewMiddleware`.

use http::{Method, Uri, header};

use super::same_secret;
use crate::{
    Error, Request, Result,
    request::{Data, FormValue},
};

pub(super) const COOKIE: &str = "csrftoken";
const HEADER: &str = "x-csrftoken";
const FORM_FIELD: &str = "csrfmiddlewaretoken";

pub(super) const ALPHABET: &[u8; 62] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The characters of a secret; a token is as many of a mask and as many of the masked secret.
pub(super) const SECRET_LENGTH: usize = 32;

/// Refuses a request with an unsafe method unless it comes from a page of one's own: its origin is
/// this host or a trusted one, and it repeats the secret of the cookie `csrftoken`, as it is or
/// masked, in the header `X-CSRFToken` or in the form field `csrfmiddlewaretoken`.
///
/// [`SessionAuthentication`](super::SessionAuthentication) calls it for users; views that work for
/// anonymous clients and change what cookies mean, such as a login, call it themselves.
///
/// # Errors
/// [`Error::PermissionDenied`] in Django's words, such as "CSRF Failed: CSRF token missing."
pub async fn enforce_csrf(request: &Request) -> Result<()> {
    if request.method().is_safe() {
        return Ok(());
    }
    let checked = match check_origin(request) {
        Ok(()) => check_token(request).await,
        refused => refused,
    };
    checked.map_err(|reason| Error::permission_denied_because(format!("CSRF Failed: {reason}")))
}

/// The header `Origin`, or without it, for a request over TLS, `Referer`.
fn check_origin(request: &Request) -> Result<(), String> {
    match request.headers().get(header::ORIGIN) {
        Some(origin) => {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            match is_trusted_origin(&origin, request) {
                true => Ok(()),
                false => Err(unknown_site("Origin", &origin)),
            }
        }
        None if request.is_secure() => check_referer(request),
        None => Ok(()),
    }
}

fn is_trusted_origin(origin: &str, request: &Request) -> bool {
    let scheme = if request.is_secure() { "https" } else { "http" };
    if origin == format!("{scheme}://{}", request.host()) {
        return true;
    }
    request.settings().csrf_trusted_origins.iter().any(|trusted| {
        match (trusted.split_once("://*"), origin.split_once("://")) {
            (Some((scheme, domain)), Some((own, host))) => own == scheme && is_of(host, domain),
            _ => trusted == origin,
        }
    })
}

fn check_referer(request: &Request) -> Result<(), String> {
    let failed = |reason: &str| Err(format!("Referer checking failed - {reason}"));
    let Some(referer) = request.headers().get(header::REFERER) else {
        return failed("no Referer.");
    };
    let uri = referer.to_str().ok().and_then(|text| text.parse::<Uri>().ok());
    let (Some(scheme), Some(host)) = (
        uri.as_ref().and_then(Uri::scheme_str),
        uri.as_ref().and_then(Uri::authority).map(|authority| authority.as_str()),
    ) else {
        return failed("Referer is malformed.");
    };
    if scheme != "https" {
        return failed("Referer is insecure while host is secure.");
    }
    let trusted = request.settings().csrf_trusted_origins.iter();
    let mut trusted = trusted.filter_map(|origin| origin.split_once("://"));
    match is_of(host, request.host())
        || trusted.any(|(_, domain)| is_of(host, domain.trim_start_matches('*')))
    {
        true => Ok(()),
        false => Err(unknown_site("Referer", &String::from_utf8_lossy(referer.as_bytes()))),
    }
}

fn unknown_site(header: &str, site: &str) -> String {
    format!("{header} checking failed - {site} does not match any trusted origins.")
}

/// Django's `is_same_domain`: the domain itself or, for one that begins with a dot, those below.
fn is_of(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.to_ascii_lowercase());
    match domain.strip_prefix('.') {
        Some(bare) if !bare.is_empty() => host == bare || host.ends_with(&domain),
        _ => !domain.is_empty() && host == domain,
    }
}

async fn check_token(request: &Request) -> Result<(), String> {
    let secret = cookie(request, COOKIE).ok_or("CSRF cookie not set.")?;
    let secret = secret_of(secret).map_err(|reason| format!("CSRF cookie {reason}."))?;
    let in_header = request.headers().get(HEADER);
    let (token, source) = match in_header {
        Some(token) => {
            let token = String::from_utf8_lossy(token.as_bytes()).into_owned();
            (token, "the 'X-Csrftoken' HTTP header")
        }
        None => (form_field(request).await.ok_or("CSRF token missing.")?, "POST"),
    };
    let wrong = |reason: &str| format!("CSRF token from {source} {reason}.");
    match same_secret(secret_of(&token).map_err(wrong)?, secret) {
        true => Ok(()),
        false => Err(wrong("incorrect")),
    }
}

/// The secret in a token, whether masked or not.
fn secret_of(token: &str) -> Result<String, &'static str> {
    if ![SECRET_LENGTH, 2 * SECRET_LENGTH].contains(&token.len()) {
        return Err("has incorrect length");
    }
    let places: Option<Vec<usize>> = token.bytes().map(place).collect();
    let places = places.ok_or("has invalid characters")?;
    if places.len() == SECRET_LENGTH {
        return Ok(token.to_owned());
    }
    let (mask, masked) = places.split_at(SECRET_LENGTH);
    let letters = mask.iter().zip(masked).map(|(mask, masked)| letter(masked + 62 - mask));
    Ok(letters.collect())
}

fn place(letter: u8) -> Option<usize> {
    ALPHABET.iter().position(|own| *own == letter)
}

pub(super) fn letter(place: usize) -> char {
    char::from(ALPHABET[place % ALPHABET.len()])
}

/// The token in a form that was sent by POST.
async fn form_field(request: &Request) -> Option<String> {
    if request.method() != Method::POST || !has_form(request) {
        return None;
    }
    match request.data().await {
        Ok(Data::Form(form)) => match form.last(FORM_FIELD) {
            Some(FormValue::Text(token)) if !token.is_empty() => Some(token.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn has_form(request: &Request) -> bool {
    let content_type = request.header(header::CONTENT_TYPE).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    ["application/x-www-form-urlencoded", "multipart/form-data"]
        .iter()
        .any(|form| media_type.eq_ignore_ascii_case(form))
}

/// The cookie's value, unless it is empty.
pub(super) fn cookie<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let cookies = request.headers().get_all(header::COOKIE).iter();
    cookies.filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(
        |pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then_some(value)
        },
    )
}

/// The secret of a request's cookie, if it has a proper one.
#[cfg(feature = "sessions")]
pub(super) fn secret_in_cookie(request: &Request) -> Option<String> {
    secret_of(cookie(request, COOKIE)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unmasked_as_django_masks_them() {
        let secret = "abcdefghijklmnopqrstuvwxyzABCDEF";
        let zeros = "a".repeat(32);
        assert_eq!(secret_of(&format!("{zeros}{secret}")).as_deref(), Ok(secret));
        let last = "9".repeat(32);
        let masked = "9abcdefghijklmnopqrstuvwxyzABCDE";
        assert_eq!(secret_of(&format!("{last}{masked}")).as_deref(), Ok(secret));
        assert_eq!(secret_of(secret).as_deref(), Ok(secret));
        assert_eq!(secret_of("abc"), Err("has incorrect length"));
        assert_eq!(secret_of(&"-".repeat(32)), Err("has invalid characters"));
        assert_eq!(secret_of(&"é".repeat(16)), Err("has invalid characters"));
    }

    #[test]
    fn a_domain_with_a_dot_in_front_covers_those_below() {
        for (host, domain, same) in [
            ("example.com", "example.com", true),
            ("Example.com", "example.COM", true),
            ("a.example.com", "example.com", false),
            ("a.example.com", ".example.com", true),
            ("example.com", ".example.com", true),
            ("badexample.com", ".example.com", false),
            ("example.com", ".", false),
            ("example.com", "", false),
        ] {
            assert_eq!(is_of(host, domain), same, "{host} {domain}");
        }
    }
}
