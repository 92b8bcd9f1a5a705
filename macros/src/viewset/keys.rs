//! The keys of `#[viewset(…)]`, each the item of the trait of the same name.

use heck::ToUpperCamelCase;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Data, DeriveInput, Expr, Fields, Ident, LitBool, LitStr, Type, spanned::Spanned};

use super::{Behaviour, columns::Columns};
use crate::{
    attributes::{Entry, keys, once},
    errors::{Errors, unknown},
    values::{Lookups, Orderable, PathTerm, PerAction, Permission},
};

keys! {
    /// What is said of a viewset.
    pub(super) struct Keys("viewset") {
        serializer: Type,
        serializer_class: Vec<PerAction>,
        entity_hooks: LitBool,
        lookup_field: Ident,
        lookup_url_kwarg: LitStr,
        lookup_value: Expr,
        search_fields: Vec<Lookups>,
        ordering_fields: Vec<Orderable>,
        ordering: Vec<PathTerm>,
        filterset_fields: Vec<Lookups>,
        filterset_class: Type,
        filter_backends: Expr,
        pagination_class: Expr,
        renderers: Vec<Expr>,
        parsers: Vec<Expr>,
        permissions: Vec<Permission>,
        authentication: Vec<Expr>,
        throttles: Vec<Expr>,
        actions: Vec<Ident>,
        register: Expr,
    }
}

impl Keys {
    /// The items of `impl ViewSet` but for the serializer and the description.
    pub(super) fn items(&self, behaviour: Behaviour, errors: &mut Errors) -> TokenStream {
        let serializer = self.serializer.as_deref().map(Spanned::span);
        let columns = Columns { serializer: serializer.unwrap_or_else(Span::call_site) };
        let items = [
            self.actions(behaviour, errors),
            self.entity_hooks(),
            self.serializer_class(errors),
            columns.lookup_field(self.lookup_field.as_deref(), self.lookup_url_kwarg.as_deref()),
            self.lookup_value(),
            self.search_fields.as_deref().map(|fields| columns.search_fields(fields, errors)),
            self.ordering_fields.as_deref().map(|fields| columns.ordering_fields(fields)),
            self.ordering.as_deref().map(|terms| columns.ordering(terms)),
            self.filterset_fields(&columns, errors),
            self.filter_backends(),
            self.pagination_class(),
            policies(&self.renderers, "Renderers"),
            policies(&self.parsers, "Parsers"),
            policies(&self.permissions, "Permissions"),
            policies(&self.authentication, "Authenticators"),
            policies(&self.throttles, "Throttles"),
        ];
        items.into_iter().flatten().collect()
    }

    fn actions(&self, behaviour: Behaviour, errors: &mut Errors) -> Option<TokenStream> {
        let actions = match (&self.actions, behaviour) {
            (None, Behaviour::ReadOnly) => quote!(::seaview::__private::Action::READ_ONLY),
            (None, _) => return None,
            (Some(actions), Behaviour::ReadOnly) => {
                let message =
                    "`ReadOnlyModelViewSet` has its own; derive `ModelViewSet` to choose them";
                return errors.none(actions.key.span(), message);
            }
            (Some(actions), _) => {
                let mut given = Vec::new();
                let actions = actions.iter().filter_map(|name| action(name, &mut given, errors));
                let actions: Vec<_> = actions.collect();
                quote!(&[#(#actions),*])
            }
        };
        Some(quote! {
            const ACTIONS: &'static [::seaview::__private::Action] = #actions;
        })
    }

    fn entity_hooks(&self) -> Option<TokenStream> {
        let hooks = self.entity_hooks.as_deref()?;
        Some(quote!(const ENTITY_HOOKS: bool = #hooks;))
    }

    fn serializer_class(&self, errors: &mut Errors) -> Option<TokenStream> {
        let mut given = Vec::new();
        let classes = self.serializer_class.as_deref()?.iter();
        let arms = classes.filter_map(|PerAction { action: name, serializer }| {
            let action = action(name, &mut given, errors)?;
            Some(quote_spanned! {serializer.span()=>
                #action => ::seaview::__private::SerializerClass::of::<#serializer>(),
            })
        });
        let arms: Vec<_> = arms.collect();
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

    /// The filters of the class, and after them those of the fields.
    fn filterset_fields(&self, columns: &Columns, errors: &mut Errors) -> Option<TokenStream> {
        let fields = self.filterset_fields.as_deref();
        let filters = fields.map(|fields| columns.filters(fields, errors)).unwrap_or_default();
        let class = self.filterset_class.as_deref().map(|class| columns.filterset_class(class));
        if fields.is_none() && class.is_none() {
            return None;
        }
        let lists = class.into_iter().chain([quote!(::std::vec![#(#filters),*])]);
        Some(quote! {
            fn filterset_fields(&self) -> ::std::vec::Vec<::seaview::__private::Filter> {
                [#(#lists),*].concat()
            }
        })
    }

    fn lookup_value(&self) -> Option<TokenStream> {
        let check = self.lookup_value.as_deref()?;
        Some(quote! {
            fn lookup_value(&self, value: &str) -> bool {
                let check: fn(&str) -> bool = #check;
                check(value)
            }
        })
    }

    fn filter_backends(&self) -> Option<TokenStream> {
        let backends = self.filter_backends.as_deref()?;
        Some(quote! {
            fn filter_backends(&self) -> ::seaview::__private::FilterBackends {
                #backends
            }
        })
    }

    fn pagination_class(&self) -> Option<TokenStream> {
        let class = match self.pagination_class.as_deref()? {
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
    pub(super) fn registered(
        &self,
        input: &DeriveInput,
        errors: &mut Errors,
    ) -> Option<TokenStream> {
        let prefix = self.register.as_ref()?;
        let (name, prefix, span) = (&input.ident, &**prefix, prefix.key.span());
        if !input.generics.params.is_empty() {
            return errors.none(span, format!("`{name}` is generic; register it on a router"));
        }
        let viewset = match &input.data {
            Data::Struct(data) if matches!(data.fields, Fields::Unit) => quote!(#name),
            _ => quote_spanned!(span=> <#name as ::core::default::Default>::default()),
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
    let known = match NAMES.iter().any(|known| name == known) {
        true => once("action", given, name),
        false => Err(unknown("action", name, NAMES)),
    };
    known.map_err(|error| errors.push(error)).ok()?;
    let variant = Ident::new(&name.to_string().to_upper_camel_case(), name.span());
    Some(quote!(::seaview::__private::Action::#variant))
}

/// The policies of one sort, the same for every action.
fn policies<P: ToTokens>(list: &Option<Entry<Vec<P>>>, policies: &str) -> Option<TokenStream> {
    let list = list.as_ref()?;
    let (method, policies) = (&list.key, Ident::new(policies, Span::call_site()));
    let with = list.iter().map(|policy| quote_spanned!(policy.span()=> .with(#policy)));
    Some(quote! {
        fn #method(
            &self,
            _: ::seaview::__private::Action,
        ) -> ::core::option::Option<::seaview::__private::#policies> {
            ::core::option::Option::Some(::seaview::__private::#policies::none() #(#with)*)
        }
    })
}
