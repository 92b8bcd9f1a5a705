//! What is said of the items of a list: `child(min_value = 0)`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Error, Ident, ext::IdentExt, parenthesized, parse::ParseStream, token};

use super::field::Keys;
use crate::{attributes, values::Value};

/// The limits of the items, the same as those of a field.
pub(super) struct Items(Box<Keys>);

impl Value for Items {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            let message = format!("`{key}` takes a list; write `{key}(…)`");
            return Err(Error::new(key.span(), message));
        }
        let content;
        parenthesized!(content in input);
        let mut keys = Keys::default();
        let take = |input: ParseStream| keys.take(&input.call(Ident::parse_any)?, input);
        attributes::items(&content, take)?;
        let limits: Vec<_> = keys.limits().map(|(limit, _)| limit).collect();
        // A pattern with a message is the method `pattern_with`.
        let is_limit = |key: &Ident| {
            limits.iter().any(|limit| limit == key || (limit == "pattern_with" && key == "pattern"))
        };
        match keys.given.iter().find(|key| !is_limit(key)) {
            Some(key) => {
                let message = format!("`{key}` is said of fields, not of their items; remove it");
                Err(Error::new(key.span(), message))
            }
            None => Ok(Self(Box::new(keys))),
        }
    }
}

impl ToTokens for Items {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let stated = self.0.limits().fold(quote!(child), |child, (limit, value)| {
            let call = quote_spanned!(limit.span()=> .#limit(#value));
            quote!(#child #call)
        });
        tokens.extend(quote!(|child| #stated));
    }
}
