//! The forms that text may have to have.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use regex::Regex;

use super::internet;
use crate::error::ErrorDetail;

/// A form that text has to have: DRF's `EmailField`, `URLField`, `SlugField` and
/// `IPAddressField`.
///
/// What is taken is what the validators of Django 5.2 take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// An email address of at most 320 characters.
    Email,
    /// A URL of `http`, `https`, `ftp` or `ftps` of at most 2048 characters, its host a domain
    /// name of two labels or more, an IP address or `localhost`.
    Url,
    /// ASCII letters, digits, `_` and `-`.
    Slug,
    /// Letters and digits of any script, `_` and `-`.
    UnicodeSlug,
    /// An IPv4 or IPv6 address. IPv6 is kept in its shortest form, in lower case, without a zone;
    /// an IPv4 address in IPv6 as IPv4.
    Ip,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address, kept as with [`Format::Ip`], but an IPv4 address stays in IPv6.
    Ipv6,
}

const ANY_IP: &str = "Enter a valid IPv4 or IPv6 address.";
const SLUG: &str = "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.";
const UNICODE_SLUG: &str =
    "Enter a valid \"slug\" consisting of Unicode letters, numbers, underscores, or hyphens.";

/// Python's `\w` is letters and numbers; that of Rust's expressions takes combining marks, too.
static UNICODE_WORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-_\p{L}\p{N}]+$").ok());

impl Format {
    /// The name in OPTIONS.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Url => "url",
            Self::Slug | Self::UnicodeSlug => "slug",
            Self::Ip | Self::Ipv4 | Self::Ipv6 => "string",
        }
    }

    pub(super) fn is_ip(self) -> bool {
        matches!(self, Self::Ip | Self::Ipv4 | Self::Ipv6)
    }

    /// What is said of a value that is no text at all. As in DRF it tells no versions of IP and no
    /// sorts of slugs apart.
    pub(super) fn wrong_type(self) -> ErrorDetail {
        let message = match self {
            Self::Email | Self::Url => self.message(),
            Self::Slug | Self::UnicodeSlug => SLUG,
            Self::Ip | Self::Ipv4 | Self::Ipv6 => ANY_IP,
        };
        ErrorDetail::new(message, "invalid")
    }

    /// What is wrong with a text.
    pub(super) fn check(self, text: &str) -> Option<ErrorDetail> {
        let valid = match self {
            Self::Email => internet::is_email(text),
            Self::Url => internet::is_url(text),
            Self::Slug => {
                text.bytes().all(|b| matches!(b, b'-' | b'_') || b.is_ascii_alphanumeric())
            }
            Self::UnicodeSlug => UNICODE_WORD.as_ref().is_some_and(|word| word.is_match(text)),
            Self::Ip => text.parse::<IpAddr>().is_ok(),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
        };
        (!valid).then(|| ErrorDetail::new(self.message(), "invalid"))
    }

    /// An IPv6 address as it is kept. `None` for text that is to be read like any other.
    ///
    /// # Errors
    /// That it is none.
    pub(super) fn normalize(self, text: &str) -> Option<Result<String, ErrorDetail>> {
        if !matches!(self, Self::Ip | Self::Ipv6) || !text.contains(':') {
            return None;
        }
        let address = match internet::ipv6(text) {
            None => return Some(Err(self.wrong_type())),
            Some(address) => address,
        };
        let mapped = address.to_ipv4_mapped().filter(|_| self == Self::Ip);
        Some(Ok(mapped.map_or_else(|| address.to_string(), |v4| v4.to_string())))
    }

    fn message(self) -> &'static str {
        match self {
            Self::Email => "Enter a valid email address.",
            Self::Url => "Enter a valid URL.",
            Self::Slug => SLUG,
            Self::UnicodeSlug => UNICODE_SLUG,
            Self::Ip => ANY_IP,
            Self::Ipv4 => "Enter a valid IPv4 address.",
            Self::Ipv6 => "Enter a valid IPv6 address.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_letters_digits_and_lines() {
        let cases = [
            ("a-Slug_9", true, true),
            ("-", true, true),
            ("été", false, true),
            ("Ⅷ²", false, true),
            ("स्लग", false, false),
            ("a b", false, false),
            ("a.b", false, false),
        ];
        for (text, ascii, unicode) in cases {
            assert_eq!(Format::Slug.check(text).is_none(), ascii, "{text}");
            assert_eq!(Format::UnicodeSlug.check(text).is_none(), unicode, "{text}");
        }
    }

    #[test]
    fn ipv6_is_kept_in_its_shortest_form() {
        let cases = [
            (Format::Ip, "2001:DB8:0:0:0:0:0:1", Some(Ok("2001:db8::1"))),
            (Format::Ip, "::ffff:1.2.3.4", Some(Ok("1.2.3.4"))),
            (Format::Ip, "::ffff:102:304", Some(Ok("1.2.3.4"))),
            (Format::Ipv6, "::FFFF:102:304", Some(Ok("::ffff:1.2.3.4"))),
            (Format::Ip, "::1.2.3.4", Some(Ok("::102:304"))),
            (Format::Ip, "fe80::1%eth0", Some(Ok("fe80::1"))),
            (Format::Ip, "1:0:0:2:0:0:0:3", Some(Ok("1:0:0:2::3"))),
            (Format::Ip, "1:0:2:3:4:5:6:7", Some(Ok("1:0:2:3:4:5:6:7"))),
            (Format::Ip, "fe80::1%", Some(Err(ANY_IP))),
            (Format::Ip, " ::1", Some(Err(ANY_IP))),
            (Format::Ipv6, "12345::", Some(Err(ANY_IP))),
            (Format::Ipv4, "::1", None),
            (Format::Ip, "1.2.3.4", None),
        ];
        for (format, text, expected) in cases {
            let expected = expected.map(|e| e.map(str::to_owned).map_err(str::to_owned));
            let found = format.normalize(text).map(|f| f.map_err(|e| e.to_string()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
