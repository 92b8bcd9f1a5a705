//! What may come after the keys that state how values are spelled.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Error, Expr, Ident, LitStr, parse::ParseStream};

use crate::{
    errors::unknown,
    values::{Item, Value},
};

/// The name of a `Format`: `format = email`.
pub(super) struct Format(Ident);

impl Item for Format {
    fn item(input: ParseStream) -> syn::Result<Self> {
        const NAMES: &[&str] = &["email", "url", "slug", "unicode_slug", "ip", "ipv4", "ipv6"];

        let name = Ident::item(input)?;
        match NAMES.iter().any(|known| name == known) {
            true => Ok(Self(name)),
            false => Err(unknown("format", &name, NAMES)),
        }
    }
}

impl ToTokens for Format {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let variant = Ident::new(&self.0.to_string().to_upper_camel_case(), self.0.span());
        tokens.extend(quote_spanned!(self.0.span()=> ::seaview::__private::Format::#variant));
    }
}

/// A regular expression, and perhaps what is said of text that it does not match:
/// `pattern("^[A-Z]+$", "Capitals only.")`.
pub(super) struct Pattern {
    regex: Expr,
    message: Option<Expr>,
}

impl Pattern {
    /// The method of `FieldBuilder`.
    pub(super) fn method(&self) -> &'static str {
        if self.message.is_some() { "pattern_with" } else { "pattern" }
    }
}

impl Value for Pattern {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        let mut values = Vec::<Expr>::parse(key, input)?.into_iter();
        match (values.next(), values.next(), values.next()) {
            (Some(regex), message, None) => Ok(Self { regex, message }),
            _ => {
                let message = format!("write `{key}(\"…\")` or `{key}(\"…\", \"message\")`");
                Err(Error::new(key.span(), message))
            }
        }
    }
}

impl ToTokens for Pattern {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let regex = &self.regex;
        let message = self.message.as_ref().map(|message| quote!(, #message));
        tokens.extend(quote!(#regex #message));
    }
}

/// Texts, as a slice: `input_formats("%d.%m.%Y", "iso-8601")`.
pub(super) struct Texts(Vec<LitStr>);

impl Value for Texts {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        Vec::parse(key, input).map(Self)
    }
}

impl ToTokens for Texts {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let texts = &self.0;
        tokens.extend(quote!(&[#(#texts),*]));
    }
}
