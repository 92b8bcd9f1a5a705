//! `#[derive(FilterSet)]`: a struct as filters under names of their own.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{
    Data, DataStruct, DeriveInput, Expr, Field, Fields, FieldsNamed, Ident, LitStr, Type,
    spanned::Spanned,
};

use crate::{
    attributes::keys,
    errors::Errors,
    filters::{Paths, filter, is_known, is_of_value, unknown_lookup},
    names::wire_name,
    values::{FieldPath, Flag, Keyword, Orderable},
};

keys! {
    /// What is said of the struct.
    struct Keys("filterset") {
        entity: Type,
    }
}

keys! {
    /// What is said of a field.
    struct FilterKeys("filter") {
        field: FieldPath,
        lookup: Keyword,
        method: Expr,
        ordering: Vec<Orderable>,
        multiple: Flag,
        min_max: Flag,
        after_before: Flag,
        parameter: LitStr,
        exclude: Flag,
        conjoined: Flag,
        null_value: LitStr,
        queryset: Expr,
    }
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let set = filter_set(input, &mut errors);
    let errors = errors.into_tokens();
    quote!(#set #errors)
}

fn filter_set(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let name = &input.ident;
    let named = named_fields(input, errors)?;
    let keys = Keys::read(&input.attrs, errors);
    let filters = named.named.iter().filter_map(|field| one(name, field, errors));
    let filters: Vec<_> = filters.collect();
    let declared = named.named.iter().filter_map(|field| field.ident.as_ref());
    let Some(entity) = keys.entity.as_deref() else {
        let message = format!("`{name}` has no entity; add `#[filterset(entity = …)]`");
        return errors.none(name.span(), message);
    };
    Some(quote! {
        const _: () = {
            #[automatically_derived]
            impl ::seaview::__private::FilterSet for #name {
                type Entity = #entity;

                fn filters() -> ::std::vec::Vec<::seaview::__private::Filter> {
                    [#(#filters),*].concat()
                }
            }

            // The struct is a declaration: nobody else reads its fields.
            const _: fn(&#name) = |declaration| _ = (#(&declaration.#declared,)*);
        };
    })
}

/// The filters of a field: a list of one, or of two for a range.
fn one(set: &Ident, field: &Field, errors: &mut Errors) -> Option<TokenStream> {
    let ident = field.ident.as_ref()?;
    let keys = FilterKeys::read(&field.attrs, errors);
    let said = Said { set, ident, value: &field.ty, keys: &keys };
    let chosen = [
        keys.lookup.is_some(),
        keys.method.is_some(),
        keys.ordering.is_some(),
        keys.multiple.is_some(),
        keys.min_max.is_some(),
        keys.after_before.is_some(),
    ];
    if chosen.iter().filter(|chosen| **chosen).count() > 1 {
        let message = format!(
            "`{ident}` is several filters at once; state one of `lookup`, `method`, `ordering`, \
             `multiple`, `min_max` and `after_before`"
        );
        return errors.none(ident.span(), message);
    }
    if let Some(lookup) = keys.lookup.as_deref().filter(|lookup| !is_known(&lookup.0)) {
        errors.push(unknown_lookup(&lookup.0));
        return None;
    }
    let filters = said.range().unwrap_or_else(|| {
        let filter = said.single();
        let parameter = said.parameter();
        quote!([#filter.parameter(#parameter)])
    });
    let changes = said.changes();
    Some(quote!(::std::vec::Vec::from(#filters.map(|filter| filter #changes))))
}

/// What is said of a field.
struct Said<'a> {
    set: &'a Ident,
    ident: &'a Ident,
    value: &'a Type,
    keys: &'a FilterKeys,
}

impl Said<'_> {
    fn single(&self) -> TokenStream {
        let (value, name) = (self.value, self.parameter());
        if let Some(method) = self.keys.method.as_deref() {
            return quote_spanned! {method.span()=>
                ::seaview::__private::Filter::method::<
                    <Self as ::seaview::__private::FilterSet>::Entity,
                    #value,
                >(#name, #method)
            };
        }
        if let Some(fields) = self.keys.ordering.as_deref() {
            let fields = fields.iter().map(|field| self.orderable(field));
            return quote! {
                ::seaview::__private::Filter::ordering(#name, [#(#fields),*].concat())
            };
        }
        if self.keys.multiple.is_some() {
            let path = self.compared();
            return quote!(::seaview::__private::Filter::multiple(#name, #path));
        }
        let exact = Ident::new("exact", self.ident.span());
        let lookup = self.keys.lookup.as_deref().map_or(&exact, |lookup| &lookup.0);
        match is_of_value(lookup) {
            true => filter(&name, &self.compared(), lookup),
            false => filter(&name, &self.path(), lookup),
        }
    }

    /// The two filters of a range.
    fn range(&self) -> Option<TokenStream> {
        let (name, path) = (self.parameter(), self.compared());
        let min_max = self.keys.min_max.as_ref().map(|key| key.key("min_max"));
        let after_before = self.keys.after_before.as_ref().map(|key| key.key("after_before"));
        let range = min_max.or(after_before)?;
        Some(quote_spanned!(range.span()=> ::seaview::__private::Filter::#range(#name, #path)))
    }

    fn orderable(&self, field: &Orderable) -> TokenStream {
        match field {
            Orderable::Field { name, path } => {
                let name = name.as_ref().map_or_else(|| path.wire_name(), wire_name);
                let column = self.paths().column(path, path.field.span());
                quote_spanned! {path.field.span()=>
                    ::std::vec![::seaview::__private::OrderingField::new(#name, #column)]
                }
            }
            Orderable::Readable(dots) => quote_spanned! {dots.span()=>
                ::core::compile_error!("a filter set has no serializer; name the columns")
            },
        }
    }

    /// The path, if its values are of the field's type.
    fn compared(&self) -> TokenStream {
        let (value, path) = (self.value, self.path());
        quote_spanned! {value.span()=> ::seaview::__private::compared_with::<#value, _, _>(#path) }
    }

    fn path(&self) -> TokenStream {
        match self.keys.field.as_deref() {
            Some(path) => self.paths().field(path, path.field.span()),
            None => {
                let path = FieldPath { relations: Vec::new(), field: self.ident.clone() };
                self.paths().field(&path, self.ident.span())
            }
        }
    }

    fn paths(&self) -> Paths {
        let set = self.set;
        Paths { entity: quote!(::seaview::__private::filtered_by::<#set>()) }
    }

    fn parameter(&self) -> String {
        let stated = self.keys.parameter.as_deref().map(LitStr::value);
        stated.unwrap_or_else(|| wire_name(self.ident))
    }

    fn changes(&self) -> TokenStream {
        let exclude = self.keys.exclude.as_ref().map(|_| quote!(.exclude()));
        let conjoined = self.keys.conjoined.as_ref().map(|_| quote!(.conjoined()));
        let null = self.keys.null_value.as_deref().map(|text| quote!(.null_value(#text)));
        let queryset = self.keys.queryset.as_deref();
        let queryset = queryset.map(|rows| quote_spanned!(rows.span()=> .queryset(#rows)));
        quote!(#exclude #conjoined #null #queryset)
    }
}

fn named_fields<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a FieldsNamed> {
    let name = &input.ident;
    match &input.data {
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => Some(fields),
        _ => errors.none(
            name.span(),
            format!("`{name}` has no named fields; write `struct {name} {{ … }}`"),
        ),
    }
}
