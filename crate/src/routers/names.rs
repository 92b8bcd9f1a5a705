//! The names of a router's views.

use std::collections::HashMap;

use super::{TrailingSlash, pattern::Pattern};
use crate::request::Urls;

/// The URL patterns by name and the names by pattern.
#[derive(Clone)]
pub(super) struct Names {
    paths: HashMap<String, Named>,
    names: matchit::Router<String>,
    trailing_slash: TrailingSlash,
}

/// The pattern of a view.
#[derive(Clone)]
struct Named {
    pattern: String,
    /// The names of the captured values.
    captures: Vec<String>,
    format_suffixes: bool,
}

impl Names {
    pub(super) fn new(trailing_slash: TrailingSlash) -> Self {
        Self { paths: HashMap::new(), names: matchit::Router::new(), trailing_slash }
    }

    /// Adds a view with a pattern such as `/authors/{0}`. Where two have the same, the first is
    /// meant.
    pub(super) fn insert(&mut self, name: String, pattern: &Pattern, format_suffixes: bool) {
        // A pattern that another view has is that view's.
        if self.names.insert(pattern.text(), name.clone()).is_ok() {
            let captures = pattern.captures.iter().map(|capture| capture.name.to_string());
            let named = || Named {
                pattern: pattern.text().to_owned(),
                captures: captures.collect(),
                format_suffixes,
            };
            self.paths.entry(name).or_insert_with(named);
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.paths.contains_key(name)
    }
}

impl Urls for Names {
    fn path(
        &self,
        view_name: &str,
        value: &dyn Fn(&str, bool) -> Option<String>,
    ) -> Option<String> {
        let Named { pattern, captures, .. } = self.paths.get(view_name)?;
        let (mut path, mut rest) = (String::new(), pattern.as_str());
        for (place, name) in captures.iter().enumerate() {
            let (before, capture) = rest.split_once('{')?;
            let last = place + 1 == captures.len();
            path.push_str(before);
            path.push_str(&value(name, last).filter(|value| !value.is_empty())?);
            rest = capture.split_once('}')?.1;
        }
        Some(path + rest)
    }

    fn has_suffixes(&self, view_name: &str) -> bool {
        self.paths.get(view_name).is_some_and(|named| named.format_suffixes)
    }

    fn slash(&self) -> &'static str {
        if self.trailing_slash == TrailingSlash::Absent { "" } else { "/" }
    }

    fn find(&self, path: &str) -> Option<(&str, String)> {
        let bare = match self.trailing_slash {
            TrailingSlash::Required => path.strip_suffix('/'),
            TrailingSlash::Absent => Some(path),
            TrailingSlash::Either => path.strip_suffix('/').or(Some(path)),
        };
        bare.and_then(|bare| self.matched(bare)).or_else(|| {
            let (bare, format) = path.strip_suffix('/').unwrap_or(path).rsplit_once('.')?;
            let found = self.matched(bare).filter(|(name, _)| self.has_suffixes(name))?;
            is_format(format).then_some(found)
        })
    }
}

impl Names {
    fn matched(&self, bare: &str) -> Option<(&str, String)> {
        let found = self.names.at(if bare.is_empty() { "/" } else { bare }).ok()?;
        let value = found.params.iter().last().map(|(_, value)| value).unwrap_or_default();
        // DRF's `[^/.]+`.
        (!value.contains('.')).then(|| (found.value.as_str(), value.to_owned()))
    }
}

/// `true` for what may stand behind the dot of a format suffix.
pub(super) fn is_format(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
