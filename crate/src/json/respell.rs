//! JSON that a client wrote, as DRF would write it.

use std::{collections::HashMap, ops::Range};

use super::{write_float, write_str};
use crate::{Error, Result};

/// Writes the value of well-formed JSON anew. It walks along the text, so that no depth is too
/// deep for the stack.
pub(super) fn respell(text: &str) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.bytes().next() {
        let length = match first {
            b'"' => string_length(rest),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            _ => rest.find([',', ']', '}', ' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        write_token(token, &mut open, &mut out)?;
        rest = after.trim_start();
    }
    Ok(out)
}

/// A list or an object that has not ended yet.
enum Open {
    List,
    Object { start: usize, members: Vec<Member>, key_is_next: bool },
}

/// A key, and where its value is in the output.
struct Member {
    key: String,
    value: Range<usize>,
}

fn write_token(token: &str, open: &mut Vec<Open>, out: &mut Vec<u8>) -> Result<()> {
    match (token, open.last_mut()) {
        ("[", _) => open.push(Open::List),
        ("{", _) => {
            open.push(Open::Object { start: out.len(), members: Vec::new(), key_is_next: true });
        }
        ("]" | "}", _) => close(open.pop(), out),
        (":", Some(Open::Object { members, .. })) => {
            if let Some(member) = members.last_mut() {
                member.value.start = out.len() + 1;
            }
        }
        (",", Some(Open::Object { members, key_is_next, .. })) => {
            *key_is_next = true;
            end_value(members, out.len());
        }
        ("," | ":", _) => {}
        (key, Some(Open::Object { members, key_is_next: next @ true, .. })) => {
            *next = false;
            members.push(Member { key: write_text(key, out)?, value: 0..0 });
            return Ok(());
        }
        (scalar, _) => return write_scalar(scalar, out),
    }
    out.extend_from_slice(token.as_bytes());
    Ok(())
}

fn write_scalar(token: &str, out: &mut Vec<u8>) -> Result<()> {
    match token {
        text if text.starts_with('"') => drop(write_text(text, out)?),
        "true" | "false" | "null" => out.extend_from_slice(token.as_bytes()),
        "-0" => out.push(b'0'),
        number if number.contains(['.', 'e', 'E']) => {
            let float: f64 = number.parse().map_err(Error::internal)?;
            if !float.is_finite() {
                return Err(Error::internal(format!("`{number}` is beyond all floats")));
            }
            write_float(float, out);
        }
        integer => out.extend_from_slice(integer.as_bytes()),
    }
    Ok(())
}

fn write_text(token: &str, out: &mut Vec<u8>) -> Result<String> {
    let text: String = serde_json::from_str(token).map_err(Error::internal)?;
    write_str(&text, out);
    Ok(text)
}

/// The bytes of the string that a text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let ends = |(_, byte): &(usize, u8)| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    };
    text.bytes().enumerate().skip(1).find(ends).map_or(text.len(), |(at, _)| at + 1)
}

fn close(ended: Option<Open>, out: &mut Vec<u8>) {
    if let Some(Open::Object { start, mut members, .. }) = ended {
        end_value(&mut members, out.len());
        keep_last(start, &members, out);
    }
}

fn end_value(members: &mut [Member], end: usize) {
    if let Some(member) = members.last_mut() {
        member.value.end = end;
    }
}

/// Of repeated keys the last value counts, in the place of the first.
fn keep_last(start: usize, members: &[Member], out: &mut Vec<u8>) {
    let values = members.iter().map(|member| (member.key.as_str(), &member.value));
    let mut last: HashMap<_, _> = values.collect();
    if last.len() == members.len() {
        return;
    }
    let mut object = vec![b'{'];
    for member in members {
        let Some(value) = last.remove(member.key.as_str()) else { continue };
        if object.len() > 1 {
            object.push(b',');
        }
        write_str(&member.key, &mut object);
        object.push(b':');
        object.extend_from_slice(&out[value.clone()]);
    }
    out.truncate(start);
    out.append(&mut object);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respelled(text: &str) -> Option<String> {
        String::from_utf8(respell(text).ok()?).ok()
    }

    #[test]
    fn a_value_is_spelled_as_python_spells_it() {
        for (text, expected) in [
            (" { } ", "{}"),
            ("[ ]", "[]"),
            ("\"x\"", "\"x\""),
            ("[1, 1e5, 1.0, -0.0, 0.1e-6, -0]", "[1,100000.0,1.0,-0.0,1e-07,0]"),
            ("[12345678901234567890123, true, null]", "[12345678901234567890123,true,null]"),
            (r#"["\u00e9\ud83d\ude00\"\\\/\b", "\\"]"#, r#"["é😀\"\\/\b","\\"]"#),
            (r#"{"a": 1, "b": {"a": "{,:"}, "c": [{}]}"#, r#"{"a":1,"b":{"a":"{,:"},"c":[{}]}"#),
            (r#"{"a": 1, "b": 2, "\u0061": [3, {"x": 1, "x": 2}]}"#, r#"{"a":[3,{"x":2}],"b":2}"#),
        ] {
            assert_eq!(respelled(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(respelled("[1e400]"), None);
    }

    #[test]
    fn no_depth_is_too_deep() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(respelled(&deep), Some(deep));
    }
}
