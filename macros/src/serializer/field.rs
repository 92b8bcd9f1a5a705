//! One field of a serializer.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, Expr, ExprLit, Field, Ident, Lit, LitStr, Meta, Token, Type, punctuated::Punctuated,
    spanned::Spanned,
};

use super::{
    formats::{Format, Pattern, Texts},
    items::Items,
    origin,
};
use crate::{
    attributes::{Entry, keys},
    docs,
    errors::Errors,
    values::{Bound, Flag, Message, Source, Switch, Term},
};

keys! {
    /// What is said of the field; most keys are the methods of `FieldBuilder` of their names.
    pub(super) struct Keys("serializer") {
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
        format: Format,
        pattern: Pattern,
        regex: Expr,
        choices: Expr,
        big_integer: Flag,
        coerce_to_string: Switch,
        max_digits: Expr,
        decimal_places: Expr,
        rounding: Expr,
        normalize_output: Flag,
        input_formats: Texts,
        output_format: Expr,
        iso_8601: Flag,
        validate: Expr,
        validators: Vec<Expr>,
        label: Expr,
        help_text: Expr,
        source: Source,
        skip: Flag,
        nested: Flag,
        related: Type,
        relation: Expr,
        via: Expr,
        slug_field: Ident,
        string: Flag,
        count: Flag,
        view_name: LitStr,
        lookup_field: Ident,
        queryset: Expr,
        prefetch: Expr,
        ordering: Vec<Term>,
        allow_empty: Switch,
        keyed: Flag,
        child: Items,
        method: Expr,
        extra: Flag,
        display: Flag,
        hidden: Expr,
        default_with: Expr,
        create_only_default: Expr,
        error_messages: Vec<Message>,
        flatten: Flag,
        file_path: Expr,
        upload_to: Expr,
        allow_empty_file: Switch,
        max_name_length: Expr,
        expandable: Flag,
    }
}

/// A field of the struct and what is said of it.
pub(super) struct SerializerField<'a> {
    pub(super) ident: &'a Ident,
    pub(super) value: &'a Type,
    documentation: Option<String>,
    pub(super) keys: Keys,
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

    /// `.field(field::<Entity, Type>("area", column).min_value(0).read_only())`.
    pub(super) fn build(&self, serializer: &Ident) -> TokenStream {
        let Self { value, keys, .. } = self;
        if keys.flatten.is_some() {
            return quote_spanned! {value.span()=>
                .flatten(<#value as ::seaview::__private::ModelSerializer>::table())
            };
        }
        let entity = quote!(<#serializer as ::seaview::__private::ModelSerializer>::Entity);
        let field = origin::build(self, &entity);
        let field = self.options().fold(field, |field, (option, value)| {
            let call = quote_spanned!(option.span()=> .#option(#value));
            quote!(#field #call)
        });
        quote!(.field(#field))
    }

    /// The methods to call. Whether one suits the field's type is for rustc to say. `required`
    /// comes last, as others imply it.
    pub(super) fn options(&self) -> impl Iterator<Item = Said> {
        let Self { ident, value, keys, .. } = self;
        let typed = |stated: &Option<Entry<Expr>>| {
            said(stated).map(|(key, default)| match stated.as_deref() {
                Some(Expr::Lit(ExprLit { lit: Lit::Str(_), .. })) => (key, default),
                _ => (key, quote!({ let default: #value = #default; default })),
            })
        };
        let (default, created) = (typed(&keys.default), typed(&keys.create_only_default));
        let messages = keys.error_messages.iter().flat_map(|messages| {
            messages.iter().map(|Message { code, message }| {
                let code = code.to_string();
                (messages.key("error_message"), quote!(#code, #message))
            })
        });
        let help_text = Ident::new("help_text", ident.span());
        let documentation = self.documentation.as_ref().map(|text| (help_text, quote!(#text)));
        let options = [
            said(&keys.read_only),
            said(&keys.write_only),
            default,
            said(&keys.allow_null),
            said(&keys.hidden),
            said(&keys.default_with),
            created,
            said(&keys.file_path),
            said(&keys.upload_to),
            said(&keys.allow_empty_file),
            said(&keys.max_name_length),
            said(&keys.expandable),
            said(&keys.keyed),
            said(&keys.queryset),
            said(&keys.prefetch),
            said(&keys.validate),
            said(&keys.label),
            said(&keys.help_text).or(documentation),
            said(&keys.required),
        ];
        let validators = keys.validators.iter().flat_map(|validators| {
            validators.iter().map(|check| (validators.key("validator"), quote!(#check)))
        });
        keys.limits().chain(options.into_iter().flatten()).chain(validators).chain(messages)
    }
}

impl Keys {
    /// What is said of the values, be they those of a field or the items of one.
    pub(super) fn limits(&self) -> impl Iterator<Item = Said> {
        let pattern = self.pattern.as_ref();
        let pattern = pattern.map(|p| (p.key(p.method()), p.to_token_stream()));
        let limits = [
            // An IP address has no length unless one is stated.
            said(&self.format),
            pattern,
            said(&self.regex),
            said(&self.choices),
            said(&self.big_integer),
            said(&self.coerce_to_string),
            said(&self.max_digits),
            said(&self.decimal_places),
            said(&self.rounding),
            said(&self.normalize_output),
            said(&self.input_formats),
            said(&self.output_format),
            said(&self.iso_8601),
            said(&self.allow_blank),
            said(&self.trim_whitespace),
            said(&self.allow_empty),
            said(&self.min_length),
            said(&self.max_length),
            said(&self.min_value),
            said(&self.max_value),
            said(&self.child),
        ];
        limits.into_iter().flatten()
    }

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
pub(super) type Said = (Ident, TokenStream);

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
