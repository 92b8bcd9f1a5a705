//! What may come after a key.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    BinOp, Error, Expr, ExprBinary, ExprLit, ExprParen, ExprUnary, Ident, Lit, LitInt, LitStr,
    Token, Type, UnOp,
    ext::IdentExt,
    parenthesized,
    parse::{Parse, ParseStream},
    parse_quote, token,
};

use crate::{attributes::items, names::wire_name};

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

impl ToTokens for Flag {
    fn to_tokens(&self, _: &mut TokenStream) {}
}

/// Nothing, which is `true`, or a value: `required`, `required = false`.
pub(crate) struct Switch(pub(crate) Expr);

impl Value for Switch {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        match input.peek(Token![=]) || input.peek(token::Paren) {
            true => Value::parse(key, input).map(Self),
            false => Ok(Self(parse_quote!(true))),
        }
    }
}

impl ToTokens for Switch {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// A value: `label = "Area"`.
impl<T: Item> Value for T {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        if !input.peek(Token![=]) {
            let message = format!("`{key}` takes a value; write `{key} = …`");
            return Err(Error::new(key.span(), message));
        }
        input.parse::<Token![=]>()?;
        T::item(input)
    }
}

/// Values in parentheses: `ordering_fields(name, area)`.
impl<T: Item> Value for Vec<T> {
    fn parse(key: &Ident, input: ParseStream) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            let message = format!("`{key}` takes a list; write `{key}(…)`");
            return Err(Error::new(key.span(), message));
        }
        let content;
        parenthesized!(content in input);
        items(&content, T::item)
    }
}

/// A value after `=` or in a list.
pub(crate) trait Item: Sized {
    fn item(input: ParseStream) -> syn::Result<Self>;
}

impl Item for Expr {
    fn item(input: ParseStream) -> syn::Result<Self> {
        input.parse()
    }
}

impl Item for LitStr {
    fn item(input: ParseStream) -> syn::Result<Self> {
        input.parse()
    }
}

impl Item for Ident {
    fn item(input: ParseStream) -> syn::Result<Self> {
        unquoted(input)
    }
}

impl Item for Type {
    fn item(input: ParseStream) -> syn::Result<Self> {
        unquoted(input)
    }
}

/// What users of other libraries may write in quotes.
fn unquoted<T: Parse>(input: ParseStream) -> syn::Result<T> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Err(Error::new(text.span(), format!("write `{}` without quotes", text.value())));
    }
    input.parse()
}

/// A bound of a number. It may be any `Into<Number>`, for which a literal alone would be an `i32`.
pub(crate) struct Bound(Expr);

impl Item for Bound {
    fn item(input: ParseStream) -> syn::Result<Self> {
        input.parse().map(|number| Self(wide(number)))
    }
}

impl ToTokens for Bound {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

fn wide(mut number: Expr) -> Expr {
    match &mut number {
        Expr::Lit(ExprLit { lit: Lit::Int(digits), .. }) if digits.suffix().is_empty() => {
            *digits = LitInt::new(&format!("{digits}_i64"), digits.span());
        }
        Expr::Unary(ExprUnary { expr, .. }) => **expr = wide((**expr).clone()),
        _ => {}
    }
    number
}

/// A permission, or several with `&`, `|` and `!` between them. The operators are spelt out as
/// calls, since Rust has none for types of another crate.
pub(crate) struct Permission(Expr);

impl Item for Permission {
    fn item(input: ParseStream) -> syn::Result<Self> {
        input.parse().map(Self)
    }
}

impl ToTokens for Permission {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(composed(&self.0));
    }
}

