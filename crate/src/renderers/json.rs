//! `application/json`.

use bytes::Bytes;

use super::{RenderContext, Renderer};
use crate::{Json, Result};

/// JSON as the settings say: compact unless [`Settings::compact_json`](crate::Settings) is off,
/// with all characters as they are unless `Settings::unicode_json` is off. With
/// `Accept: application/json; indent=4` it is indented, by 1 to 8 blanks.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonRenderer;

impl Renderer for JsonRenderer {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn format(&self) -> &'static str {
        "json"
    }

    fn render(&self, data: Json, context: &RenderContext<'_>) -> Result<Bytes> {
        let settings = context.request.settings();
        let indent = context.params.iter().find(|(key, _)| key == "indent");
        let text = match indent.and_then(|(_, value)| value.trim().parse::<i64>().ok()) {
            Some(width @ 1..) => indented(data.as_bytes(), width.min(8) as usize).into(),
            _ if settings.compact_json => data.into_bytes(),
            _ => spaced(data.as_bytes()).into(),
        };
        Ok(if settings.unicode_json { text } else { ascii(text) })
    }
}

/// Compact JSON with a blank after each comma and colon, as Python writes it unless told otherwise.
fn spaced(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        out.push(byte);
        match byte {
            b'"' => copy_string(&mut bytes, &mut out),
            b',' | b':' => out.push(b' '),
            _ => {}
        }
    }
    out
}

/// JSON in which other characters than those of ASCII that can be printed are escaped.
fn ascii(text: Bytes) -> Bytes {
    let printed = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    if text.iter().all(printed) {
        return text;
    }
    let mut out = String::with_capacity(text.len() * 2);
    for c in String::from_utf8_lossy(&text).chars() {
        match c {
            ' '..='~' | '\n' => out.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.into()
}

/// Compact JSON spread over lines as Python's `json.dumps(indent=…)` does it.
pub(super) fn indented(text: &[u8], width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 2);
    let mut depth = 0;
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        out.push(byte);
        match byte {
            b'"' => copy_string(&mut bytes, &mut out),
            b'{' | b'[' if bytes.peek().is_some_and(|next| matches!(next, b'}' | b']')) => {
                out.extend(bytes.next());
            }
            b'{' | b'[' => {
                depth += 1;
                new_line(depth * width, &mut out);
            }
            b',' => new_line(depth * width, &mut out),
            b':' => out.push(b' '),
            b'}' | b']' => {
                out.pop();
                depth -= 1;
                new_line(depth * width, &mut out);
                out.push(byte);
            }
            _ => {}
        }
    }
    out
}

fn copy_string(bytes: &mut impl Iterator<Item = u8>, out: &mut Vec<u8>) {
    while let Some(byte) = bytes.next() {
        out.push(byte);
        match byte {
            b'"' => return,
            b'\\' => out.extend(bytes.next()),
            _ => {}
        }
    }
}

fn new_line(blanks: usize, out: &mut Vec<u8>) {
    out.push(b'\n');
    out.resize(out.len() + blanks, b' ');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indented_json_looks_like_pythons() {
        let text = br#"{"a":[],"b":{},"c":[1,{"d":"x,\"[:]"}],"e":null}"#;
        let expected = "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": \
                        \"x,\\\"[:]\"\n    }\n  ],\n  \"e\": null\n}";
        assert_eq!(String::from_utf8(indented(text, 2)).unwrap(), expected);
    }

    #[test]
    fn other_json_looks_like_pythons_too() {
        let text = r#"{"a":[1,"é😀,:\"\u2028"],"b":{}}"#;
        assert_eq!(spaced(text.as_bytes()), r#"{"a": [1, "é😀,:\"\u2028"], "b": {}}"#.as_bytes());
        let escaped = r#"{"a":[1,"\u00e9\ud83d\ude00,:\"\u2028"],"b":{}}"#;
        assert_eq!(ascii(text.to_owned().into()), escaped);
        assert_eq!(ascii("\"\u{7f}\"".into()), r#""\u007f""#);
    }
}
