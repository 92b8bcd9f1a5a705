//! The `charset` of a `Content-Type`, which Django reads for every body.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How the bytes of a body stand for characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Charset {
    Utf8,
    /// UTF-8 whose byte order mark is skipped.
    Utf8Signed,
    Ascii,
    Latin1,
    /// Either byte order, as the mark says.
    Utf16,
    Other(&'static Encoding),
}

impl Charset {
    /// The charset that a content type names; UTF-8 if it names none that is known.
    pub(super) fn of(content_type: &str) -> Self {
        let parameters = content_type.split(';').skip(1).filter_map(|part| part.split_once('='));
        let named = |(key, _): &(&str, &str)| key.trim().eq_ignore_ascii_case("charset");
        let name = parameters.clone().find(named).map(|(_, value)| value.trim().trim_matches('"'));
        // The labels of browsers read ASCII and Latin-1 as Windows-1252, Python's do not.
        match name.unwrap_or_default().to_ascii_lowercase().replace('_', "-").as_str() {
            "utf-8-sig" => Self::Utf8Signed,
            "ascii" | "us-ascii" => Self::Ascii,
            "latin-1" | "latin1" | "l1" | "iso-8859-1" | "iso8859-1" | "8859" => Self::Latin1,
            "utf-16" | "utf16" => Self::Utf16,
            "utf-16-le" => Self::Other(UTF_16LE),
            "utf-16-be" => Self::Other(UTF_16BE),
            name => match Encoding::for_label_no_replacement(
                name.replace("shift-jis", "shift_jis").as_bytes(),
            ) {
                None => Self::Utf8,
                Some(encoding) if encoding == UTF_8 => Self::Utf8,
                Some(encoding) => Self::Other(encoding),
            },
        }
    }

    /// The text, or where it is malformed UTF-8; elsewhere the place is not known.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, Option<usize>> {
        let utf8 = |bytes| match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(Some(error.valid_up_to())),
        };
        let (encoding, bytes) = match self {
            Self::Utf8 => return utf8(bytes),
            Self::Utf8Signed => {
                return utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
            }
            Self::Ascii if bytes.is_ascii() => return utf8(bytes),
            Self::Ascii => return Err(None),
            Self::Latin1 => return Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Self::Utf16 => match bytes {
                [0xFE, 0xFF, bytes @ ..] => (UTF_16BE, bytes),
                [0xFF, 0xFE, bytes @ ..] | bytes => (UTF_16LE, bytes),
            },
            Self::Other(encoding) => (encoding, bytes),
        };
        encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(None)
    }

    /// The text, with U+FFFD for what is malformed.
    pub(super) fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        match (self.decode(bytes), self) {
            (Ok(text), _) => text,
            (Err(_), Self::Other(encoding)) => encoding.decode_without_bom_handling(bytes).0,
            (Err(_), _) => String::from_utf8_lossy(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_in_the_charset_that_its_type_names() {
        for (content_type, bytes, text) in [
            ("application/json", &b"\xc3\xa9"[..], Some("é")),
            ("application/json; charset=utf-8", b"\xc3\xa9", Some("é")),
            ("application/json; charset=klingon", b"\xc3\xa9", Some("é")),
            ("application/json; charset=", b"\xc3\xa9", Some("é")),
            ("application/json; charset=utf-8-sig", b"\xef\xbb\xbf{}", Some("{}")),
            ("application/json;Charset=\"ISO-8859-1\"", b"\xe9\x80", Some("é\u{80}")),
            ("application/json; a=b; charset=latin_1", b"\xe9", Some("é")),
            ("application/json; charset=cp1252", b"\x80", Some("€")),
            ("application/json; charset=ascii", b"\xe9", None),
            ("application/json; charset=utf-16", b"\xff\xfe{\0", Some("{")),
            ("application/json; charset=utf-16", b"\xfe\xff\0{", Some("{")),
            ("application/json; charset=utf-16-le", b"{\0", Some("{")),
            ("application/json; charset=shift_jis", b"\x82\xa0", Some("あ")),
            ("application/json; charset=euc-jp", b"\xff", None),
        ] {
            let read = Charset::of(content_type).decode(bytes);
            assert_eq!(read.ok().as_deref(), text, "{content_type}");
        }
    }
}
