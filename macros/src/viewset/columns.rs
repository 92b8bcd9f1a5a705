//! Items of `impl ViewSet` that name columns of the entity.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, LitStr};

use crate::{
    attributes::Entry,
    errors::{Errors, unknown},
    model_column::{model_column, wire_name},
    values::{Equals, Lookups, Name, Term, Unquoted},
};

const SEARCH_LOOKUPS: &[&str] = &["icontains", "istartswith", "iexact"];

const FILTER_LOOKUPS: &[&str] = &[
    "exact", "iexact", "contains", "icontains", "startswith", "istartswith", "endswith",
    "iendswith", "gt", "gte", "lt", "lte", "in", "isnull",
];

pub(super) fn lookup_field(
    field: Option<&Entry<Equals<Name>>>,
    url_kwarg: Option<&Entry<Equals<LitStr>>>,
) -> Option<TokenStream> {
    let url_kwarg = url_kwarg.map(|Entry { value: Equals(name), .. }| quote!(.url_kwarg(#name)));
    let lookup = match field {
        Some(Entry { value: Equals(Unquoted(field)), .. }) => {
            let (name, column) = (wire_name(field), column(field, field.span()));
            let by = quote_spanned!(field.span()=> ::seaview::__private::Lookup::by(#name, #column));
            quote!(::core::option::Option::Some(#by #url_kwarg))
        }
        None => {
            let url_kwarg = url_kwarg?;
            quote! {
                ::seaview::__private::Lookup::primary_key::<Self::Serializer>()
                    .map(|lookup| lookup #url_kwarg)
            }
        }
    };
    Some(quote! {
        fn lookup_field(&self) -> ::core::option::Option<::seaview::__private::Lookup> {
            #lookup
        }
    })
}

pub(super) fn search_fields(fields: &[Lookups], errors: &mut Errors) -> TokenStream {
    let fields = each(fields, "icontains", SEARCH_LOOKUPS, errors, |field, lookup| {
        let column = column(field, lookup.span());
        quote_spanned!(lookup.span()=> ::seaview::__private::SearchField::#lookup(#column))
    });
    item("search_fields", "SearchField", fields)
}

pub(super) fn filterset_fields(fields: &[Lookups], errors: &mut Errors) -> TokenStream {
    let fields = each(fields, "exact", FILTER_LOOKUPS, errors, |field, lookup| {
        let (name, column) = (wire_name(field), column(field, lookup.span()));
        let lookup = match lookup == "in" {
            true => Ident::new_raw("in", lookup.span()),
            false => lookup.clone(),
        };
        quote_spanned!(lookup.span()=> ::seaview::__private::Filter::#lookup(#name, #column))
    });
    item("filterset_fields", "Filter", fields)
}

pub(super) fn ordering_fields(fields: &[Name]) -> TokenStream {
    let fields = fields.iter().map(|Unquoted(field)| {
        let (name, column) = (wire_name(field), column(field, field.span()));
        quote_spanned!(field.span()=> ::seaview::__private::OrderingField::new(#name, #column))
    });
    item("ordering_fields", "OrderingField", fields.collect())
}

pub(super) fn ordering(terms: &[Term]) -> TokenStream {
    let terms = terms.iter().map(|Term { descending, field: Unquoted(field) }| {
        let column = column(field, field.span());
        let direction = Ident::new(if *descending { "desc" } else { "asc" }, field.span());
        quote_spanned!(field.span()=> ::seaview::__private::Ordering::#direction(#column))
    });
    item("ordering", "Ordering", terms.collect())
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
    for Lookups { field: Unquoted(field), lookups } in fields {
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

fn column(field: &Ident, span: Span) -> TokenStream {
    model_column(&quote!(::seaview::__private::EntityOf<Self>), &quote!(_), field, span)
}
