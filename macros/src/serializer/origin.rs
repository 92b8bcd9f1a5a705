//! Where a field's value comes from: a column, related rows, a function, the input alone.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericArgument, Ident, PathArguments, Type, spanned::Spanned};

use super::field::SerializerField;
use crate::{
    names::wire_name,
    values::{Source, Term},
};

/// `field::<Entity, Type>("area", column)` and its like, without what is said of the field.
pub(super) fn build(field: &SerializerField<'_>, entity: &TokenStream) -> TokenStream {
    let SerializerField { ident, value, keys, .. } = field;
    let name = wire_name(ident);
    if let Some(method) = &keys.method {
        let function = &**method;
        return quote_spanned! {method.key.span()=>
            ::seaview::__private::method::<#entity, #value>(#name, #function)
        };
    }
    if keys.extra.is_some() {
        return quote_spanned!(value.span()=> ::seaview::__private::extra::<#value>(#name));
    }
    if let Some(Source { relation: Some(relation), field: column }) = keys.source.as_deref() {
        let text = wire_name(column);
        return quote_spanned! {column.span()=>
            ::seaview::__private::through::<#entity, _>(|model| &model.#relation)
                .column::<#value, _>(#name, #text, |model| &model.#column)
        };
    }
    if keys.nested.is_some() || keys.related.is_some() {
        return related(field, entity, &name);
    }
    if let Some(view_name) = keys.view_name.as_deref() {
        let column = keys.lookup_field.as_deref().cloned();
        let column = column.unwrap_or_else(|| Ident::new("id", view_name.span()));
        let column = model_column(entity, &column);
        return quote!(::seaview::__private::hyperlink(#name, #view_name, #column));
    }
    let source = keys.source.as_deref().map_or(*ident, |source| &source.field);
    if keys.display.is_some() {
        let column = model_column(entity, source);
        return quote_spanned!(source.span()=> ::seaview::__private::display(#name, #column));
    }
    let column = wire_name(source);
    quote_spanned! {value.span()=>
        ::seaview::__private::field::<#entity, #value>(
            #name,
            ::seaview::__private::ModelColumn::<#entity, #value>::new(
                #column,
                |model| &model.#source,
            ),
        )
    }
}

/// `nested_many::<Entity, GuestSerializer>("guests", relationship)` and its like.
fn related(field: &SerializerField<'_>, entity: &TokenStream, name: &str) -> TokenStream {
    let SerializerField { value, keys, .. } = field;
    let (many, one) = match inside(value, "Vec") {
        Some(item) => (true, item),
        None => (false, inside(value, "Option").unwrap_or(value)),
    };
    let target = match keys.related.as_deref() {
        Some(target) => quote!(#target),
        None => quote!(<#one as ::seaview::__private::ModelSerializer>::Entity),
    };
    let span = keys.related.as_deref().map_or(one.span(), Spanned::span);
    let relationship = match (&keys.relation, &keys.via) {
        (Some(relation), _) => {
            let relation = &**relation;
            quote!(::seaview::__private::Relationship::<#entity, #target>::of(#relation))
        }
        (None, Some(via)) => {
            let via = &**via;
            quote!(::seaview::__private::Relationship::<#entity, #target>::linked(&#via))
        }
        (None, None) => quote_spanned! {span=>
            ::seaview::__private::Relationship::<#entity, #target>::related()
        },
    };
    let shown = if keys.nested.is_some() {
        let nested = if many { quote!(nested_many) } else { quote!(nested) };
        quote_spanned!(span=> ::seaview::__private::#nested::<#entity, #one>(#name, #relationship))
    } else if keys.count.is_some() {
        return quote!(::seaview::__private::count(#name, #relationship));
    } else if keys.string.is_some() {
        quote_spanned!(span=> ::seaview::__private::string_related(#name, #relationship))
    } else if let Some(view_name) = keys.view_name.as_deref() {
        let column = keys.lookup_field.as_deref().cloned();
        let column = column.unwrap_or_else(|| Ident::new("id", view_name.span()));
        let column = model_column(&target, &column);
        quote! {
            ::seaview::__private::hyperlinked_related(#name, #relationship, #view_name, #column)
        }
    } else if let Some(slug) = keys.slug_field.as_deref() {
        let column = model_column(&target, slug);
        let column = quote_spanned! {slug.span()=>
            ::seaview::__private::shown_as::<#value, _, _>(#column)
        };
        quote!(::seaview::__private::slug_related(#name, #relationship, #column))
    } else {
        quote_spanned! {span=>
            ::seaview::__private::primary_key_related::<#entity, #target, #one>(
                #name,
                #relationship,
            )
        }
    };
    let ordering = keys.ordering.iter().flat_map(|terms| terms.iter()).map(|term| {
        let Term { descending, field } = term;
        let column = model_column(&target, field);
        quote!(.ordering(#column, ::seaview::__private::order(#descending)))
    });
    let many = (many && keys.nested.is_none()).then(|| quote!(.many()));
    quote!(#shown #many #(#ordering)*)
}

fn model_column(entity: &TokenStream, column: &Ident) -> TokenStream {
    let text = wire_name(column);
    quote_spanned! {column.span()=>
        ::seaview::__private::ModelColumn::<#entity, _>::new(#text, |model| &model.#column)
    }
}

/// `T` of `Vec<T>`.
fn inside<'a>(of: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = of else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == wrapper)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    })
}
