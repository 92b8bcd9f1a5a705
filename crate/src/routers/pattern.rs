//! URL patterns as the matcher reads them.

use std::borrow::Cow;

/// A path whose captures are renamed to their place, so that neighbours may call the same value
/// differently: `/events/{0}/guests` for `events/{event_pk}/guests`.
#[derive(Default)]
pub(super) struct Pattern {
    text: String,
    /// The names of the captured values, from left to right.
    pub(super) captures: Vec<Cow<'static, str>>,
}

impl Pattern {
    pub(super) fn of(path: &str) -> Self {
        let mut pattern = Self::default();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => pattern.capture(Cow::Owned(name.to_owned())),
                None => pattern.text.push_str(&format!("/{segment}")),
            }
        }
        pattern
    }

    /// One more segment, which is captured under this name.
    pub(super) fn capture(&mut self, name: Cow<'static, str>) {
        self.text.push_str(&format!("/{{{}}}", self.captures.len()));
        self.captures.push(name);
    }

    pub(super) fn text(&self) -> &str {
        if self.text.is_empty() { "/" } else { &self.text }
    }
}
