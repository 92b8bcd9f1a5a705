//! A column of an entity, named so that rustc itself finds the typing error.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Ident, ext::IdentExt};

/// The name in JSON, URLs and messages.
pub(crate) fn wire_name(field: &Ident) -> String {
    field.unraw().to_string()
}

/// `ModelColumn::<Entity, Type>::new("area", |model| &model.area)`, all of it at `span` but for
/// the field.
pub(crate) fn model_column(
    entity: &TokenStream,
    value: &impl ToTokens,
    field: &Ident,
    span: Span,
) -> TokenStream {
    let name = column_name(field);
    quote_spanned! {span=>
        ::seaview::__private::ModelColumn::<#entity, #value>::new(#name, |model| &model.#field)
    }
}

/// SeaORM names a column by its variant, which is `A1` for the fields `a1` and `a_1`.
fn column_name(field: &Ident) -> String {
    wire_name(field).to_upper_camel_case().to_snake_case()
}
