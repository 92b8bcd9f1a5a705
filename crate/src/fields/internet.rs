//! Email addresses, URLs and the hosts in them, as Django's validators take them.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::python::is_space;

/// Of an IPv6 address with its zone.
const MAX_IPV6_LENGTH: usize = 39;

/// Django's `EmailValidator`.
pub(super) fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.rsplit_once('@') else { return false };
    text.chars().count() <= 320
        && (is_dot_atom(user) || is_quoted(user))
        && (domain == "localhost" || is_domain(domain) || is_address_literal(domain))
}

fn is_dot_atom(user: &str) -> bool {
    let atom = |c: char| is_letter(c) || c.is_ascii_digit() || "-!#$%&'*+/=?^_`{}|~".contains(c);
    user.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

/// ASCII letters, and those that Python takes for one of them where case is ignored.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'İ' | 'ı' | 'ſ' | '\u{212a}')
}

fn is_quoted(user: &str) -> bool {
    let inner = user.strip_prefix('"').and_then(|user| user.strip_suffix('"'));
    let Some(inner) = inner.filter(|_| user.len() > 1) else { return false };
    let control = |c| matches!(c, '\u{1}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}');
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        let fits = match (c, if c == '\\' { characters.next() } else { None }) {
            (_, Some(c)) => control(c) || matches!(c, '\t' | ' '..='\u{7f}') || is_letter(c),
            ('\\', None) => false,
            (c, None) => control(c) || matches!(c, '!' | '#'..='\u{7f}') || is_letter(c),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// `[127.0.0.1]`
fn is_address_literal(domain: &str) -> bool {
    let address = domain.strip_prefix('[').and_then(|domain| domain.strip_suffix(']'));
    address.is_some_and(|address| {
        !address.contains('%') && (address.parse::<Ipv4Addr>().is_ok() || ipv6(address).is_some())
    })
}

/// Two labels or more, without a dot at the end.
fn is_domain(text: &str) -> bool {
    let Some((names, top)) = text.rsplit_once('.') else { return false };
    names.split('.').all(is_label) && is_label(top) && is_top_level(top)
}

fn is_label(label: &str) -> bool {
    let character = |c: char| c == '-' || c.is_ascii_digit() || is_host_letter(c);
    (1..=63).contains(&label.chars().count())
        && label.chars().all(character)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn is_top_level(label: &str) -> bool {
    let punycode = |label: &str| match label.split_at_checked(4) {
        Some((prefix, rest)) => {
            prefix.eq_ignore_ascii_case("xn--")
                && !rest.is_empty()
                && rest.bytes().all(|b| b.is_ascii_alphanumeric())
        }
        None => false,
    };
    let word = label.chars().count() > 1 && label.chars().all(|c| c == '-' || is_host_letter(c));
    word || punycode(label)
}

/// Django takes all of these for letters, whatever they are.
fn is_host_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

/// Django's `URLValidator`.
pub(super) fn is_url(text: &str) -> bool {
    const SCHEMES: [&str; 4] = ["http", "https", "ftp", "ftps"];

    let Some((scheme, rest)) = text.split_once("://") else { return false };
    SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
        && text.chars().count() <= 2048
        && !text.contains(['\t', '\r', '\n'])
        && is_split_by_python(rest)
        && (is_place(rest) || without_user(rest).is_some_and(is_place))
}

/// `false` where Python's `urlsplit` refuses what is before the path, or finds no host in it.
fn is_split_by_python(rest: &str) -> bool {
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = place.rsplit('@').next().unwrap_or_default();
    !host.is_empty() && place.contains('[') == place.contains(']') && !place.contains(SPLITTERS)
}

/// Characters that normalize to one that ends a host, or to several with such a one; Python splits
/// no URL with them in its host.
const SPLITTERS: [char; 19] = [
    '\u{2048}', '\u{2049}', '\u{2047}', '\u{2100}', '\u{2101}', '\u{2105}', '\u{2106}', '\u{2a74}',
    '\u{fe13}', '\u{fe16}', '\u{fe55}', '\u{fe56}', '\u{fe5f}', '\u{fe6b}', '\u{ff03}', '\u{ff0f}',
    '\u{ff1a}', '\u{ff1f}', '\u{ff20}',
];

/// What comes after `user:password@`.
fn without_user(rest: &str) -> Option<&str> {
    let (user, rest) = rest.split_once('@')?;
    let (name, password) = user.split_once(':').unwrap_or((user, ""));
    let fits = |part: &str| !part.contains(|c| is_space(c) || c == ':' || c == '/');
    (!name.is_empty() && fits(name) && fits(password)).then_some(rest)
}

/// A host, then perhaps a port, a path, a query and a fragment.
fn is_place(text: &str) -> bool {
    let host = match text.strip_prefix('[').and_then(|text| text.find(']')) {
        Some(end) => end + 2,
        None => text.find([':', '/', '?', '#']).unwrap_or(text.len()),
    };
    let (host, rest) = text.split_at(host);
    let rest = match rest.strip_prefix(':') {
        None => rest,
        Some(rest) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=5).contains(&digits) {
                return false;
            }
            &rest[digits..]
        }
    };
    is_host(host)
        && (rest.is_empty() || rest.starts_with(['/', '?', '#']))
        && !rest.contains(is_space)
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return !address.contains('%') && ipv6(address).is_some();
    }
    host.parse::<Ipv4Addr>().is_ok()
        || host.eq_ignore_ascii_case("localhost")
        || (host.chars().count() <= 253 && is_domain(host.strip_suffix('.').unwrap_or(host)))
}

