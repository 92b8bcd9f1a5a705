//! A search in words and phrases.

use crate::fields::{is_space, strip};

/// The terms of a search, split as Django's `smart_split` and DRF do: at blanks and commas, with
/// phrases in double or single quotes kept whole.
pub(super) fn terms(search: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut rest = search.trim_start_matches(is_space);
    while !rest.is_empty() {
        let length = quoted_word(rest).unwrap_or_else(|| rest.find(is_space).unwrap_or(rest.len()));
        add(rest[..length].trim_matches(','), &mut terms);
        rest = rest[length..].trim_start_matches(is_space);
    }
    terms.retain(|term| !term.is_empty());
    terms
}

fn add(word: &str, terms: &mut Vec<String>) {
    match phrase(word) {
        Some(phrase) => terms.push(phrase),
        None => terms.extend(word.split(',').map(|term| strip(term).to_owned())),
    }
}

/// What stands between quotes around a whole word, without the backslashes before quotes.
fn phrase(word: &str) -> Option<String> {
    let quote = word.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = if word.len() == 1 { "" } else { word[1..].strip_suffix(quote)? };
    Some(inside.replace(&format!("\\{quote}"), &quote.to_string()).replace("\\\\", "\\"))
}

/// The length of the word at the start, if there is a closed quotation in it: blanks within one do
/// not end the word.
fn quoted_word(text: &str) -> Option<usize> {
    let mut length = text.find(stop)?;
    let mut closed = None;
    while let Some(quotation) = quotation(&text[length..]) {
        length += quotation;
        length += text[length..].find(stop).unwrap_or(text.len() - length);
        closed = Some(length);
    }
    closed
}

/// The length of a closed quotation at the start; a backslash takes the next character along.
fn quotation(text: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    let (_, quote) = letters.next().filter(|(_, c)| matches!(c, '"' | '\''))?;
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => _ = letters.next()?,
            letter if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn stop(c: char) -> bool {
    is_space(c) || matches!(c, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_words_and_phrases() {
        for (search, found) in [
            ("", vec![]),
            (" a  b,c ", vec!["a", "b", "c"]),
            ("\"new york\", us", vec!["new york", "us"]),
            ("'new york' us", vec!["new york", "us"]),
            ("\"open end", vec!["\"open", "end"]),
            ("it's a dog's life", vec!["it's a dog's", "life"]),
            ("it's", vec!["it's"]),
            (r#""say \"hi\" now""#, vec!["say \"hi\" now"]),
            (r#"'it\'s' x"#, vec!["it's", "x"]),
            ("a\"b c\"d", vec!["a\"b c\"d"]),
            ("\"\" '' \"", vec![]),
            (",,a,,", vec!["a"]),
            ("\u{1f}a\u{1c}b,\u{1d}c", vec!["a", "b", "c"]),
            ("é,\"ü ö\"", vec!["é", "\"ü ö\""]),
        ] {
            assert_eq!(terms(search), found, "{search:?}");
        }
    }
}
