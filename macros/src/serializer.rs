//! `#[derive(ModelSerializer)]`: a struct as a table of fields.

mod field;
mod formats;
mod items;
mod origin;
pub(crate) mod plain;

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{
    Data, DataStruct, DeriveInput, Expr, Fields, FieldsNamed, Ident, LitStr, Type, parse_quote,
    spanned::Spanned,
};

use crate::{
    attributes::{Entry, keys},
    errors::{Errors, unknown},
    names::wire_name,
    values::Flag,
};
use field::SerializerField;

keys! {
    /// What is said of the struct.
    struct Keys("serializer") {
        entity: Type,
        model_name: LitStr,
        exclude: Vec<Ident>,
        validate: Expr,
        flexible: Flag,
        represent: Expr,
    }
}

pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    // `#[sea_orm::model]` copies the derives of `Model` to this second struct.
    if input.ident == "ModelEx" {
        return TokenStream::new();
    }
    let mut errors = Errors::default();
    let serializer = serializer(input, &mut errors);
    let errors = errors.into_tokens();
    quote!(#serializer #errors)
}

/// The implementation, as far as the declaration is understood: a mistake in one key shall not
/// make errors where the type is used.
fn serializer(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let name = &input.ident;
    let named = named_fields(input, errors)?;
    let keys = Keys::read(&input.attrs, errors);
    let entity = entity(&keys, input, errors);
    let excluded = excluded(keys.exclude, input, named, errors);
    let fields = named.named.iter();
    let fields = fields.filter_map(|field| SerializerField::read(field, is_model(input), errors));
    let fields = fields.filter(|field| !excluded.contains(&wire_name(field.ident)));
    let fields: Vec<_> = fields.collect();
    let entity = entity?;
    let model_name = keys.model_name.as_deref().map(|name| quote!(.model_name(#name)));
    let represent = keys.represent.as_deref().map(|change| {
        quote_spanned! {change.span()=>
            .represent::<<#name as ::seaview::__private::ModelSerializer>::Entity>(#change)
        }
    });
    let flexible = keys.flexible.is_some().then(|| quote!(.flexible()));
    let table = fields.iter().map(|field| field.build(name));
    let declared = fields.iter().map(|field| field.ident);
    let extras = fields.iter().filter(|field| field.keys.extra.is_some()).map(|field| extra(field));
    let validate = keys.validate.as_deref().map(|check| {
        let call = quote_spanned!(check.span()=> #check(validated, request));
        quote! {
            fn validate(
                validated: &mut ::seaview::__private::Validated<Self>,
                request: &::seaview::__private::Request,
            ) -> impl ::core::future::Future<Output = ::seaview::__private::Result<()>>
                   + ::core::marker::Send {
                #call
            }
        }
    });
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
                            #flexible
                            #represent
                            #(#table)*
                        });
                    &TABLE
                }

                #validate
            }

            impl #name {
                #(#extras)*
            }

            // The struct is a declaration: nobody else reads its fields.
            const _: fn(&#name) = |declaration| _ = (#(&declaration.#declared,)*);
        };
    })
}

/// `pub const PASSWORD_CONFIRM: ExtraField<String> = …`
fn extra(field: &SerializerField<'_>) -> TokenStream {
    let SerializerField { ident, value, .. } = field;
    let name = wire_name(ident);
    let constant = Ident::new(&name.to_shouty_snake_case(), ident.span());
    let documentation = format!("The input `{name}`.");
    quote! {
        #[doc = #documentation]
        #[allow(dead_code)]
        pub const #constant: ::seaview::__private::ExtraField<#value> =
            ::seaview::__private::ExtraField::new(#name);
    }
}

fn named_fields<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a FieldsNamed> {
    let name = &input.ident;
    let message = match &input.data {
        _ if !input.generics.params.is_empty() => {
            format!("`{name}` is generic; write a serializer for each entity")
        }
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => return Some(fields),
        Data::Struct(_) => format!("`{name}` has no named fields; write `struct {name} {{ … }}`"),
        _ => format!("`{name}` is not a struct; write `struct {name} {{ … }}`"),
    };
    errors.none(name.span(), message)
}

/// `true` for an entity's own `Model`, which is then the serializer of that entity.
fn is_model(input: &DeriveInput) -> bool {
    input.ident == "Model"
}

fn entity(keys: &Keys, input: &DeriveInput, errors: &mut Errors) -> Option<Type> {
    match keys.entity.as_deref() {
        Some(entity) => Some(not_its_neighbour(entity.clone(), errors)),
        None if keys.given.iter().any(|key| key == "entity") => None,
        None if is_model(input) => Some(parse_quote!(Entity)),
        None => {
            let name = &input.ident;
            let message = format!("`{name}` has no entity; add `#[serializer(entity = …)]`");
            errors.none(name.span(), message)
        }
    }
}

/// `country::Entity` for `country::Model`, with an error.
fn not_its_neighbour(mut entity: Type, errors: &mut Errors) -> Type {
    let neighbours = ["Model", "ModelEx", "ActiveModel", "Column", "PrimaryKey", "Relation"];
    if let Type::Path(path) = &mut entity
        && let Some(last) = path.path.segments.last_mut()
        && neighbours.iter().any(|neighbour| last.ident == neighbour)
    {
        let message = format!("`{}` is not an entity; write `Entity`", last.ident);
        errors.none::<()>(last.ident.span(), message);
        last.ident = Ident::new("Entity", last.ident.span());
    }
    entity
}

/// The names of the fields that a model keeps to itself.
fn excluded(
    stated: Option<Entry<Vec<Ident>>>,
    input: &DeriveInput,
    fields: &FieldsNamed,
    errors: &mut Errors,
) -> Vec<String> {
    let Some(excluded) = stated else { return Vec::new() };
    if !is_model(input) {
        let message = "`exclude` is for an entity's own `Model`; leave the fields out instead";
        errors.none::<()>(excluded.key.span(), message);
    }
    let names: Vec<_> = fields.named.iter().flat_map(|field| &field.ident).map(wire_name).collect();
    for field in excluded.iter().filter(|field| !names.contains(&wire_name(field))) {
        errors.push(unknown("field", field, &names));
    }
    excluded.iter().map(wire_name).collect()
}
