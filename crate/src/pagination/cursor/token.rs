//! The text of a cursor.

use base64::{
    Engine, alphabet,
    engine::{GeneralPurpose, general_purpose::NO_PAD},
};

use crate::{encoding::urlencode, fields::int};

/// Where a page begins and in which direction it goes: base64 of DRF's query string
/// `o=1&r=1&p=2005`, and after it what DRF does not know of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    /// `o`: how many rows to skip after the position.
    pub(super) offset: u64,
    /// `r`: the page goes backwards.
    pub(super) reverse: bool,
    /// `p`: the value of the first ordering column.
    pub(super) position: Option<String>,
    /// `k` or, for NULL, `n`: the values of the other ordering columns.
    pub(super) key: Vec<Option<String>>,
    /// `i`: the row at the position belongs to the page.
    pub(super) inclusive: bool,
}

/// DRF's `offset_cutoff`: no client makes the database skip more rows than this.
const OFFSET_CUTOFF: i128 = 1000;

impl Cursor {
    /// Reads a cursor as Python and DRF do; `None` if it is none.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let query = base64_of(text)?;
        if !query.is_ascii() {
            return None;
        }
        let mut cursor = Self::default();
        let (mut offset, mut reverse) = (None, None);
        for (name, value) in form_urlencoded::parse(&query) {
            match &*name {
                "o" if offset.is_none() => offset = Some(int(&value).filter(|o| *o >= 0)?),
                "r" if reverse.is_none() => reverse = Some(int(&value)? != 0),
                "p" if cursor.position.is_none() => cursor.position = Some(value.into_owned()),
                "k" => cursor.key.push(Some(value.into_owned())),
                "n" => cursor.key.push(None),
                "i" => cursor.inclusive = true,
                _ => {}
            }
        }
        cursor.offset = offset.and_then(|o| o.min(OFFSET_CUTOFF).try_into().ok()).unwrap_or(0);
        cursor.reverse = reverse.unwrap_or(false);
        Some(cursor)
    }

    pub(super) fn encode(&self) -> String {
        let offset = self.offset.to_string();
        let mut query = Vec::new();
        if self.offset > 0 {
            query.push(("o", &*offset));
        }
        if self.reverse {
            query.push(("r", "1"));
        }
        query.extend(self.position.as_deref().map(|position| ("p", position)));
        query.extend(self.key.iter().map(|value| match value {
            Some(value) => ("k", &**value),
            None => ("n", ""),
        }));
        if self.inclusive {
            query.push(("i", "1"));
        }
        base64::engine::general_purpose::STANDARD.encode(urlencode(query))
    }
}

/// Python's `b64decode`: what is no letter of the alphabet is skipped, the rest must be padded to
/// whole groups of four, and nothing counts after the padding.
fn base64_of(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() {
        return None;
    }
    let mut letters = Vec::with_capacity(text.len());
    let mut padding = 0;
    for byte in text.bytes() {
        match byte {
            b'=' => {
                padding += 1;
                let group = letters.len() % 4;
                if group >= 2 && group + padding >= 4 {
                    return SKIPPING.decode(letters).ok();
                }
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => {
                padding = 0;
                letters.push(byte);
            }
            _ => {}
        }
    }
    let whole = letters.len() % 4 == 0;
    whole.then(|| SKIPPING.decode(letters).ok())?
}

/// Without padding, and like Python's indifferent to the bits that the last letter does not need.
const SKIPPING: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(offset: u64, reverse: bool, position: Option<&str>) -> Cursor {
        Cursor { offset, reverse, position: position.map(str::to_owned), ..Cursor::default() }
    }

    #[test]
    fn cursors_are_written_as_drf_writes_them() {
        for (text, meant) in [
            ("", cursor(0, false, None)),
            ("bz0xJnA9MjAwNQ==", cursor(1, false, Some("2005"))),
            (
                "bz0xJnI9MSZwPTIwMjQtMDUtMDErMTYlM0EwMCUzQTAwJTJCMDAlM0EwMA==",
                cursor(1, true, Some("2024-05-01 16:00:00+00:00")),
            ),
            ("cD0=", cursor(0, false, Some(""))),
            ("cD1+JTJB", cursor(0, false, Some("~*"))),
        ] {
            assert_eq!(meant.encode(), text);
            assert_eq!(Cursor::decode(text), Some(meant));
        }
    }

    #[test]
    fn keys_come_after_what_drf_knows() {
        let key = vec![None, Some("7".to_owned()), Some(String::new())];
        let meant = Cursor { key, inclusive: true, ..cursor(0, true, None) };
        assert_eq!(Cursor::decode(&meant.encode()), Some(meant));
    }

    #[test]
    fn cursors_are_read_as_python_reads_them() {
        let none = Some(Cursor::default());
        for (text, meant) in [
            ("!!!", none.clone()),
            ("aGVsbG8=", none.clone()),
            ("b!z 0x\n", Some(cursor(1, false, None))),
            ("b!z 0x\nJnA9MjAwNQ==junk", Some(cursor(1, false, Some("2005")))),
            ("bz0x", Some(cursor(1, false, None))),
            ("bz0tMQ==", None),
            ("bz14", None),
            ("bz0=", None),
            ("cj14", None),
            ("bz0x=", Some(cursor(1, false, None))),
            ("bz0xJ", None),
            ("bz0xJn", None),
            ("bz0xJn=", None),
            ("w6k=", None),
            ("é", None),
            ("====", none),
        ] {
            assert_eq!(Cursor::decode(text), meant, "{text:?}");
        }
        // `o=99999999999999999999999`, `o=1&o=2`
        let cut = Cursor::decode("bz05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ==");
        assert_eq!(cut.map(|cursor| cursor.offset), Some(1000));
        assert_eq!(Cursor::decode("bz0xJm89Mg==").map(|cursor| cursor.offset), Some(1));
    }
}