/// An IPv6 address, its zone (`%eth0`) left out.
pub(super) fn ipv6(text: &str) -> Option<Ipv6Addr> {
    let (address, zone) = text.split_once('%').unwrap_or((text, "0"));
    let fits = text.chars().count() <= MAX_IPV6_LENGTH && !zone.is_empty() && !zone.contains('%');
    address.parse().ok().filter(|_| fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_addresses_are_those_of_django() {
        let cases = [
            ("a@example.com", true),
            ("a@localhost", true),
            ("a@[127.0.0.1]", true),
            ("a@[::1]", true),
            ("a@müller.example", true),
            ("a@example.xn--p1ai", true),
            ("!#$%&'*+/=?^_`{}|~.x@a.bc", true),
            (r#""a\ b"@example.com"#, true),
            (r#""quoted"@example.com"#, true),
            (r#""a b"@example.com"#, false),
            (r#"""#, false),
            (r#""@example.com"#, false),
            ("example.com", false),
            ("a@b@example.com", false),
            ("a@example", false),
            ("a b@example.com", false),
            ("a@example.com.", false),
            ("a..b@example.com", false),
            ("é@example.com", false),
            ("a@-example.com", false),
            ("a@example-.com", false),
            ("a@example.c", false),
            ("a@example.c0m", false),
            ("a@LOCALHOST", false),
            ("a@[127.0.0.256]", false),
            ("@example.com", false),
            ("", false),
        ];
        for (text, valid) in cases {
            assert_eq!(is_email(text), valid, "{text}");
        }
        let long = |n: usize| is_email(&format!("{}@example.com", "a".repeat(n - 12)));
        assert_eq!((long(320), long(321)), (true, false));
        let label = |n: usize| is_email(&format!("a@{}.com", "a".repeat(n)));
        assert_eq!((label(63), label(64)), (true, false));
    }

    #[test]
    fn urls_are_those_of_django() {
        let cases = [
            ("http://example.com", true),
            ("HTTPS://EXAMPLE.COM./a?b=c#d", true),
            ("ftp://example.com:1/", true),
            ("http://127.0.0.1/", true),
            ("http://localhost:8000?x", true),
            ("http://[::1]:80/", true),
            ("http://[::ffff:1.2.3.4]", true),
            ("http://u:p@example.com/", true),
            ("http://u:@example.com/", true),
            ("http://a?b@example.com", true),
            ("http://exämple.com/", true),
            ("http://例え.テスト", true),
            ("http://example.com/ä☃", true),
            ("javascript:alert(1)", false),
            ("mailto://example.com", false),
            ("http://exa mple.com", false),
            ("http://example.com/a b", false),
            ("http://example.com/a\u{a0}b", false),
            ("http://example.com:123456/", false),
            ("http://example.com:/", false),
            ("http://", false),
            ("http://?b@example.com", false),
            ("http://[@example.com", false),
            ("http://example/", false),
            ("http://01.2.3.4/", false),
            ("http://1.2.3.4.5/", false),
            ("http://[::1", false),
            ("http://[1.2.3.4]/", false),
            ("http://[::zz]/", false),
            ("http://u:p:q@example.com/", false),
            ("http://:p@example.com/", false),
            ("http://-a.com", false),
            ("http://a_b.com", false),
            ("http://a..com", false),
            ("http://a.com..", false),
            ("http://a／b.com", false),
            ("http://💩.la", false),
            ("1", false),
            ("", false),
        ];
        for (text, valid) in cases {
            assert_eq!(is_url(text), valid, "{text}");
        }
        let host = |n: usize| is_url(&format!("http://{}com", "a.".repeat(n / 2 - 1)));
        assert_eq!((host(252), host(256)), (true, false));
        let long = |n: usize| is_url(&format!("http://a.bc/{}", "x".repeat(n - 12)));
        assert_eq!((long(2048), long(2049)), (true, false));
    }
}
