//! Items of `impl ViewSet` that name columns of the entity.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, LitStr};

use crate::{
    errors::{Errors, unknown},
    names::wire_name,
    values::{Lookups, Term},
};

const SEARCH_LOOKUPS: &[&str] = &["icontains", "istartswith", "iexact"];

const FILTER_LOOKUPS: &[&str] = &[
    "exact",
    "iexact",
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "isnull",
];

/// Writes the items.
pub(super) struct Columns {
    /// Where the serializer stands, and with it the entity.
    pub(super) serializer: Span,
}

impl Columns {
    pub(super) fn lookup_field(
        &self,
        field: Option<&Ident>,
        url_kwarg: Option<&LitStr>,
    ) -> Option<TokenStream> {
        let url_kwarg = url_kwarg.map(|name| quote!(.url_kwarg(#name)));
        let lookup = match (field, &url_kwarg) {
            (Some(field), _) => {
                let (name, column) = (wire_name(field), self.column(field, field.span()));
                let by = quote_spanned!(field.span()=> Lookup::by(#name, #column));
                quote!(::core::option::Option::Some(::seaview::__private::#by #url_kwarg))
            }
            (None, Some(_)) => quote! {
                ::seaview::__private::Lookup::primary_key::<Self::Serializer>()
                    .map(|lookup| lookup #url_kwarg)
            },
            (None, None) => return None,
        };
        Some(quote! {
            fn lookup_field(&self) -> ::core::option::Option<::seaview::__private::Lookup> {
                #lookup
            }
        })
    }

    pub(super) fn search_fields(&self, fields: &[Lookups], errors: &mut Errors) -> TokenStream {
        let fields = each(fields, "icontains", SEARCH_LOOKUPS, errors, |field, lookup| {
            let column = self.column(field, lookup.span());
            quote_spanned!(lookup.span()=> ::seaview::__private::SearchField::#lookup(#column))
        });
        item("search_fields", "SearchField", fields)
    }

    pub(super) fn filterset_fields(&self, fields: &[Lookups], errors: &mut Errors) -> TokenStream {
        let fields = each(fields, "exact", FILTER_LOOKUPS, errors, |field, lookup| {
            let (name, column) = (wire_name(field), self.column(field, lookup.span()));
            let lookup = match lookup == "in" {
                true => &Ident::new_raw("in", lookup.span()),
                false => lookup,
            };
            quote_spanned!(lookup.span()=> ::seaview::__private::Filter::#lookup(#name, #column))
        });
        item("filterset_fields", "Filter", fields)
    }

    pub(super) fn ordering_fields(&self, fields: &[Ident]) -> TokenStream {
        let fields = fields.iter().map(|field| {
            let (name, column) = (wire_name(field), self.column(field, field.span()));
            quote_spanned!(field.span()=> ::seaview::__private::OrderingField::new(#name, #column))
        });
        item("ordering_fields", "OrderingField", fields.collect())
    }

    pub(super) fn ordering(&self, terms: &[Term]) -> TokenStream {
        let terms = terms.iter().map(|Term { descending, field }| {
            let column = self.column(field, field.span());
            let direction = Ident::new(if *descending { "desc" } else { "asc" }, field.span());
            quote_spanned!(field.span()=> ::seaview::__private::Ordering::#direction(#column))
        });
        item("ordering", "Ordering", terms.collect())
    }

    /// A column, all of it at `span` but for the field, which rustc knows or does not.
    fn column(&self, field: &Ident, span: Span) -> TokenStream {
        let entity = quote_spanned!(self.serializer=> ::seaview::__private::entity_of::<Self>());
        let name = wire_name(field);
        quote_spanned! {span=>
            ::seaview::__private::model_column(#entity, #name, |model| &model.#field)
        }
    }
}

/// One expression for each lookup of each field; a field without lookups has the usual one.
fn each(
    fields: &[Lookups],
    usual: &str,
    known: &[&str],
    errors: &mut Errors,
    make: impl Fn(&Ident, &Ident) -> TokenStream,
) -> Vec<TokenStream> {
    let mut made = Vec::new();
    for Lookups { field, lookups } in fields {
        if lookups.is_empty() {
            made.push(make(field, &Ident::new(usual, field.span())));
        }
        for lookup in lookups {
            match known.iter().any(|known| lookup == known) {
                true => made.push(make(field, lookup)),
                false => errors.push(unknown("lookup", lookup, known)),
            }
        }
    }
    made
}

/// A method that lists values of this type.
fn item(method: &str, value: &str, values: Vec<TokenStream>) -> TokenStream {
    let [method, value] = [method, value].map(|name| Ident::new(name, Span::call_site()));
    quote! {
        fn #method(&self) -> ::std::vec::Vec<::seaview::__private::#value> {
            ::std::vec![#(#values),*]
        }
    }
}
