//! What may come after a key.

use quote::ToTokens;
use syn::{
    Error, Expr, Ident, LitStr, Token,
    ext::IdentExt,
    parenthesized,
    parse::{Parse, ParseStream},
    parse_quote, token,
};

/// The form of what comes after a key.
pub(crate) trait Value: Sized {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self>;
}

/// Nothing: `read_only`.
pub(crate) struct Flag;

impl Value for Flag {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        if input.peek(Token![=]) || input.peek(token::Paren) {
            return Err(Error::new(key.span(), format!("`{key}` takes no value; write `{key}`")));
        }
        Ok(Self)
    }
}

/// Nothing, which is `true`, or a value: `required`, `required = false`.
pub(crate) struct Switch(pub(crate) Expr);

impl Value for Switch {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        match input.peek(Token![=]) || input.peek(token::Paren) {
            true => Equals::parse(key, input).map(|Equals(value)| Self(value)),
            false => Ok(Self(parse_quote!(true))),
        }
    }
}

/// A value: `label = "Area"`.
pub(crate) struct Equals<T>(pub(crate) T);

impl<T: Parse> Value for Equals<T> {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        if !input.peek(Token![=]) {
            let message = format!("`{key}` takes a value; write `{key} = …`");
            return Err(Error::new(key.span(), message));
        }
        input.parse::<Token![=]>()?;
        input.parse().map(Self)
    }
}

/// Values in parentheses: `ordering_fields(name, area)`.
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T: Parse> Value for List<T> {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            let message = format!("`{key}` takes a list; write `{key}(…)`");
            return Err(Error::new(key.span(), message));
        }
        let content;
        parenthesized!(content in input);
        let items = content.parse_terminated(T::parse, Token![,])?;
        Ok(Self(items.into_iter().collect()))
    }
}

/// A type or an identifier, which users of other libraries may write in quotes.
pub(crate) struct Unquoted<T>(pub(crate) T);

impl<T: Parse> Parse for Unquoted<T> {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            let message = format!("write `{}` without quotes", text.value());
            return Err(Error::new(text.span(), message));
        }
        input.parse().map(Self)
    }
}

impl<T: ToTokens> ToTokens for Unquoted<T> {
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// The field of a model.
pub(crate) type Name = Unquoted<Ident>;

/// A field and how it is looked up: `area(gte, lte)`, `name`.
pub(crate) struct Lookups {
    pub(crate) field: Name,
    pub(crate) lookups: Vec<Ident>,
}

impl Parse for Lookups {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let field: Name = input.parse()?;
        if !input.peek(token::Paren) {
            return Ok(Self { field, lookups: Vec::new() });
        }
        let content;
        let parentheses = parenthesized!(content in input);
        let lookups = content.parse_terminated(Ident::parse_any, Token![,])?;
        if lookups.is_empty() {
            let message = format!("`{}` has no lookup; write `{0}`", field.0);
            return Err(Error::new(parentheses.span.join(), message));
        }
        Ok(Self { field, lookups: lookups.into_iter().collect() })
    }
}

/// A field in a direction: `name`, `-area`.
pub(crate) struct Term {
    pub(crate) descending: bool,
    pub(crate) field: Name,
}

impl Parse for Term {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let descending = input.parse::<Option<Token![-]>>()?.is_some();
        Ok(Self { descending, field: input.parse()? })
    }
}

/// What holds for one action: `list = CountryListSerializer`.
pub(crate) struct PerAction {
    pub(crate) action: Ident,
    pub(crate) value: Unquoted<syn::Type>,
}

impl Parse for PerAction {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let action = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { action, value: input.parse()? })
    }
}
