//! `application/json`.

use bytes::Bytes;

use super::{RenderContext, Renderer};
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
        let indent = context.params.iter().find(|(key, _)| key == "indent");
        match indent.and_then(|(_, value)| value.trim().parse::<i64>().ok()) {
            Some(width @ 1..) => Ok(indented(data.as_bytes(), width.min(8) as usize).into()),
            _ => Ok(data.into_bytes()),
        }
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
    fn indented_json_looks_like_pythons() {
        let text = br#"{"a":[],"b":{},"c":[1,{"d":"x,\"[:]"}],"e":null}"#;
        let expected = "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": \
                        \"x,\\\"[:]\"\n    }\n  ],\n  \"e\": null\n}";
        assert_eq!(String::from_utf8(indented(text, 2)).unwrap(), expected);
    }
}
