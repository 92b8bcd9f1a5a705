//! Text that has to match a regular expression.

use std::{borrow::Cow, fmt::Debug};

use regex::Regex;

use crate::error::ErrorDetail;

/// A regular expression and what is said of text that it does not match.
///
/// The syntax is that of the crate `regex`, Unicode included: `\d` is any script's digit. It is
/// searched for, so `^` and `$` bind it to the whole text.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    message: Cow<'static, str>,
    code: &'static str,
}

impl Pattern {
    /// A column's own validator: Django's `RegexValidator`.
    ///
    /// # Panics
    /// If the pattern is not a regular expression.
    #[track_caller]
    pub fn of_column(regex: &str, message: Option<Cow<'static, str>>) -> Self {
        let message = message.unwrap_or(Cow::Borrowed("Enter a valid value."));
        Self { regex: compile(regex), message, code: "invalid_pattern" }
    }

    /// The pattern of DRF's `RegexField`.
    ///
    /// # Panics
    /// If the pattern is not a regular expression.
    #[track_caller]
    pub fn of_field(regex: &str) -> Self {
        let message = Cow::Borrowed("This value does not match the required pattern.");
        Self { regex: compile(regex), message, code: "invalid" }
    }

    pub(super) fn check(&self, text: &str) -> Option<ErrorDetail> {
        if self.regex.is_match(text) { None } else { Some(self.error()) }
    }

    pub(super) fn error(&self) -> ErrorDetail {
        ErrorDetail::new(self.message.clone(), self.code)
    }
}

#[track_caller]
fn compile(regex: &str) -> Regex {
    match Regex::new(regex) {
        Ok(regex) => regex,
        Err(error) => panic!("`{regex}` is not a regular expression; correct it: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_searched_for() {
        let pattern = Pattern::of_column(r"^[A-Z]{3}-\d{3}$", None);
        for (text, matches) in [
            ("ABC-123", true),
            ("ABC-\u{661}\u{662}\u{663}", true),
            ("xABC-123", false),
            ("ABC-1234", false),
            ("abc-123", false),
        ] {
            assert_eq!(pattern.check(text).is_none(), matches, "{text}");
        }
        assert!(Pattern::of_field("(?i)É").check("école").is_none());
        assert!(Pattern::of_field(r"\p{Lu}").check("école").is_some());
    }

    #[test]
    #[should_panic = "`a(b` is not a regular expression; correct it: "]
    fn a_pattern_that_is_none_panics() {
        Pattern::of_column("a(b", None);
    }
}
