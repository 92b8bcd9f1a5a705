//! JSON text exactly as DRF writes it.

mod members;
mod respell;
#[cfg(any(feature = "xml", feature = "yaml"))]
mod tree;

use bytes::Bytes;
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

pub(crate) use members::Members;
#[cfg(any(feature = "xml", feature = "yaml"))]
pub(crate) use tree::Tree;

use crate::{Error, Result};

/// A finished piece of compact JSON: what serializers produce and renderers take.
///
/// It looks as DRF's `JSONRenderer` writes it: no blanks, non-ASCII characters as they are, and
/// U+2028 and U+2029 escaped so that the text is also valid JavaScript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(Bytes);

impl Json {
    /// The JSON of any value that serde can serialize.
    ///
    /// # Errors
    /// [`Error::Internal`] for what JSON cannot hold, such as a map whose keys are not strings.
    pub fn new(value: &(impl Serialize + ?Sized)) -> Result<Self> {
        let text = serde_json::to_vec(value).map_err(Error::internal)?;
        Ok(Self::from_bytes(text))
    }

    /// The JSON of what a client sent, spelled as DRF would: compact, numbers as Python prints
    /// them, of repeated keys the last.
    ///
    /// # Errors
    /// [`Error::Internal`] for numbers beyond all floats, and for lone surrogates, which UTF-8
    /// cannot hold.
    pub fn from_raw(raw: &RawValue) -> Result<Self> {
        respell::respell(raw.get()).map(Self::from_bytes)
    }

    /// Takes text that is known to be JSON.
    pub(crate) fn from_bytes(text: Vec<u8>) -> Self {
        Self(escape_separators(text).into())
    }

    /// Takes text made of other finished pieces and ASCII.
    pub(crate) fn from_finished(text: Vec<u8>) -> Self {
        Self(text.into())
    }

    /// The text, UTF-8.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, without copying it.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The value that the text stands for, for renderers that write another format.
    ///
    /// # Errors
    /// [`Error::Internal`] if the text is not JSON, which only a faulty [`Field`](crate::Field)
    /// can cause.
    pub fn to_value(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.0).map_err(Error::internal)
    }
}

/// As it is, in a larger value: `Response::json(&Envelope { status: "ok", book })`.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_slice(&self.0).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// Writes a JSON string with its quotes.
///
/// Escapes are those of Python's `json`: `\" \\ \n \r \t \b \f`, `\u00XX` for the other control
/// characters, everything else as it is. The separators U+2028 and U+2029 are left to
/// [`Json`], which looks for them once for the whole text.
pub fn write_str(text: &str, out: &mut Vec<u8>) {
    write_text(text.as_bytes(), out);
}

/// The same of bytes that are not known to be UTF-8; whoever takes the output looks.
pub(crate) fn write_text(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text;
    loop {
        let (clean, dirty) = rest.split_at(clean_length(rest));
        out.extend_from_slice(clean);
        let Some((&byte, behind)) = dirty.split_first() else { break };
        match ESCAPES[usize::from(byte)] {
            b'u' => {
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
            escape => out.extend_from_slice(&[b'\\', escape]),
        }
        rest = behind;
    }
    out.push(b'"');
}

/// How many bytes there are before the first that needs an escape.
fn clean_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH_BITS: u64 = ONES << 7;

    // Eight at a time: a subtraction borrows from the high bit of each byte that is too small.
    // Bytes above such a one may be taken for others, so that the lowest of them counts.
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGH_BITS;
    let is = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = below(word, 0x20) | is(word, b'"') | is(word, b'\\');
        if found != 0 {
            return 8 * place + found.trailing_zeros() as usize / 8;
        }
    }
    let dirty = rest.iter().position(|&byte| ESCAPES[usize::from(byte)] != 0);
    8 * words.len() + dirty.unwrap_or(rest.len())
}

/// Writes a float as Python's `repr` does: `1.0`, `0.1`, `1e+16`, `1e-05`.
///
/// JSON has no word for NaN and the infinities; they become `null`.
pub fn write_float(value: f64, out: &mut Vec<u8>) {
    if !value.is_finite() {
        return out.extend_from_slice(b"null");
    }
    // Rust's `{:?}` has Python's digits and the same bounds for the exponent form, but writes
    // `1e16` and `1e-5` where Python has a sign and two digits.
    let text = format!("{value:?}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return out.extend_from_slice(text.as_bytes());
    };
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    out.extend_from_slice(format!("{mantissa}e{sign}{digits:0>2}").as_bytes());
}

/// Writes an integer in decimal digits.
pub fn write_integer(value: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// For each byte the letter of its escape, `u` for the long form, 0 for none.
const ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = b'u';
        control += 1;
    }
    table[0x08] = b'b';
    table[0x09] = b't';
    table[0x0A] = b'n';
    table[0x0C] = b'f';
    table[0x0D] = b'r';
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table
};

/// Escapes U+2028 and U+2029 (`E2 80 A8`, `E2 80 A9`), which can stand inside strings only.
fn escape_separators(text: Vec<u8>) -> Vec<u8> {
    let is_separator = |w: &[u8]| w[0] == 0xE2 && w[1] == 0x80 && (w[2] == 0xA8 || w[2] == 0xA9);
    // Most texts hold no byte E2 at all, and that one search is cheap.
    if !text.contains(&0xE2) || !text.windows(3).any(is_separator) {
        return text;
    }
    let mut out = Vec::with_capacity(text.len() + 16);
    let mut rest = text.as_slice();
    while let Some(at) = rest.windows(3).position(is_separator) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(if rest[at + 2] == 0xA8 { b"\\u2028" } else { b"\\u2029" });
        rest = &rest[at + 3..];
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_python_does() {
        let cases = [
            ("plain", r#""plain""#),
            ("", r#""""#),
            ("a\"b\\c", r#""a\"b\\c""#),
            ("\n\r\t\u{8}\u{c}", r#""\n\r\t\b\f""#),
            ("\u{0}\u{1f}", r#""\u0000\u001f""#),
            ("seven..\"nine....\\", r#""seven..\"nine....\\""#),
            ("eight...\u{1f} !#[]\u{80}é\u{1}", "\"eight...\\u001f !#[]\u{80}é\\u0001\""),
            ("Côte d’Ivoire \u{7f}</>&", "\"Côte d’Ivoire \u{7f}</>&\""),
        ];
        for (text, json) in cases {
            let mut out = Vec::new();
            write_str(text, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), json);
        }
    }

    #[test]
    fn floats_are_written_as_python_does() {
        let cases = [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (f64::NAN, "null"),
            (f64::INFINITY, "null"),
        ];
        for (value, json) in cases {
            let mut out = Vec::new();
            write_float(value, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), json);
        }
    }

    #[test]
    fn line_separators_are_escaped_in_finished_text() {
        let json = Json::new("a\u{2028}b\u{2029}’").unwrap();
        assert_eq!(json.as_bytes(), "\"a\\u2028b\\u2029’\"".as_bytes());
    }
}
