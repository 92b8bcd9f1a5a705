//! `application/json`.

use bytes::Bytes;

use super::{ListWriter, RenderContext, Renderer};
use crate::{Json, Result};

/// Compact JSON; `Accept: application/json; indent=4` indents it by 1 to 8 blanks.
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
        match width(context) {
            Some(width) => Ok(indented(data.as_bytes(), width).into()),
            None => Ok(data.into_bytes()),
        }
    }

    fn list_writer(&self, context: &RenderContext<'_>) -> Option<Box<dyn ListWriter>> {
        Some(Box::new(Array { width: width(context), began: false }))
    }
}

/// The blanks of a level that the client asks for.
fn width(context: &RenderContext<'_>) -> Option<usize> {
    let indent = context.params.iter().find(|(key, _)| key == "indent");
    match indent.and_then(|(_, value)| value.trim().parse::<i64>().ok()) {
        Some(width @ 1..) => Some(width.min(8) as usize),
        _ => None,
    }
}

/// A JSON array, made of smaller ones without their brackets.
struct Array {
    width: Option<usize>,
    began: bool,
}

impl Array {
    fn items(&mut self, items: &[u8], out: &mut Vec<u8>) {
        if items.is_empty() {
            return;
        }
        if self.began {
            out.push(b',');
        }
        self.began = true;
        out.extend_from_slice(items);
    }
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
        let text = self.width.map(|width| indented(rows.as_bytes(), width));
        let text = text.as_deref().unwrap_or(rows.as_bytes());
        let items = text.strip_prefix(b"[").and_then(|text| text.strip_suffix(b"]"));
        let items = items.unwrap_or_default();
        self.items(items.strip_suffix(b"\n").unwrap_or(items), out);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        if self.began && self.width.is_some() {
            out.push(b'\n');
        }
        out.push(b']');
        Ok(())
    }
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
    fn arrays_of_some_rows_become_one() {
        for width in [None, Some(2)] {
            for parts in [&["[]"][..], &["[1,2]"], &["[1,{\"a\":[]}]", "[]", "[\"]\"]", "[4]"]] {
                let (mut writer, mut out) = (Array { width, began: false }, Vec::new());
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
}
