//! `#[derive(ViewSet)]` and the two derives that add the behaviour.

mod columns;
mod keys;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::{docs, errors::Errors};
use keys::Keys;

/// What a derive writes beside the facts.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Behaviour {
    /// Nothing: the user writes `impl ModelViewSet`.
    Own,
    /// An empty `impl ModelViewSet`.
    Model,
    /// The same, with the two reading actions.
    ReadOnly,
}

pub(crate) fn expand(input: &DeriveInput, behaviour: Behaviour) -> TokenStream {
    let mut errors = Errors::default();
    let viewset = viewset(input, behaviour, &mut errors);
    let errors = errors.into_tokens();
    quote!(#viewset #errors)
}

/// The implementation, as far as the declaration is understood: a mistake in one key shall not
/// make errors where the viewset is used.
fn viewset(input: &DeriveInput, behaviour: Behaviour, errors: &mut Errors) -> Option<TokenStream> {
    let name = &input.ident;
    if !matches!(input.data, Data::Struct(_)) {
        return errors
            .none(name.span(), format!("`{name}` is not a struct; write `struct {name};`"));
    }
    let keys = Keys::read(&input.attrs, errors);
    let items = keys.items(behaviour, errors);
    let registered = keys.registered(input, errors);
    if !keys.given.iter().any(|key| key == "serializer") {
        let message = format!("`{name}` has no serializer; add `#[viewset(serializer = …)]`");
        return errors.none(name.span(), message);
    }
    let serializer = keys.serializer.as_deref()?;
    let description = docs::description(&input.attrs)
        .map(|text| quote!(const DESCRIPTION: &'static str = #text;));
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let model_viewset = (behaviour != Behaviour::Own).then(|| {
        quote! {
            #[automatically_derived]
            impl #generics ::seaview::__private::ModelViewSet for #name #arguments #bounds {}
        }
    });
    Some(quote! {
        const _: () = {
            #[automatically_derived]
            impl #generics ::seaview::__private::ViewSet for #name #arguments #bounds {
                type Serializer = #serializer;
                #description
                #items
            }

            #model_viewset
            #registered
        };
    })
}
