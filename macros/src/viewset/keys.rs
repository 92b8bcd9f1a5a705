//! The keys of `#[viewset(…)]`, each the item of the trait of the same name.

use heck::ToUpperCamelCase;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Expr, Fields, Ident, LitStr, Type, spanned::Spanned};

use super::{
    Behaviour,
    columns::{filterset_fields, lookup_field, ordering, ordering_fields, search_fields},
};
use crate::{
    attributes::{Entry, keys},
    errors::{Errors, unknown},
    values::{Equals, List, Lookups, Name, PerAction, Term, Unquoted},
};

keys! {
    /// What is said of a viewset.
    pub(super) struct Keys("viewset") {
        serializer: Equals<Unquoted<Type>>,
        serializer_class: List<PerAction>,
        lookup_field: Equals<Name>,
        lookup_url_kwarg: Equals<LitStr>,
        lookup_value: Equals<Expr>,
        search_fields: List<Lookups>,
        ordering_fields: List<Name>,
        ordering: List<Term>,
        filterset_fields: List<Lookups>,
        filter_backends: Equals<Expr>,
        pagination_class: Equals<Expr>,
        permissions: List<Expr>,
        authentication: List<Expr>,
        throttles: List<Expr>,
        actions: List<Ident>,
        register: Equals<Expr>,
    }
}

impl Keys {
    /// The items of `impl ViewSet` but for the serializer and the description.
    pub(super) fn items(&self, behaviour: Behaviour, errors: &mut Errors) -> TokenStream {
        let items = [
            self.actions(behaviour, errors),
            self.serializer_class(errors),
            lookup_field(self.lookup_field.as_ref(), self.lookup_url_kwarg.as_ref()),
            self.lookup_value(),
            self.search_fields.as_ref().map(|entry| search_fields(&entry.value.0, errors)),
            self.ordering_fields.as_ref().map(|entry| ordering_fields(&entry.value.0)),
            self.ordering.as_ref().map(|entry| ordering(&entry.value.0)),
            self.filterset_fields.as_ref().map(|entry| filterset_fields(&entry.value.0, errors)),
            self.filter_backends(),
            self.pagination_class(),
            policies(self.permissions.as_ref(), "Permissions"),
            policies(self.authentication.as_ref(), "Authenticators"),
            policies(self.throttles.as_ref(), "Throttles"),
        ];
        items.into_iter().flatten().collect()
    }

    fn actions(&self, behaviour: Behaviour, errors: &mut Errors) -> Option<TokenStream> {
        let read_only = behaviour == Behaviour::ReadOnly;
        let actions = match &self.actions {
            None if read_only => quote!(::seaview::__private::Action::READ_ONLY),
            None => return None,
            Some(Entry { key, .. }) if read_only => {
                let message = "`ReadOnlyModelViewSet` has its actions; derive `ModelViewSet` to choose";
                errors.push(Error::new(key.span(), message));
                return None;
            }
            Some(Entry { value: List(names), .. }) => {
                let mut given = Vec::new();
                let actions = names.iter().filter_map(|name| action(name, &mut given, errors));
                let actions: Vec<_> = actions.collect();
                quote!(&[#(#actions),*])
            }
        };
        Some(quote! {
            const ACTIONS: &'static [::seaview::__private::Action] = #actions;
        })
    }

    fn serializer_class(&self, errors: &mut Errors) -> Option<TokenStream> {
        let mut given = Vec::new();
        let classes = self.serializer_class.as_ref()?.value.0.iter();
        let arms: Vec<_> = classes
            .filter_map(|PerAction { action: name, value }| {
                let action = action(name, &mut given, errors)?;
                Some(quote_spanned! {value.span()=>
                    #action => ::seaview::__private::SerializerClass::of::<#value>(),
                })
            })
            .collect();
        Some(quote! {
            fn serializer_class(
                &self,
                action: ::seaview::__private::Action,
            ) -> ::seaview::__private::SerializerClass<::seaview::__private::EntityOf<Self>> {
                match action {
                    #(#arms)*
                    _ => ::seaview::__private::SerializerClass::of::<Self::Serializer>(),
                }
            }
        })
    }

    fn lookup_value(&self) -> Option<TokenStream> {
        let Equals(check) = &self.lookup_value.as_ref()?.value;
        Some(quote! {
            fn lookup_value(&self, value: &str) -> bool {
                (#check)(value)
            }
        })
    }

    fn filter_backends(&self) -> Option<TokenStream> {
        let Equals(backends) = &self.filter_backends.as_ref()?.value;
        Some(quote! {
            fn filter_backends(&self) -> ::seaview::__private::FilterBackends {
                #backends
            }
        })
    }

    fn pagination_class(&self) -> Option<TokenStream> {
        let class = match &self.pagination_class.as_ref()?.value.0 {
            Expr::Path(path) if path.path.is_ident("None") => {
                quote!(::seaview::__private::PaginationClass::None)
            }
            class => quote_spanned! {class.span()=>
                ::seaview::__private::PaginationClass::from(#class)
            },
        };
        Some(quote! {
            fn pagination_class(&self) -> ::seaview::__private::PaginationClass {
                #class
            }
        })
    }

    /// What makes `DefaultRouter::discover` find the viewset.
    pub(super) fn registered(&self, input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
        let Entry { key, value: Equals(prefix) } = self.register.as_ref()?;
        let name = &input.ident;
        if !input.generics.params.is_empty() {
            let message = format!("`{name}` is generic; register it on a router");
            errors.push(Error::new(key.span(), message));
            return None;
        }
        let viewset = match &input.data {
            Data::Struct(data) if matches!(data.fields, Fields::Unit) => quote!(#name),
            _ => quote_spanned!(key.span()=> <#name as ::core::default::Default>::default()),
        };
        Some(quote! {
            ::seaview::__private::inventory::submit! {
                ::seaview::__private::RegisteredViewSet::new(
                    #prefix,
                    |prefix| ::seaview::__private::Registration::new(prefix, #viewset),
                )
            }
        })
    }
}

/// `Action::PartialUpdate` for `partial_update`, if it is one and the first of its name.
fn action(name: &Ident, given: &mut Vec<Ident>, errors: &mut Errors) -> Option<TokenStream> {
    const NAMES: &[&str] = &["list", "create", "retrieve", "update", "partial_update", "destroy"];
    if !NAMES.iter().any(|known| name == known) {
        errors.push(unknown("action", name, NAMES));
        return None;
    }
    if given.contains(name) {
        let message = format!("the action `{name}` is given twice; remove one of them");
        errors.push(Error::new(name.span(), message));
        return None;
    }
    given.push(name.clone());
    let variant = Ident::new(&name.to_string().to_upper_camel_case(), name.span());
    Some(quote!(::seaview::__private::Action::#variant))
}

/// The policies of one sort, the same for every action.
fn policies(entry: Option<&Entry<List<Expr>>>, policies: &str) -> Option<TokenStream> {
    let Entry { key, value: List(list) } = entry?;
    let policies = Ident::new(policies, Span::call_site());
    let with = list.iter().map(|policy| quote_spanned!(policy.span()=> .with(#policy)));
    Some(quote! {
        fn #key(
            &self,
            _: ::seaview::__private::Action,
        ) -> ::core::option::Option<::seaview::__private::#policies> {
            ::core::option::Option::Some(::seaview::__private::#policies::none() #(#with)*)
        }
    })
}
