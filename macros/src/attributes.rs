//! Reading `#[attribute(key, key = value, key(values))]`.

use proc_macro2::TokenTree;
use syn::{
    Attribute, Error, Ident, Meta, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::{errors::Errors, values::Value};

/// A key that was given, and what was said with it.
pub(crate) struct Entry<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// Declares a struct of the keys of an attribute, each with the [`Value`] that goes with it, and
/// the function that reads them.
macro_rules! keys {
    ($(#[$doc:meta])* $vis:vis struct $name:ident($attribute:literal) { $($key:ident: $value:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        $vis struct $name {
            $(pub(super) $key: Option<$crate::attributes::Entry<$value>>,)*
        }

        impl $name {
            const KEYS: &[&str] = &[$(stringify!($key)),*];

            $vis fn read(attributes: &[syn::Attribute], errors: &mut $crate::errors::Errors) -> Self {
                let mut keys = Self::default();
                $crate::attributes::read(attributes, $attribute, errors, |key, input| {
                    match key.to_string().as_str() {
                        $(stringify!($key) => $crate::attributes::fill(&mut keys.$key, key, input),)*
                        _ => Err($crate::errors::unknown("key", &key, Self::KEYS)),
                    }
                });
                keys
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
    mut take: impl FnMut(Ident, ParseStream) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let Meta::List(list) = &attribute.meta else {
            let message = format!("`{name}` takes a list; write `#[{name}(…)]`");
            errors.push(Error::new_spanned(attribute, message));
            continue;
        };
        let read = |input: ParseStream| {
            while !input.is_empty() {
                if let Err(error) = entry(input, &mut take) {
                    errors.push(error);
                    skip(input)?;
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        };
        if let Err(error) = read.parse2(list.tokens.clone()) {
            errors.push(error);
        }
    }
}

fn entry(
    input: ParseStream,
    take: &mut impl FnMut(Ident, ParseStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let key = input.call(Ident::parse_any)?;
    take(key.clone(), input)?;
    match input.is_empty() || input.peek(Token![,]) {
        true => Ok(()),
        false => Err(input.error(format!("expected `,` after `{key}`"))),
    }
}

/// To the next comma.
fn skip(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Reads what comes after a key into its place.
pub(crate) fn fill<T: Value>(
    place: &mut Option<Entry<T>>,
    key: Ident,
    input: ParseStream,
) -> syn::Result<()> {
    let value = T::parse(&key, input)?;
    if place.is_some() {
        let message = format!("the key `{key}` is given twice; remove one of them");
        return Err(Error::new(key.span(), message));
    }
    *place = Some(Entry { key, value });
    Ok(())
}
