//! `#[derive(Field)]`: an enum of choices, or a type around another.

use heck::ToTitleCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DataEnum, DataStruct, DeriveInput, Fields, Ident, LitStr, Type, Variant};

use crate::{attributes::keys, errors::Errors};

keys! {
    /// What is said of a variant.
    struct Keys("field") {
        label: LitStr,
    }
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let field = field(input, &mut errors);
    let errors = errors.into_tokens();
    quote!(#field #errors)
}

fn field(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let name = &input.ident;
    let message = match &input.data {
        _ if !input.generics.params.is_empty() => {
            format!("`{name}` is generic; implement `seaview::Field` for it by hand")
        }
        Data::Enum(choices) => return choice(name, choices, errors),
        Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. })
            if fields.unnamed.len() == 1 =>
        {
            return Some(around(name, &fields.unnamed[0].ty));
        }
        Data::Struct(DataStruct { fields: Fields::Named(_), .. }) => {
            format!("`{name}` has named fields; derive `seaview::Serializer` to make it an object")
        }
        _ => format!(
            "`{name}` is neither an enum of choices nor a type around one other; \
             write `struct {name}(…);` or implement `seaview::Field` by hand"
        ),
    };
    errors.none(name.span(), message)
}

/// The labels, and the functions of all enums.
fn choice(name: &Ident, choices: &DataEnum, errors: &mut Errors) -> Option<TokenStream> {
    let arms: Vec<_> = choices.variants.iter().filter_map(|variant| arm(variant, errors)).collect();
    if choices.variants.is_empty() {
        return errors.none(name.span(), format!("`{name}` has no variants to choose from"));
    }
    if arms.len() < choices.variants.len() {
        return None;
    }
    Some(quote! {
        const _: () = {
            #[automatically_derived]
            impl ::seaview::__private::Choices for #name {
                fn label(&self) -> &'static str {
                    match self { #(#arms)* }
                }
            }

            #[automatically_derived]
            impl ::seaview::__private::Field for #name {
                const SCHEMA: ::seaview::__private::FieldSchema =
                    ::seaview::__private::choice_schema::<#name>();

                fn parse(
                    input: ::seaview::__private::Input<'_>,
                    _: &::seaview::__private::FieldOptions,
                ) -> ::core::result::Result<Self, ::seaview::__private::ValidationError> {
                    ::seaview::__private::parse_choice(&input)
                }

                fn write(
                    &self,
                    options: &::seaview::__private::FieldOptions,
                    out: &mut ::std::vec::Vec<u8>,
                ) {
                    ::seaview::__private::write_choice(self, options, out);
                }
            }

            // Bounds without parameters must hold, unless they are for any lifetime.
            #[automatically_derived]
            impl ::seaview::__private::Searched for #name
            where
                for<'any> <#name as ::seaview::__private::ActiveEnum>::Value:
                    ::seaview::__private::Text {}
        };
    })
}

fn arm(variant: &Variant, errors: &mut Errors) -> Option<TokenStream> {
    let name = &variant.ident;
    let keys = Keys::read(&variant.attrs, errors);
    if !matches!(variant.fields, Fields::Unit) {
        return errors.none(name.span(), format!("`{name}` has fields; a choice is one value"));
    }
    let label = match keys.label.as_deref() {
        Some(label) => label.value(),
        None => sentence(&name.to_string()),
    };
    Some(quote!(Self::#name => #label,))
}

/// `InReview` is "In review".
fn sentence(name: &str) -> String {
    let mut words = name.trim_start_matches("r#").to_title_case();
    if let Some(at) = words.find(' ') {
        let rest = words.split_off(at).to_lowercase();
        words.push_str(&rest);
    }
    words
}

/// All items are those of the type within.
fn around(name: &Ident, inner: &Type) -> TokenStream {
    let markers = [
        "Length",
        "Text",
        "Numeric",
        "ExactNumber",
        "Integer",
        "DecimalNumber",
        "Temporal",
        "Timespan",
    ];
    // Bounds without parameters must hold, unless they are for any lifetime.
    let markers = markers.map(|marker| {
        let marker = format_ident!("{marker}");
        quote! {
            #[automatically_derived]
            impl ::seaview::__private::#marker for #name
            where
                for<'any> #inner: ::seaview::__private::#marker {}
        }
    });
    quote! {
        const _: () = {
            #[automatically_derived]
            impl ::seaview::__private::Field for #name {
                const SCHEMA: ::seaview::__private::FieldSchema =
                    <#inner as ::seaview::__private::Field>::SCHEMA;
                const NULLABLE: bool = <#inner as ::seaview::__private::Field>::NULLABLE;

                fn parse(
                    input: ::seaview::__private::Input<'_>,
                    options: &::seaview::__private::FieldOptions,
                ) -> ::core::result::Result<Self, ::seaview::__private::ValidationError> {
                    <#inner as ::seaview::__private::Field>::parse(input, options).map(Self)
                }

                fn validate(
                    &self,
                    options: &::seaview::__private::FieldOptions,
                    errors: &mut ::std::vec::Vec<::seaview::__private::ErrorDetail>,
                ) {
                    ::seaview::__private::Field::validate(&self.0, options, errors);
                }

                fn write(
                    &self,
                    options: &::seaview::__private::FieldOptions,
                    out: &mut ::std::vec::Vec<u8>,
                ) {
                    ::seaview::__private::Field::write(&self.0, options, out);
                }
            }

            #(#markers)*

            #[automatically_derived]
            impl ::seaview::__private::Composite for #name
            where
                for<'any> #inner: ::seaview::__private::Composite,
            {
                type Child = <#inner as ::seaview::__private::Composite>::Child;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_labelled_in_words() {
        for (name, label) in
            [("Hardcover", "Hardcover"), ("InReview", "In review"), ("EBook", "E book")]
        {
            assert_eq!(sentence(name), label);
        }
    }
}
