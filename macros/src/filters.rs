//! Filters of fields, as viewsets and filter sets state them.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Ident, ext::IdentExt};

use crate::{
    errors::{Errors, unknown},
    names::wire_name,
    values::{FieldPath, Lookups},
};

/// Lookups of a column, or of a relation.
const LOOKUPS: &[&str] = &[
    "exact",
    "iexact",
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "regex",
    "iregex",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "range",
    "isnull",
];

/// Parts of a date or time, which have lookups of their own: `year__gte`.
const PARTS: &[&str] = &["date", "year", "month", "day", "week_day", "hour", "minute", "second"];

const PART_LOOKUPS: &[&str] = &["exact", "gt", "gte", "lt", "lte", "in", "range"];

/// Writes paths that start at an entity.
pub(crate) struct Paths {
    /// An expression whose type tells the entity.
    pub(crate) entity: TokenStream,
}

impl Paths {
    /// A column or a relation, all of it at `span` but for the fields, which rustc knows or does
    /// not.
    pub(crate) fn field(&self, path: &FieldPath, span: Span) -> TokenStream {
        self.end(path, span, "field")
    }

    /// A column.
    pub(crate) fn column(&self, path: &FieldPath, span: Span) -> TokenStream {
        self.end(path, span, "column")
    }

    fn end(&self, path: &FieldPath, span: Span, method: &str) -> TokenStream {
        let FieldPath { relations, field } = path;
        let (entity, name, method) = (&self.entity, wire_name(field), Ident::new(method, span));
        let steps = relations
            .iter()
            .map(|relation| quote_spanned!(span=> .through(|model| &model.#relation)));
        quote_spanned! {span=>
            ::seaview::__private::along(#entity) #(#steps)* .#method(#name, |model| &model.#field)
        }
    }
}

/// One expression for each lookup of each field.
pub(crate) fn filters(paths: &Paths, fields: &[Lookups], errors: &mut Errors) -> Vec<TokenStream> {
    let known = [LOOKUPS, PARTS].concat();
    each(fields, "exact", &known, errors, |path, lookup| {
        filter(&path.wire_name(), &paths.field(path, lookup.span()), lookup)
    })
}

/// The filter of one lookup, which is known.
pub(crate) fn filter(name: &str, path: &TokenStream, lookup: &Ident) -> TokenStream {
    let span = lookup.span();
    let text = lookup.to_string();
    let (part, of_part) = text.split_once("__").unwrap_or((&text, "exact"));
    if !PARTS.contains(&part) {
        let lookup = method(&text, span);
        return quote_spanned!(span=> ::seaview::__private::Filter::#lookup(#name, #path));
    }
    let (part, of_part) = (method(part, span), method(of_part, span));
    quote_spanned!(span=> ::seaview::__private::Part::#part(#name, #path).#of_part())
}

/// `true` for the name of a lookup.
pub(crate) fn is_known(lookup: &Ident) -> bool {
    let lookup = lookup.unraw().to_string();
    let of_part = |(part, of_part)| PARTS.contains(&part) && PART_LOOKUPS.contains(&of_part);
    LOOKUPS.contains(&lookup.as_str())
        || PARTS.contains(&lookup.as_str())
        || lookup.split_once("__").is_some_and(of_part)
}

/// `true` for a lookup that compares with one value of the column's own type.
pub(crate) fn is_of_value(lookup: &Ident) -> bool {
    let lookup = lookup.to_string();
    LOOKUPS.contains(&lookup.as_str()) && !["in", "range", "isnull"].contains(&lookup.as_str())
}

/// The error for the name of no lookup.
pub(crate) fn unknown_lookup(lookup: &Ident) -> syn::Error {
    unknown("lookup", lookup, &[LOOKUPS, PARTS].concat())
}

fn method(name: &str, span: Span) -> Ident {
    if name == "in" { Ident::new_raw(name, span) } else { Ident::new(name, span) }
}

/// One expression for each lookup of each field; a field without lookups has the usual one.
pub(crate) fn each(
    fields: &[Lookups],
    usual: &str,
    known: &[&str],
    errors: &mut Errors,
    make: impl Fn(&FieldPath, &Ident) -> TokenStream,
) -> Vec<TokenStream> {
    let mut made = Vec::new();
    for Lookups { path, lookups } in fields {
        if lookups.is_empty() {
            made.push(make(path, &Ident::new(usual, path.field.span())));
        }
        for lookup in lookups {
            let of_part = known.contains(&"year") && is_known(lookup);
            match of_part || known.iter().any(|known| lookup == known) {
                true => made.push(make(path, lookup)),
                false => errors.push(unknown("lookup", lookup, known)),
            }
        }
    }
    made
}