fn composed(permission: &Expr) -> TokenStream {
    match permission {
        Expr::Paren(ExprParen { expr, .. }) => composed(expr),
        Expr::Unary(ExprUnary { op: UnOp::Not(_), expr, .. }) => {
            let inner = composed(expr);
            quote!(::seaview::__private::not(#inner))
        }
        Expr::Binary(ExprBinary { left, op: BinOp::BitAnd(_), right, .. }) => {
            let (left, right) = (composed(left), composed(right));
            quote!(::seaview::__private::Permission::and(#left, #right))
        }
        Expr::Binary(ExprBinary { left, op: BinOp::BitOr(_), right, .. }) => {
            let (left, right) = (composed(left), composed(right));
            quote!(::seaview::__private::Permission::or(#left, #right))
        }
        other => other.to_token_stream(),
    }
}

/// A field, or one behind relations: `name`, `author.name`.
pub(crate) struct FieldPath {
    pub(crate) relations: Vec<Ident>,
    pub(crate) field: Ident,
}

impl FieldPath {
    /// `author__name`
    pub(crate) fn wire_name(&self) -> String {
        let names = self.relations.iter().chain([&self.field]).map(wire_name);
        names.collect::<Vec<_>>().join("__")
    }

    fn after(mut field: Ident, input: ParseStream) -> syn::Result<Self> {
        let mut relations = Vec::new();
        while input.parse::<Option<Token![.]>>()?.is_some() {
            relations.push(std::mem::replace(&mut field, Ident::item(input)?));
        }
        Ok(Self { relations, field })
    }
}

impl Item for FieldPath {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let field = Ident::item(input)?;
        Self::after(field, input)
    }
}

/// A field and how it is looked up: `area(gte, lte)`, `author.name`.
pub(crate) struct Lookups {
    pub(crate) path: FieldPath,
    pub(crate) lookups: Vec<Ident>,
}

impl Item for Lookups {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let path = FieldPath::item(input)?;
        if !input.peek(token::Paren) {
            return Ok(Self { path, lookups: Vec::new() });
        }
        let content;
        let parentheses = parenthesized!(content in input);
        let lookups = items(&content, |input| Ok(input.call(Ident::parse_any)?.unraw()))?;
        if lookups.is_empty() {
            let field = &path.field;
            let message = format!("`{field}()` names no lookup; write `{field}`");
            return Err(Error::new(parentheses.span.join(), message));
        }
        Ok(Self { path, lookups })
    }
}

/// A name that Rust may have reserved: `in`.
pub(crate) struct Keyword(pub(crate) Ident);

impl Item for Keyword {
    fn item(input: ParseStream) -> syn::Result<Self> {
        Ok(Self(input.call(Ident::parse_any)?.unraw()))
    }
}

/// A field in a direction: `name`, `-area`.
pub(crate) struct Term {
    pub(crate) descending: bool,
    pub(crate) field: Ident,
}

impl Item for Term {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let descending = input.parse::<Option<Token![-]>>()?.is_some();
        Ok(Self { descending, field: Ident::item(input)? })
    }
}

/// A field in a direction, or one behind relations: `-author.name`.
pub(crate) struct PathTerm {
    pub(crate) descending: bool,
    pub(crate) path: FieldPath,
}

impl Item for PathTerm {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let descending = input.parse::<Option<Token![-]>>()?.is_some();
        Ok(Self { descending, path: FieldPath::item(input)? })
    }
}

/// What may be ordered by: `name`, `birth = born`, or with `..` all that the serializer shows.
pub(crate) enum Orderable {
    Field { name: Option<Ident>, path: FieldPath },
    Readable(Token![..]),
}

impl Item for Orderable {
    fn item(input: ParseStream) -> syn::Result<Self> {
        if input.peek(Token![..]) {
            return input.parse().map(Self::Readable);
        }
        let first = Ident::item(input)?;
        match input.parse::<Option<Token![=]>>()? {
            Some(_) => Ok(Self::Field { name: Some(first), path: FieldPath::item(input)? }),
            None => Ok(Self::Field { name: None, path: FieldPath::after(first, input)? }),
        }
    }
}

/// Where a field's value comes from: `source = pages`, `source = author.name`.
pub(crate) struct Source {
    pub(crate) relation: Option<Ident>,
    pub(crate) field: Ident,
}

impl Item for Source {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let first = Ident::item(input)?;
        if input.parse::<Option<Token![.]>>()?.is_none() {
            return Ok(Self { relation: None, field: first });
        }
        Ok(Self { relation: Some(first), field: Ident::item(input)? })
    }
}

/// A message for an error code: `required = "Say who you are."`.
pub(crate) struct Message {
    pub(crate) code: Ident,
    pub(crate) message: LitStr,
}

impl Item for Message {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let code = Ident::item(input)?;
        let message = Value::parse(&code, input)?;
        Ok(Self { code, message })
    }
}

/// The serializer of one action: `list = CountryListSerializer`.
pub(crate) struct PerAction {
    pub(crate) action: Ident,
    pub(crate) serializer: Type,
}

impl Item for PerAction {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let action = Ident::item(input)?;
        let serializer = Value::parse(&action, input)?;
        Ok(Self { action, serializer })
    }
}
