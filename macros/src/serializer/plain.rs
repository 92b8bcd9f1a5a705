//! `#[derive(Serializer)]`: an ordinary struct as input and output.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Expr, spanned::Spanned};

use super::{field::SerializerField, named_fields};
use crate::{attributes::keys, errors::Errors, names::wire_name};

keys! {
    /// What is said of the struct.
    struct Keys("serializer") {
        validate: Expr,
    }
}

/// The keys that have no meaning without an entity.
const OF_MODELS: [&str; 19] = [
    "source",
    "nested",
    "related",
    "relation",
    "via",
    "slug_field",
    "string",
    "count",
    "view_name",
    "lookup_field",
    "queryset",
    "prefetch",
    "ordering",
    "method",
    "extra",
    "hidden",
    "default_with",
    "create_only_default",
    "flatten",
];

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let serializer = serializer(input, &mut errors);
    let errors = errors.into_tokens();
    quote!(#serializer #errors)
}

fn serializer(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let name = &input.ident;
    let named = named_fields(input, errors)?;
    let keys = Keys::read(&input.attrs, errors);
    let fields = named.named.iter();
    let fields: Vec<_> =
        fields.filter_map(|field| SerializerField::read(field, false, errors)).collect();
    for field in &fields {
        for key in field.keys.given.iter().filter(|key| OF_MODELS.iter().any(|name| key == name)) {
            let message = format!("`{key}` is for a `ModelSerializer`; remove it");
            errors.none::<()>(key.span(), message);
        }
    }
    let declared = fields.iter().map(declared);
    let names: Vec<_> = fields.iter().map(|field| field.ident).collect();
    let validate = keys.validate.as_deref().map(|check| {
        quote! {
            fn validate(
                self,
            ) -> ::core::result::Result<Self, ::seaview::__private::ValidationError> {
                #check(self)
            }
        }
    });
    Some(quote! {
        const _: () = {
            #[automatically_derived]
            impl ::seaview::__private::Serializer for #name {
                fn fields() -> &'static ::seaview::__private::ValueFields {
                    static FIELDS: ::std::sync::LazyLock<::seaview::__private::ValueFields> =
                        ::std::sync::LazyLock::new(|| {
                            ::seaview::__private::ValueFields::new() #(.field(#declared))*
                        });
                    &FIELDS
                }

                fn values(&self) -> ::std::vec::Vec<&dyn ::core::any::Any> {
                    ::std::vec![#(&self.#names),*]
                }

                fn assemble(
                    values: &mut ::seaview::__private::Values,
                ) -> ::core::option::Option<Self> {
                    ::core::option::Option::Some(Self { #(#names: values.take()?),* })
                }

                #validate
            }

            #[automatically_derived]
            impl ::seaview::__private::Field for #name {
                const SCHEMA: ::seaview::__private::FieldSchema =
                    ::seaview::__private::plain::schema::<#name>();

                fn parse(
                    input: ::seaview::__private::Input<'_>,
                    _: &::seaview::__private::FieldOptions,
                ) -> ::core::result::Result<Self, ::seaview::__private::ValidationError> {
                    ::seaview::__private::plain::parse(input)
                }

                fn write(
                    &self,
                    _: &::seaview::__private::FieldOptions,
                    out: &mut ::std::vec::Vec<u8>,
                ) {
                    ::seaview::__private::plain::write(self, out);
                }
            }
        };
    })
}

/// `value::<i64>("area").min_value(0)`.
fn declared(field: &SerializerField<'_>) -> TokenStream {
    let name = wire_name(field.ident);
    let value = field.value;
    let built = quote_spanned!(value.span()=> ::seaview::__private::value::<#value>(#name));
    field.options().fold(built, |built, (option, value)| {
        let call = quote_spanned!(option.span()=> .#option(#value));
        quote!(#built #call)
    })
}
