//! Items of `impl ViewSet` that name columns of the entity.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, LitStr, Type, spanned::Spanned};

use crate::{
    errors::Errors,
    filters::{Paths, each, filters},
    names::wire_name,
    values::{FieldPath, Lookups, Orderable, PathTerm},
};

const SEARCH_LOOKUPS: &[&str] = &["icontains", "istartswith", "iexact", "iregex", "search"];

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
        let fields = each(fields, "icontains", SEARCH_LOOKUPS, errors, |path, lookup| {
            let column = self.column_at(path, lookup.span());
            quote_spanned!(lookup.span()=> ::seaview::__private::SearchField::#lookup(#column))
        });
        item("search_fields", "SearchField", fields)
    }

    /// One expression for each filter.
    pub(super) fn filters(&self, fields: &[Lookups], errors: &mut Errors) -> Vec<TokenStream> {
        filters(&Paths { entity: self.entity() }, fields, errors)
    }

    /// The filters of a filter set of the same entity.
    pub(super) fn filterset_class(&self, class: &Type) -> TokenStream {
        let entity = self.entity();
        quote_spanned!(class.span()=> ::seaview::__private::filters_of::<#class, _>(#entity))
    }

    pub(super) fn ordering_fields(&self, fields: &[Orderable]) -> TokenStream {
        let fields = fields.iter().map(|field| match field {
            Orderable::Field { name, path } => {
                let span = path.field.span();
                let column = self.column_at(path, span);
                let name = name.as_ref().map_or_else(|| path.wire_name(), wire_name);
                let field = quote_spanned! {span=>
                    ::seaview::__private::OrderingField::new(#name, #column)
                };
                quote!(::std::vec![#field])
            }
            Orderable::Readable(dots) => quote_spanned! {dots.span()=>
                ::seaview::__private::OrderingField::readable::<Self::Serializer>()
            },
        });
        quote! {
            fn ordering_fields(&self) -> ::std::vec::Vec<::seaview::__private::OrderingField> {
                [#(#fields),*].concat()
            }
        }
    }

    pub(super) fn ordering(&self, terms: &[PathTerm]) -> TokenStream {
        let terms = terms.iter().map(|PathTerm { descending, path }| {
            let span = path.field.span();
            let column = self.column_at(path, span);
            let direction = Ident::new(if *descending { "desc" } else { "asc" }, span);
            quote_spanned!(span=> ::seaview::__private::Ordering::#direction(#column))
        });
        item("ordering", "Ordering", terms.collect())
    }

    /// A column of the entity, or one behind relations.
    fn column_at(&self, path: &FieldPath, span: Span) -> TokenStream {
        match path.relations.is_empty() {
            true => self.column(&path.field, span),
            false => Paths { entity: self.entity() }.column(path, span),
        }
    }

    /// A column, all of it at `span` but for the field, which rustc knows or does not.
    fn column(&self, field: &Ident, span: Span) -> TokenStream {
        let (entity, name) = (self.entity(), wire_name(field));
        quote_spanned! {span=>
            ::seaview::__private::model_column(#entity, #name, |model| &model.#field)
        }
    }

    fn entity(&self) -> TokenStream {
        quote_spanned!(self.serializer=> ::seaview::__private::entity_of::<Self>())
    }
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
