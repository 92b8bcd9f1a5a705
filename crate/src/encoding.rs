//! Queries and paths as Python and Django write them, and base64 as Python reads it.

use std::{borrow::Cow, fmt::Write};

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What cannot stand in a segment of a path as it is (RFC 3986), as in Django's `reverse`.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'@')
    .remove(b':')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b'&')
    .remove(b',')
    .remove(b';');

/// The same of a path, as in Django's `escape_uri_path`.
const PATH: &AsciiSet = &SEGMENT.remove(b'/').add(b'=').add(b';');

/// The text of a query: Python's `urlencode`, which spares `~` and not `*`.
pub(crate) fn urlencode<N: AsRef<str>, V: AsRef<str>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> String {
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    match query.contains("%7E") || query.contains('*') {
        true => query.replace("%7E", "~").replace('*', "%2A"),
        false => query,
    }
}

/// The path of a URL, written anew: Django's `HttpRequest.get_full_path`. Bytes that are not UTF-8
/// are text to it, `%ff` the three letters `%FF`.
pub(crate) fn escape_path(path: &str) -> Cow<'_, str> {
    if let Cow::Borrowed(path) = utf8_percent_encode(path, PATH).into() {
        return Cow::Borrowed(path);
    }
    let bytes: Cow<'_, [u8]> = percent_decode_str(path).into();
    let mut text = String::with_capacity(path.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            _ = write!(text, "%{byte:02X}");
        }
    }
    Cow::Owned(utf8_percent_encode(&text, PATH).to_string())
}

/// Bits past the last whole byte are let pass, as Python does.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Python's `b64decode`: it looks over what is not of the alphabet, a `=` that nothing needs among
/// it, and stops where the padding is complete.
pub(crate) fn b64decode(encoded: &[u8]) -> Option<Vec<u8>> {
    LENIENT.decode(symbols(encoded)?).ok()
}

/// The symbols that count, without the padding.
fn symbols(encoded: &[u8]) -> Option<Vec<u8>> {
    let mut symbols = Vec::with_capacity(encoded.len());
    let mut padding = 0;
    for &byte in encoded {
        if byte.is_ascii_alphanumeric() || b"+/".contains(&byte) {
            symbols.push(byte);
            padding = 0;
        } else if byte == b'=' && symbols.len() % 4 >= 2 {
            padding += 1;
            if symbols.len() % 4 + padding == 4 {
                return Some(symbols);
            }
        }
    }
    symbols.len().is_multiple_of(4).then_some(symbols)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_djangos() {
        for (path, escaped) in [
            ("/api/books/1/", "/api/books/1/"),
            ("/a/%31%2B1/", "/a/1+1/"),
            ("/a/1;b=c", "/a/1%3Bb%3Dc"),
            ("/a/\"~!*'()", "/a/%22~!*'()"),
            ("/a/%C3%a9%20é", "/a/%C3%A9%20%C3%A9"),
            ("/a/%ff%E0%A4x", "/a/%25FF%25E0%25A4x"),
            ("/a/%2F%3F%zz", "/a//%3F%25zz"),
        ] {
            assert_eq!(escape_path(path), escaped);
        }
    }

    #[test]
    fn a_query_is_pythons() {
        assert_eq!(urlencode([("a b", "é&~*"), ("c", "")]), "a+b=%C3%A9%26~%2A&c=");
        assert_eq!(urlencode([("a", "-._")]), "a=-._");
    }
}
