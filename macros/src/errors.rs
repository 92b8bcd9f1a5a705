//! The mistakes of one declaration, reported together.

use proc_macro2::{Span, TokenStream};
use syn::{Error, Ident, ext::IdentExt};

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// One more error, for which there is nothing instead.
    pub(crate) fn none<T>(&mut self, span: Span, message: impl std::fmt::Display) -> Option<T> {
        self.0.push(Error::new(span, message));
        None
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.iter().map(Error::to_compile_error).collect()
    }
}

/// "unknown key `serch_fields`, did you mean `search_fields`?"
pub(crate) fn unknown(noun: &str, found: &Ident, known: &[impl AsRef<str>]) -> Error {
    let name = found.unraw().to_string();
    let similarity = |known: &&str| strsim::jaro_winkler(known, &name);
    let names = known.iter().map(AsRef::as_ref);
    let best = names.clone().max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
    let message = match best.filter(|best| similarity(best) > 0.8) {
        Some(best) => format!("unknown {noun} `{name}`, did you mean `{best}`?"),
        None => {
            let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
            format!("unknown {noun} `{name}`; use one of {}", names.join(", "))
        }
    };
    Error::new(found.span(), message)
}
