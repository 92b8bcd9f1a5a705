//! What Python's `str()` prints for a value of JSON: DRF quotes input in some messages.

use super::{Input, python::number_to_str};

/// `str()` of a value: text as it is, `True`, `None`, `1.0`, `['s']`, `{'slug': 'tiny-house'}`.
pub(crate) fn str_of(input: &Input<'_>) -> String {
    match input {
        Input::Null => "None".into(),
        Input::Bool(value) => if *value { "True" } else { "False" }.into(),
        Input::Number(number) => number_to_str(number),
        Input::Text(text) => text.clone().into_owned(),
        Input::Surrogate(_) => char::REPLACEMENT_CHARACTER.into(),
        Input::List(raw) | Input::Object(raw) => container(raw.get()),
        Input::File(file) => file.name.clone(),
        Input::Form(_) => "<MultiValueDict>".into(),
    }
}

/// `repr()` of a list or a dictionary. In one pass over the text, as the nesting may be deep.
fn container(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '{' | '}' | '[' | ']' | ',' | ':' | ' ' | '\t' | '\n' | '\r' => 1,
            _ => rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        match token {
            "{" | "}" | "[" | "]" => out.push_str(token),
            "," => out.push_str(", "),
            ":" => out.push_str(": "),
            " " | "\t" | "\n" | "\r" => {}
            "true" => out.push_str("True"),
            "false" => out.push_str("False"),
            "null" => out.push_str("None"),
            string if first == '"' => push_repr(&units(&string[1..length - 1]), &mut out),
            number => out.push_str(&number_to_str(number)),
        }
        rest = after;
    }
    out
}

/// The bytes of the string that the text starts with, its quotes among them.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |at| at + 2)
}

/// The inside of a JSON string as UTF-16: unlike a `String` that may hold lone surrogates.
fn units(inner: &str) -> Vec<u16> {
    let mut units = Vec::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        let plain = match (c, if c == '\\' { characters.next() } else { None }) {
            (_, Some('u')) => {
                let rest = characters.as_str();
                let (digits, after) = rest.split_at_checked(4).unwrap_or((rest, ""));
                units.extend(u16::from_str_radix(digits, 16));
                characters = after.chars();
                continue;
            }
            (_, Some('n')) => '\n',
            (_, Some('r')) => '\r',
            (_, Some('t')) => '\t',
            (_, Some('b')) => '\u{8}',
            (_, Some('f')) => '\u{c}',
            (_, Some(other)) => other,
            (c, None) => c,
        };
        units.extend_from_slice(plain.encode_utf16(&mut [0; 2]));
    }
    units
}

/// `repr()` of a string: in single quotes, unless it holds those and no double ones.
fn push_repr(units: &[u16], out: &mut String) {
    let has = |quote: u8| units.contains(&u16::from(quote));
    let quote = if has(b'\'') && !has(b'"') { '"' } else { '\'' };
    out.push(quote);
    for c in char::decode_utf16(units.iter().copied()) {
        match c {
            Ok(c) if c == quote || c == '\\' => out.extend(['\\', c]),
            Ok('\n') => out.push_str("\\n"),
            Ok('\r') => out.push_str("\\r"),
            Ok('\t') => out.push_str("\\t"),
            Ok(c) if is_printable(c) => out.push(c),
            Ok(c) if c < '\u{100}' => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            Ok(c) if c < '\u{10000}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            Ok(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            Err(lone) => out.push_str(&format!("\\u{:04x}", lone.unpaired_surrogate())),
        }
    }
    out.push(quote);
}

/// `str.isprintable()`. Rust escapes the same characters in `Debug`; at the start of a text also
/// those that combine with what is before them.
fn is_printable(c: char) -> bool {
    matches!(c, '\'' | '"') || format!("a{c}").escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn values_are_printed_as_python_prints_them() {
        let cases = [
            ("true", "True"),
            ("null", "None"),
            ("1.0", "1.0"),
            ("1e22", "1e+22"),
            ("-0", "0"),
            (r#""it's""#, "it's"),
            ("[]", "[]"),
            ("{}", "{}"),
            (r#"["s"]"#, "['s']"),
            (r#"[ "a" , null,true, [1.50] ]"#, "['a', None, True, [1.5]]"),
            (r#"{"slug":"tiny-house"}"#, "{'slug': 'tiny-house'}"),
            (r#"{"a": {"b": [{}]}}"#, "{'a': {'b': [{}]}}"),
            (r#"["it's"]"#, r#"["it's"]"#),
            (r#"["\"it's\""]"#, r#"['"it\'s"']"#),
            (r#"["\"", "\\", "\\\""]"#, r#"['"', '\\', '\\"']"#),
            (r#"["\n\r\t\b\u007f"]"#, r"['\n\r\t\x08\x7f']"),
            (r#"["é\u00e9😀\ud83d\ude00"]"#, "['éé😀😀']"),
            (r#"["e\u0301\u200b\u00a0\ud800"]"#, "['e\u{301}\\u200b\\xa0\\ud800']"),
            (r#"["\udb40\udc01"]"#, r"['\U000e0001']"),
        ];
        for (json, printed) in cases {
            let raw = RawValue::from_string(json.to_owned()).unwrap();
            assert_eq!(str_of(&Input::from_json(&raw)), printed, "{json}");
        }
    }

    #[test]
    fn deep_values_are_printed_too() {
        let json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(container(&json), json);
    }
}
