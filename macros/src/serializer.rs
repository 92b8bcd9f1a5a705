//! `#[derive(ModelSerializer)]`: a struct as a table of fields.

mod field;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataStruct, DeriveInput, Error, Fields, FieldsNamed, LitStr, Type, parse_quote};

use crate::{
    attributes::{Entry, keys},
    errors::{Errors, unknown},
    model_column::wire_name,
    values::{Equals, List, Name, Unquoted},
};
use field::SerializerField;

keys! {
    /// What is said of the struct.
    struct Keys("serializer") {
        entity: Equals<Unquoted<Type>>,
        model_name: Equals<LitStr>,
        exclude: List<Name>,
    }
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    // `#[sea_orm::model]` copies the derives of `Model` to this second struct.
    if input.ident == "ModelEx" {
        return TokenStream::new();
    }
    let mut errors = Errors::default();
    let named = errors.keep(named_fields(input));
    let serializer = named.and_then(|fields| serializer(input, fields, &mut errors));
    let errors = errors.into_tokens();
    quote!(#serializer #errors)
}

fn named_fields(input: &DeriveInput) -> syn::Result<&FieldsNamed> {
    let name = &input.ident;
    let message = match &input.data {
        _ if !input.generics.params.is_empty() => {
            format!("`{name}` is generic; write a serializer for each entity")
        }
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => return Ok(fields),
        Data::Struct(_) => format!("`{name}` has no named fields; write `struct {name} {{ … }}`"),
        _ => format!("`{name}` is not a struct; write `struct {name} {{ … }}`"),
    };
    Err(Error::new(name.span(), message))
}

/// The implementation, as far as the declaration is understood: a mistake in one key shall not
/// make errors where the type is used.
fn serializer(
    input: &DeriveInput,
    fields: &FieldsNamed,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let name = &input.ident;
    let mut keys = Keys::read(&input.attrs, errors);
    let entity = errors.keep(entity(&mut keys, input));
    let excluded = excluded(keys.exclude, input, fields, errors);
    let fields: Vec<_> = fields
        .named
        .iter()
        .filter_map(|field| SerializerField::read(field, is_model(input), errors))
        .filter(|field| !excluded.contains(&wire_name(field.ident)))
        .collect();
    let entity = entity?;
    let model_name = keys.model_name.map(|Entry { value: Equals(name), .. }| quote!(.model_name(#name)));
    let table = fields.iter().map(|field| field.build(name));
    let declared = fields.iter().map(|field| field.ident);
    Some(quote! {
        const _: () = {
            #[automatically_derived]
            impl ::seaview::__private::ModelSerializer for #name {
                type Entity = #entity;

                fn table() -> &'static ::seaview::__private::Table {
                    static TABLE: ::std::sync::LazyLock<::seaview::__private::Table> =
                        ::std::sync::LazyLock::new(|| {
                            ::seaview::__private::Table::of::<
                                <#name as ::seaview::__private::ModelSerializer>::Entity,
                            >()
                            #model_name
                            #(.field(#table))*
                        });
                    &TABLE
                }
            }

            // The struct is a declaration: nobody else reads its fields.
            const _: fn(&#name) = |declaration| _ = (#(&declaration.#declared,)*);
        };
    })
}

/// `true` for an entity's own `Model`, which is then the serializer of that entity.
fn is_model(input: &DeriveInput) -> bool {
    input.ident == "Model"
}

fn entity(keys: &mut Keys, input: &DeriveInput) -> syn::Result<Type> {
    match keys.entity.take() {
        Some(Entry { value: Equals(Unquoted(entity)), .. }) => Ok(entity),
        None if is_model(input) => Ok(parse_quote!(Entity)),
        None => {
            let name = &input.ident;
            let message = format!("`{name}` has no entity; add `#[serializer(entity = …)]`");
            Err(Error::new(name.span(), message))
        }
    }
}

/// The names of the fields that a model keeps to itself.
fn excluded(
    stated: Option<Entry<List<Name>>>,
    input: &DeriveInput,
    fields: &FieldsNamed,
    errors: &mut Errors,
) -> Vec<String> {
    let Some(Entry { key, value: List(excluded) }) = stated else { return Vec::new() };
    if !is_model(input) {
        let message = "`exclude` is for an entity's own `Model`; leave the fields out instead";
        errors.push(Error::new(key.span(), message));
        return Vec::new();
    }
    let names: Vec<_> = fields.named.iter().flat_map(|field| &field.ident).map(wire_name).collect();
    for Unquoted(field) in &excluded {
        if !names.contains(&wire_name(field)) {
            errors.push(unknown("field", field, &names));
        }
    }
    excluded.iter().map(|Unquoted(field)| wire_name(field)).collect()
}
