//! One field of a serializer.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Error, Expr, ExprLit, ExprUnary, Field, Ident, Lit, LitInt, Meta, Token, Type,
    punctuated::Punctuated, spanned::Spanned,
};

use crate::{
    attributes::{Entry, keys},
    docs,
    errors::Errors,
    model_column::{model_column, wire_name},
    values::{Equals, Flag, Name, Switch},
};

keys! {
    /// What is said of the field; each key is the method of `FieldBuilder` of the same name.
    struct Keys("serializer") {
        read_only: Flag,
        write_only: Flag,
        required: Switch,
        default: Equals<Expr>,
        allow_null: Switch,
        allow_blank: Switch,
        trim_whitespace: Switch,
        min_length: Equals<Expr>,
        max_length: Equals<Expr>,
        min_value: Equals<Expr>,
        max_value: Equals<Expr>,
        validate: Equals<Expr>,
        source: Equals<Name>,
        label: Equals<Expr>,
        help_text: Equals<Expr>,
        skip: Flag,
    }
}

/// A field of the struct and what is said of it.
pub(super) struct SerializerField<'a> {
    pub(super) ident: &'a Ident,
    value: &'a Type,
    documentation: Option<String>,
    keys: Keys,
}

impl<'a> SerializerField<'a> {
    /// `None` if the field of a model is no field of the serializer.
    pub(super) fn read(field: &'a Field, of_model: bool, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.as_ref()?;
        let keys = Keys::read(&field.attrs, errors);
        keys.check(errors);
        if let Some(Entry { key, .. }) = keys.skip.as_ref().filter(|_| !of_model) {
            let message = "`skip` is for an entity's own `Model`; leave the field out instead";
            errors.push(Error::new(key.span(), message));
        }
        let skipped = keys.skip.is_some() || (of_model && field.attrs.iter().any(is_ignored));
        let documentation = docs::sentence(&field.attrs);
        (!skipped).then_some(Self { ident, value: &field.ty, documentation, keys })
    }

    /// `field::<Entity, Type>("name", column).read_only()`.
    pub(super) fn build(&self, serializer: &Ident) -> TokenStream {
        let Self { ident, value, keys, .. } = self;
        let entity = quote!(<#serializer as ::seaview::__private::ModelSerializer>::Entity);
        let name = wire_name(ident);
        let source = keys.source.as_ref().map_or(*ident, |entry| &entry.value.0.0);
        let column = model_column(&entity, value, source, value.span());
        let options = self.options();
        quote_spanned! {value.span()=>
            ::seaview::__private::field::<#entity, #value>(#name, #column)
        }
        .into_iter()
        .chain(options)
        .collect()
    }

    /// The calls of the builder's methods. `required` comes last, as others imply it.
    fn options(&self) -> TokenStream {
        let Self { keys, value, .. } = self;
        let default = keys.default.as_ref().map(|Entry { key, value: Equals(default) }| {
            let default = match default {
                Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => quote!(#default),
                _ => quote_spanned!(key.span()=> ::core::convert::identity::<#value>(#default)),
            };
            call(key, default)
        });
        let documentation = self.documentation.as_ref().filter(|_| keys.help_text.is_none());
        let documentation = documentation.map(|text| quote!(.help_text(#text)));
        let calls = [
            keys.read_only.as_ref().map(|entry| call(&entry.key, TokenStream::new())),
            keys.write_only.as_ref().map(|entry| call(&entry.key, TokenStream::new())),
            default,
            switch(&keys.allow_null),
            switch(&keys.allow_blank),
            switch(&keys.trim_whitespace),
            equals(&keys.min_length),
            equals(&keys.max_length),
            bound(&keys.min_value),
            bound(&keys.max_value),
            equals(&keys.validate),
            equals(&keys.label),
            equals(&keys.help_text),
            documentation,
            switch(&keys.required),
        ];
        calls.into_iter().flatten().collect()
    }
}

impl Keys {
    /// DRF's own assertions about keys that contradict each other.
    fn check(&self, errors: &mut Errors) {
        let required = self.required.as_ref().filter(|entry| !is_false(&entry.value.0));
        let pairs = [
            (key(&self.read_only), key(&self.write_only)),
            (key(&self.read_only), required.map(|entry| &entry.key)),
            (key(&self.default), required.map(|entry| &entry.key)),
        ];
        for pair in pairs {
            if let (Some(one), Some(other)) = pair {
                let message = format!("`{one}` and `{other}` contradict each other; remove one of them");
                errors.push(Error::new(other.span(), message));
            }
        }
    }
}

fn key<T>(entry: &Option<Entry<T>>) -> Option<&Ident> {
    entry.as_ref().map(|entry| &entry.key)
}

fn call(key: &Ident, value: impl ToTokens) -> TokenStream {
    quote_spanned!(key.span()=> .#key(#value))
}

fn switch(entry: &Option<Entry<Switch>>) -> Option<TokenStream> {
    entry.as_ref().map(|entry| call(&entry.key, &entry.value.0))
}

fn equals(entry: &Option<Entry<Equals<Expr>>>) -> Option<TokenStream> {
    entry.as_ref().map(|entry| call(&entry.key, &entry.value.0))
}

/// A bound may be any `Into<Number>`; a literal alone would be an `i32`.
fn bound(entry: &Option<Entry<Equals<Expr>>>) -> Option<TokenStream> {
    entry.as_ref().map(|entry| call(&entry.key, wide(entry.value.0.clone())))
}

fn wide(number: Expr) -> Expr {
    match number {
        Expr::Lit(ExprLit { attrs, lit: Lit::Int(digits) }) if digits.suffix().is_empty() => {
            let digits = LitInt::new(&format!("{}_i64", digits.base10_digits()), digits.span());
            Expr::Lit(ExprLit { attrs, lit: Lit::Int(digits) })
        }
        Expr::Unary(unary) => {
            Expr::Unary(ExprUnary { expr: Box::new(wide(*unary.expr)), ..unary })
        }
        other => other,
    }
}

fn is_false(value: &Expr) -> bool {
    matches!(value, Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) if !value.value)
}

/// `#[sea_orm(ignore)]`: the field is no column.
fn is_ignored(attribute: &Attribute) -> bool {
    let keys = Punctuated::<Meta, Token![,]>::parse_terminated;
    attribute.path().is_ident("sea_orm")
        && attribute.parse_args_with(keys).is_ok_and(|keys| keys.iter().any(|key| key.path().is_ident("ignore")))
}
