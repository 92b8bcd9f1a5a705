//! The URLs of extra actions.

use super::pattern::Pattern;
use crate::{views::Binding, viewsets::ExtraFacts};

/// Extra actions of a viewset that share a path.
pub(super) struct ExtraRoute<'a> {
    /// Those of the first.
    pub(super) facts: &'a ExtraFacts,
    pub(super) bindings: Vec<Binding>,
}

impl ExtraRoute<'_> {
    /// `true` if an action has this path too.
    pub(super) fn is_of(&self, facts: &ExtraFacts) -> bool {
        (self.facts.detail, self.path()) == (facts.detail, facts.url_path.trim_matches('/'))
    }

    /// Adds another action's methods.
    #[track_caller]
    pub(super) fn bind(&mut self, bindings: Vec<Binding>, facts: &ExtraFacts, viewset: &str) {
        let taken = |binding: &&Binding| self.bindings.iter().any(|b| b.method == binding.method);
        if let Some(Binding { method, .. }) = bindings.iter().find(taken) {
            panic!(
                "`{}` and `{}` of `{viewset}` are both {method} on `{}`; give one of them another \
                 `url_path`",
                self.facts.action,
                facts.action,
                self.path()
            );
        }
        self.bindings.extend(bindings);
    }

    /// The path behind that of the collection or the row.
    #[track_caller]
    pub(super) fn extend(&self, pattern: &mut Pattern) {
        let (path, action) = (self.path(), self.facts.action);
        assert!(
            !path.is_empty() && !path.contains(['?', '#', '*']),
            "`{path}` is no `url_path` for `{action}`; make it a path without `?`, `#` and `*`"
        );
        if let Some(name) = pattern.extend(path) {
            panic!("the URL of `{action}` captures `{name}` twice; rename it in its `url_path`");
        }
        for (capture, check) in &self.facts.url_values {
            assert!(
                pattern.check(capture, std::sync::Arc::new(*check)),
                "the `url_path` of `{action}` captures no `{capture}`; write `{{{capture}}}` in it"
            );
        }
    }

    fn path(&self) -> &str {
        self.facts.url_path.trim_matches('/')
    }
}
