//! Reading `#[attribute(key, key = value, key(values))]`.

use std::ops::Deref;

use proc_macro2::TokenTree;
use syn::{
    Attribute, Error, Ident, Meta, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::{errors::Errors, values::Value};

/// A key that was given; dereferences to what was said with it.
pub(crate) struct Entry<T> {
    pub(crate) key: Ident,
    value: T,
}

impl<T> Entry<T> {
    /// Another name at the place of the key.
    pub(crate) fn key(&self, name: &str) -> Ident {
        Ident::new(name, self.key.span())
    }
}

impl<T> Deref for Entry<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Declares a struct of the keys of an attribute, each with the [`Value`] that goes with it, and
/// the function that reads them.
macro_rules! keys {
    ($(#[$doc:meta])* $vis:vis struct $name:ident($attribute:literal) { $($key:ident: $value:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        $vis struct $name {
            $(pub(super) $key: Option<$crate::attributes::Entry<$value>>,)*
            /// All keys that were given, also those that are wrong otherwise.
            pub(super) given: Vec<syn::Ident>,
        }

        impl $name {
            const KEYS: &[&str] = &[$(stringify!($key)),*];

            $vis fn read(attributes: &[syn::Attribute], errors: &mut $crate::errors::Errors) -> Self {
                let mut keys = Self::default();
                let take = |key: &syn::Ident, input: syn::parse::ParseStream| keys.take(key, input);
                $crate::attributes::read(attributes, $attribute, errors, take);
                keys
            }

            /// One more key, and what is said with it.
            $vis fn take(&mut self, key: &syn::Ident, input: syn::parse::ParseStream) -> syn::Result<()> {
                $crate::attributes::once("key", &mut self.given, key)?;
                match key.to_string().as_str() {
                    $(stringify!($key) => $crate::attributes::fill(&mut self.$key, key, input),)*
                    _ => Err($crate::errors::unknown("key", key, Self::KEYS)),
                }
            }
        }
    };
}

pub(crate) use keys;

/// Hands each key of all attributes of this name to `take`; a key that is wrong does not hide
/// what is wrong with the next.
pub(crate) fn read(
    attributes: &[Attribute],
    name: &str,
    errors: &mut Errors,
    mut take: impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let Meta::List(list) = &attribute.meta else {
            let message = format!("`{name}` takes a list; write `#[{name}(…)]`");
            errors.push(Error::new_spanned(attribute, message));
            continue;
        };
        let entry = |input: ParseStream| {
            let key = input.call(Ident::parse_any)?;
            take(&key, input)
        };
        if let Err(error) = (|input: ParseStream| items(input, entry)).parse2(list.tokens.clone()) {
            errors.push(error);
        }
    }
}

/// What stands between the commas, or all that is wrong with it.
pub(crate) fn items<T>(
    input: ParseStream,
    mut parse: impl FnMut(ParseStream) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    let mut items = Vec::new();
    let mut errors: Option<Error> = None;
    while !input.is_empty() {
        let item = parse(input).and_then(|item| match input.is_empty() || input.peek(Token![,]) {
            true => Ok(item),
            false => Err(input.error("expected `,`")),
        });
        match (item, &mut errors) {
            (Ok(item), _) => items.push(item),
            (Err(error), Some(errors)) => errors.combine(error),
            (Err(error), None) => errors = Some(error),
        }
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![,]>>()?;
    }
    errors.map_or(Ok(items), Err)
}

/// Notes a name, unless it was given before.
pub(crate) fn once(noun: &str, given: &mut Vec<Ident>, name: &Ident) -> syn::Result<()> {
    if given.contains(name) {
        let message = format!("the {noun} `{name}` is given twice; remove one of them");
        return Err(Error::new(name.span(), message));
    }
    given.push(name.clone());
    Ok(())
}

/// Reads what comes after a key into its place.
pub(crate) fn fill<T: Value>(
    place: &mut Option<Entry<T>>,
    key: &Ident,
    input: ParseStream,
) -> syn::Result<()> {
    *place = Some(Entry { key: key.clone(), value: T::parse(key, input)? });
    Ok(())
}
