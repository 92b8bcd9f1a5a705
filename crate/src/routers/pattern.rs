//! URL patterns as the matcher reads them.

use std::{borrow::Cow, sync::Arc};

/// What a captured value looks like beside `[^/.]+`.
pub(super) type Check = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// A path whose captures are renamed to their place, so that neighbours may call the same value
/// differently: `/events/{0}/guests` for `events/{event_pk}/guests`.
#[derive(Default)]
pub(super) struct Pattern {
    text: String,
    /// The captured values, from left to right.
    pub(super) captures: Vec<Capture>,
}

/// A captured value.
pub(super) struct Capture {
    pub(super) name: Cow<'static, str>,
    check: Option<Check>,
}

impl Capture {
    /// DRF's `[^/.]+`, and the check.
    pub(super) fn accepts(&self, value: &str) -> bool {
        let checked = || self.check.as_ref().is_none_or(|check| check(value));
        !value.is_empty() && !value.contains('.') && checked()
    }
}

impl Pattern {
    pub(super) fn of(path: &str) -> Self {
        let mut pattern = Self::default();
        pattern.extend(path);
        pattern
    }

    /// More segments; the name that is captured twice, if there is one.
    pub(super) fn extend<'a>(&mut self, path: &'a str) -> Option<&'a str> {
        let mut twice = None;
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => {
                    twice = twice.or(Some(name).filter(|name| self.has(name)));
                    self.capture(Cow::Owned(name.to_owned()));
                }
                None => self.text.push_str(&format!("/{segment}")),
            }
        }
        twice
    }

    /// One more segment, which is captured under this name.
    pub(super) fn capture(&mut self, name: Cow<'static, str>) {
        self.text.push_str(&format!("/{{{}}}", self.captures.len()));
        self.captures.push(Capture { name, check: None });
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.captures.iter().any(|capture| capture.name == name)
    }

    /// Says what a captured value looks like; `false` if there is none of this name.
    pub(super) fn check(&mut self, name: &str, check: Check) -> bool {
        let capture = self.captures.iter_mut().find(|capture| capture.name == name);
        capture.map(|capture| capture.check = Some(check)).is_some()
    }

    pub(super) fn text(&self) -> &str {
        if self.text.is_empty() { "/" } else { &self.text }
    }
}
