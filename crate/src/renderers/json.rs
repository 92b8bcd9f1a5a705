//! `application/json`.

use bytes::Bytes;

use super::{ListWriter, RenderContext, Renderer};
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
        Ok(Style::of(context).written(data))
    }

    fn list_writer(&self, context: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        Some(Box::new(Array { style: Style::of(context), began: false }))
    }
}

/// How JSON is spelt, as client and settings want it.
struct Style {
    /// The blanks of a level that the client asks for.
    indent: Option<usize>,
    compact: bool,
    unicode: bool,
}

impl Style {
    fn of(context: &RenderContext<'_>) -> Self {
        let settings = context.request.settings();
        let indent = context.params.iter().find(|(key, _)| key == "indent");
        let indent = match indent.and_then(|(_, value)| value.trim().parse::<i64>().ok()) {
            Some(width @ 1..) => Some(width.min(8) as usize),
            _ => None,
        };
        Self { indent, compact: settings.compact_json, unicode: settings.unicode_json }
    }

    fn written(&self, data: Json) -> Bytes {
        let text = match self.indent {
            Some(width) => indented(data.as_bytes(), width).into(),
            None if self.compact => data.into_bytes(),
            None => spaced(data.as_bytes()).into(),
        };
        if self.unicode { text } else { ascii(text) }
    }
}

/// A JSON array, made of smaller ones without their brackets.
struct Array {
    style: Style,
    began: bool,
}

impl ListWriter for Array {
    fn start(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.push(b'[');
        Ok(())
    }

    fn row(&mut self, row: &str, out: &mut Vec<u8>) -> Result<()> {
        let array = Json::from_finished(format!("[{row}]").into_bytes());
        self.rows(&array, out)
    }

    fn rows(&mut self, rows: &Json, out: &mut Vec<u8>) -> Result<()> {
        let text = self.style.written(rows.clone());
        let items = text.strip_prefix(b"[").and_then(|text| text.strip_suffix(b"]"));
        let items = items.unwrap_or_default();
        let items = items.strip_suffix(b"\n").unwrap_or(items);
        if items.is_empty() {
            return Ok(());
        }
        if std::mem::replace(&mut self.began, true) {
            let spaced = self.style.indent.is_none() && !self.style.compact;
            out.extend_from_slice(if spaced { b", " } else { b"," });
        }
        out.extend_from_slice(items);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        if self.began && self.style.indent.is_some() {
            out.push(b'\n');
        }
        out.push(b']');
        Ok(())
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

    fn style(indent: Option<usize>) -> Style {
        Style { indent, compact: true, unicode: true }
    }

    #[test]
    fn arrays_of_some_rows_become_one() {
        for width in [None, Some(2)] {
            for parts in [&["[]"][..], &["[1,2]"], &["[1,{\"a\":[]}]", "[]", "[\"]\"]", "[4]"]] {
                let (mut writer, mut out) =
                    (Array { style: style(width), began: false }, Vec::new());
                writer.start(&mut out).unwrap();
                for part in parts {
                    let part = Json::from_bytes(part.as_bytes().to_vec());
                    writer.rows(&part, &mut out).unwrap();
                }
                writer.end(&mut out).unwrap();
                let whole = parts.iter().filter(|part| **part != "[]");
                let whole: Vec<_> = whole.map(|part| &part[1..part.len() - 1]).collect();
                let whole = format!("[{}]", whole.join(",")).into_bytes();
                let whole = width.map(|width| indented(&whole, width)).unwrap_or(whole);
                assert_eq!(String::from_utf8(out), String::from_utf8(whole));
            }
        }
    }

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
