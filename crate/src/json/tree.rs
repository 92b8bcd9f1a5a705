//! Finished JSON as a tree, for renderers of other formats.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Json, Members};
use crate::{Error, Result};

/// A value whose members keep their order, and whose numbers their spelling.
#[derive(Debug, PartialEq)]
pub(crate) enum Tree<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// Renderers walk a tree as deep as it is.
const MAX_DEPTH: usize = 128;

impl<'a> Tree<'a> {
    /// Opens a text.
    ///
    /// # Errors
    /// [`Error::Internal`] for lists and objects in each other beyond 128 levels.
    pub(crate) fn of(json: &'a Json) -> Result<Self> {
        Self::read(serde_json::from_slice(json.as_bytes()).map_err(Error::internal)?, MAX_DEPTH)
    }

    fn read(raw: &'a RawValue, depth: usize) -> Result<Self> {
        let text = raw.get();
        let below = || depth.checked_sub(1).ok_or_else(|| Error::internal("data are too deep"));
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let (depth, Members(members)) = (below()?, opened(text)?);
                let read = |(name, value)| Ok((name, Self::read(value, depth)?));
                Self::Object(members.into_iter().map(read).collect::<Result<_>>()?)
            }
            Some(b'[') => {
                let (depth, items) = (below()?, opened::<Vec<&RawValue>>(text)?);
                let read = |item| Self::read(item, depth);
                Self::List(items.into_iter().map(read).collect::<Result<_>>()?)
            }
            Some(b'"') => Self::Text(string(text)?),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(text),
        })
    }
}

fn opened<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn string(text: &str) -> Result<Cow<'_, str>> {
    let inner = text.get(1..text.len() - 1).unwrap_or_default();
    Ok(if inner.contains('\\') { Cow::Owned(opened(text)?) } else { Cow::Borrowed(inner) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::from_bytes(text.as_bytes().to_vec())
    }

    #[test]
    fn order_and_spelling_are_kept() {
        let text = json(r#"{"b":[1.50,null],"a":"x\"é"}"#);
        let list = Tree::List(vec![Tree::Number("1.50"), Tree::Null]);
        let members = vec![("b".into(), list), ("a".into(), Tree::Text("x\"é".into()))];
        assert_eq!(Tree::of(&text).unwrap(), Tree::Object(members));
    }

    #[test]
    fn so_deep_and_no_deeper() {
        let deep = |levels| json(&format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
        assert!(Tree::of(&deep(128)).is_ok());
        assert!(Tree::of(&deep(129)).is_err());
        assert!(Tree::of(&deep(100_000)).is_err());
    }
}
