//! `#[actions]`: methods of a viewset that have URLs of their own.

mod action;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Ident, ImplItem, ItemImpl, spanned::Spanned};

use crate::errors::{Errors, unknown};
use action::Action;

pub(crate) fn expand(arguments: &TokenStream, mut block: ItemImpl) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        let message = "`#[actions]` takes nothing; say it in the `#[action(…)]` of a method";
        errors.push(Error::new(arguments.span(), message));
    }
    let actions = read(&block, &mut errors);
    let submitted = submitted(&block, &actions, &mut errors);
    let errors = errors.into_tokens();
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            method.attrs.retain(|attribute| !attribute.path().is_ident("action"));
        }
    }
    quote!(#block #submitted #errors)
}

fn read(block: &ItemImpl, errors: &mut Errors) -> Vec<Action> {
    let methods = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) => Action::read(method, errors),
        _ => None,
    });
    methods.collect()
}

/// What makes the router find the actions.
fn submitted(block: &ItemImpl, actions: &[Action], errors: &mut Errors) -> Option<TokenStream> {
    if let Some((_, of, _)) = &block.trait_ {
        let message = "`#[actions]` belongs on an `impl` of the viewset itself, not of a trait";
        return errors.none(of.span(), message);
    }
    if !block.generics.params.is_empty() {
        let message = "the viewset is generic; return its actions from \
            `ModelViewSet::extra_actions`";
        return errors.none(block.generics.span(), message);
    }
    let viewset = &*block.self_ty;
    let made = actions.iter().filter_map(|action| {
        let original = original(action, actions, errors)?;
        action.made(original, viewset, errors)
    });
    let made: Vec<_> = made.collect();
    Some(quote! {
        const _: () = {
            ::seaview::__private::inventory::submit! {
                ::seaview::__private::DeclaredActions::new(
                    || ::core::any::TypeId::of::<#viewset>(),
                    || ::std::boxed::Box::new(::std::vec![#(#made),*]),
                )
            }
        };
    })
}

/// The action whose URL this one is for: its own, or that of the one it maps.
fn original<'a>(
    action: &'a Action,
    actions: &'a [Action],
    errors: &mut Errors,
) -> Option<&'a Action> {
    let Some(name) = action.keys.maps.as_deref() else { return Some(action) };
    let originals = || actions.iter().filter(|other| other.keys.maps.is_none());
    let found = originals().find(|other| other.name == *name);
    if found.is_none() {
        let names: Vec<String> = originals().map(|other| other.name.to_string()).collect();
        errors.push(unknown_original(name, &names));
    }
    found
}

fn unknown_original(name: &Ident, names: &[String]) -> Error {
    match names.is_empty() {
        true => Error::new(name.span(), format!("there is no action `{name}` in this block")),
        false => unknown("action", name, names),
    }
}
