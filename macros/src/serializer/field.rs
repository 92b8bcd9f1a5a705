//! One field of a serializer.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Expr, ExprLit, Field, Ident, Lit, Meta, Token, Type, punctuated::Punctuated,
    spanned::Spanned,
};

use crate::{
    attributes::{Entry, keys},
    docs,
    errors::Errors,
    names::wire_name,
    values::{Bound, Flag, Switch},
};

keys! {
    /// What is said of the field; each key but two is the method of `FieldBuilder` of its name.
    struct Keys("serializer") {
        read_only: Flag,
        write_only: Flag,
        required: Switch,
        default: Expr,
        allow_null: Switch,
        allow_blank: Switch,
        trim_whitespace: Switch,
        min_length: Expr,
        max_length: Expr,
        min_value: Bound,
        max_value: Bound,
        validate: Expr,
        label: Expr,
        help_text: Expr,
        source: Ident,
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
            errors.none::<()>(key.span(), message);
        }
        let skipped = keys.skip.is_some() || (of_model && field.attrs.iter().any(is_ignored));
        let documentation = docs::sentence(&field.attrs);
        (!skipped).then_some(Self { ident, value: &field.ty, documentation, keys })
    }

    /// `field::<Entity, Type>("area", column).min_value(0).read_only()`.
    pub(super) fn build(&self, serializer: &Ident) -> TokenStream {
        let Self { ident, value, keys, .. } = self;
        let entity = quote!(<#serializer as ::seaview::__private::ModelSerializer>::Entity);
        let name = wire_name(ident);
        let source = keys.source.as_deref().unwrap_or(ident);
        let column = wire_name(source);
        let field = quote_spanned! {value.span()=>
            ::seaview::__private::field::<#entity, #value>(
                #name,
                ::seaview::__private::ModelColumn::<#entity, #value>::new(
                    #column,
                    |model| &model.#source,
                ),
            )
        };
        self.options().fold(field, |field, (option, value)| {
            let call = quote_spanned!(option.span()=> .#option(#value));
            quote!(#field #call)
        })
    }

    /// The methods to call. Whether one suits the field's type is for rustc to say. `required`
    /// comes last, as others imply it.
    fn options(&self) -> impl Iterator<Item = Said> {
        let Self { ident, value, keys, .. } = self;
        let default = said(&keys.default).map(|(key, default)| match keys.default.as_deref() {
            Some(Expr::Lit(ExprLit { lit: Lit::Str(_), .. })) => (key, default),
            _ => (key, quote!({ let default: #value = #default; default })),
        });
        let help_text = Ident::new("help_text", ident.span());
        let documentation = self.documentation.as_ref().map(|text| (help_text, quote!(#text)));
        let options = [
            said(&keys.allow_blank),
            said(&keys.trim_whitespace),
            said(&keys.min_length),
            said(&keys.max_length),
            said(&keys.min_value),
            said(&keys.max_value),
            said(&keys.read_only),
            said(&keys.write_only),
            default,
            said(&keys.allow_null),
            said(&keys.validate),
            said(&keys.label),
            said(&keys.help_text).or(documentation),
            said(&keys.required),
        ];
        options.into_iter().flatten()
    }
}

impl Keys {
    /// DRF's own assertions about keys that contradict each other.
    fn check(&self, errors: &mut Errors) {
        let required = said(&self.required).filter(|(_, value)| value.to_string() != "false");
        let pairs = [
            (said(&self.read_only), said(&self.write_only)),
            (said(&self.read_only), required.clone()),
            (said(&self.default), required),
        ];
        for pair in pairs {
            if let (Some((one, _)), Some((other, _))) = pair {
                let message =
                    format!("`{one}` and `{other}` contradict each other; remove one of them");
                errors.none::<()>(other.span(), message);
            }
        }
    }
}

/// A key and its value.
type Said = (Ident, TokenStream);

fn said<T: ToTokens>(entry: &Option<Entry<T>>) -> Option<Said> {
    entry.as_ref().map(|entry| (entry.key.clone(), (**entry).to_token_stream()))
}

/// `#[sea_orm(ignore)]`: the field is no column.
fn is_ignored(attribute: &Attribute) -> bool {
    let keys = Punctuated::<Meta, Token![,]>::parse_terminated;
    attribute.path().is_ident("sea_orm")
        && attribute
            .parse_args_with(keys)
            .is_ok_and(|keys| keys.iter().any(|key| key.path().is_ident("ignore")))
}
