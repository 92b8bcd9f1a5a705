//! One `#[action(…)]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Error, Expr, FnArg, Ident, ImplItemFn, LitBool, LitStr, Type, ext::IdentExt,
    parse::ParseStream, spanned::Spanned,
};

use crate::{
    attributes::{Entry, keys, once},
    docs,
    errors::{Errors, unknown},
    values::{Item, Permission, Value},
};

keys! {
    /// What is said of an action.
    pub(super) struct Keys("action") {
        detail: LitBool,
        methods: Vec<Ident>,
        maps: Ident,
        url_path: LitStr,
        url_values: Vec<UrlValue>,
        url_name: LitStr,
        name: LitStr,
        description: LitStr,
        serializer: Type,
        pagination_class: Expr,
        renderers: Vec<Expr>,
        parsers: Vec<Expr>,
        permissions: Vec<Permission>,
        authentication: Vec<Expr>,
        throttles: Vec<Expr>,
    }
}

/// A method with its keys.
pub(super) struct Action {
    pub(super) name: Ident,
    pub(super) keys: Keys,
    description: Option<String>,
    is_async: bool,
    signature: Span,
    /// How many arguments there are behind `&self`; `None` without it.
    arguments: Option<usize>,
}

/// `code = is_language_code`
pub(super) struct UrlValue {
    capture: Ident,
    check: Expr,
}

impl Item for UrlValue {
    fn item(input: ParseStream) -> syn::Result<Self> {
        let capture = Ident::item(input)?;
        let check = Value::parse(&capture, input)?;
        Ok(Self { capture, check })
    }
}

impl Item for LitBool {
    fn item(input: ParseStream) -> syn::Result<Self> {
        input.parse()
    }
}

impl Action {
    /// The action that a method is, if it is one.
    pub(super) fn read(method: &ImplItemFn, errors: &mut Errors) -> Option<Self> {
        let own = method.attrs.iter().find(|attribute| attribute.path().is_ident("action"))?;
        if matches!(own.meta, syn::Meta::Path(_)) {
            let message = "say what the action is on: `#[action(detail = true)]` for one row, \
                `#[action(detail = false)]` for the collection";
            return errors.none(own.span(), message);
        }
        let by_reference = |arg: &FnArg| matches!(arg, FnArg::Receiver(own) if own.reference.is_some() && own.mutability.is_none());
        let inputs = &method.sig.inputs;
        Some(Self {
            name: method.sig.ident.clone(),
            keys: Keys::read(&method.attrs, errors),
            description: docs::description(&method.attrs),
            is_async: method.sig.asyncness.is_some(),
            signature: method.sig.ident.span(),
            arguments: inputs.first().is_some_and(by_reference).then(|| inputs.len() - 1),
        })
    }

    /// The `ExtraAction`; `original` is the one whose URL it is for, which may be itself.
    pub(super) fn made(
        &self,
        original: &Self,
        viewset: &Type,
        errors: &mut Errors,
    ) -> Option<TokenStream> {
        let url = &original.keys;
        self.check_maps(errors)?;
        let detail = match url.detail.as_deref() {
            Some(detail) => detail.value(),
            // A wrong key may be the missing one: one mistake is one error.
            None if url.given.iter().any(|key| key == "detail") => return None,
            None => {
                let message = format!(
                    "`{}` does not say what it is on; add `detail = true` for one row, \
                     `detail = false` for the collection",
                    original.name
                );
                return errors.none(original.signature, message);
            }
        };
        self.check_signature(detail, errors)?;
        let (constructor, on) =
            if detail { ("detail", "on_row") } else { ("list", "on_collection") };
        let [constructor, on] = [constructor, on].map(|name| Ident::new(name, Span::call_site()));
        let (method, name) = (&self.name, self.name.unraw().to_string());
        let facts = self.facts(original, errors);
        // All of the path at one place, for which rustc shows that place.
        let action = quote_spanned!(viewset.span()=> ::seaview::__private::ExtraAction::<#viewset>);
        let body = quote_spanned!(method.span()=> <#viewset>::#method);
        Some(quote! {
            #action::#constructor(
                #name,
                |viewset, request| ::seaview::__private::#on(viewset, request, #body),
            ) #facts
        })
    }

    fn check_maps(&self, errors: &mut Errors) -> Option<()> {
        let Some(maps) = self.keys.maps.as_deref() else { return Some(()) };
        const URL: &[&str] =
            &["detail", "url_path", "url_values", "url_name", "name", "description"];
        for key in self.keys.given.iter().filter(|key| URL.iter().any(|name| key == name)) {
            let message = format!("`{key}` is that of `{maps}`, which this action maps; remove it");
            errors.push(Error::new(key.span(), message));
        }
        Some(())
    }

    fn check_signature(&self, detail: bool, errors: &mut Errors) -> Option<()> {
        let name = &self.name;
        if !self.is_async {
            return errors
                .none(self.signature, format!("`{name}` is not async; write `async fn {name}`"));
        }
        match (self.arguments, detail) {
            (Some(1), false) | (Some(2), true) => Some(()),
            (_, false) => errors.none(
                self.signature,
                format!(
                    "`{name}` is an action on the collection; its arguments are `&self, request: \
                     &Request`"
                ),
            ),
            (_, true) => errors.none(
                self.signature,
                format!(
                    "`{name}` is an action on one row; its arguments are `&self, request: \
                     &Request` and the row, as in `book: book::Model`"
                ),
            ),
        }
    }

    /// The calls that state what is not the default.
    fn facts(&self, original: &Self, errors: &mut Errors) -> TokenStream {
        let (own, url) = (&self.keys, &original.keys);
        let path = url.url_path.as_deref().map(LitStr::value);
        let path = path.unwrap_or_else(|| original.name.unraw().to_string());
        let description = url.description.as_deref().map(LitStr::value);
        let description = description.or_else(|| original.description.clone());
        let calls = [
            self.methods(errors),
            Some(quote!(.url_path(#path))),
            url.url_values.as_deref().map(|values| url_values(values, &path, errors)),
            url.url_name.as_deref().map(|name| quote!(.url_name(#name))),
            url.name.as_deref().map(|name| quote!(.name(#name))),
            description.map(|text| quote!(.description(#text))),
            serializer(own.serializer.as_ref().or(url.serializer.as_ref())),
            pagination_class(own.pagination_class.as_ref().or(url.pagination_class.as_ref())),
            policies(own.renderers.as_ref().or(url.renderers.as_ref()), "Renderers"),
            policies(own.parsers.as_ref().or(url.parsers.as_ref()), "Parsers"),
            policies(own.permissions.as_ref().or(url.permissions.as_ref()), "Permissions"),
            policies(own.authentication.as_ref().or(url.authentication.as_ref()), "Authenticators"),
            policies(own.throttles.as_ref().or(url.throttles.as_ref()), "Throttles"),
        ];
        calls.into_iter().flatten().collect()
    }

    fn methods(&self, errors: &mut Errors) -> Option<TokenStream> {
        const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];
        let mut given = Vec::new();
        let methods = self.keys.methods.as_deref()?.iter().filter_map(|method| {
            let known = match METHODS.iter().any(|known| method == known) {
                true => once("method", &mut given, method),
                false => Err(unknown("method", method, METHODS)),
            };
            known.map_err(|error| errors.push(error)).ok()?;
            let method = Ident::new(&method.to_string().to_uppercase(), method.span());
            Some(quote!(::seaview::__private::Method::#method))
        });
        let methods: Vec<_> = methods.collect();
        Some(quote!(.methods([#(#methods),*])))
    }
}

/// The checks of values that the path captures.
fn url_values(values: &[UrlValue], path: &str, errors: &mut Errors) -> TokenStream {
    let captures = path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')));
    let captures: Vec<_> = captures.collect();
    let checks = values.iter().filter_map(|UrlValue { capture, check }| {
        let name = capture.unraw().to_string();
        if !captures.contains(&name.as_str()) {
            let message = format!("`{path}` captures no `{name}`; write `{{{name}}}` in it");
            return errors.none(capture.span(), message);
        }
        Some(quote_spanned!(check.span()=> .url_value(#name, #check)))
    });
    checks.collect()
}

fn serializer(class: Option<&Entry<Type>>) -> Option<TokenStream> {
    let class = &**class?;
    Some(quote_spanned!(class.span()=> .serializer::<#class, _>()))
}

fn pagination_class(class: Option<&Entry<Expr>>) -> Option<TokenStream> {
    Some(match &**class? {
        Expr::Path(path) if path.path.is_ident("None") => {
            quote!(.pagination_class(::seaview::__private::PaginationClass::None))
        }
        class => quote_spanned!(class.span()=> .pagination_class(#class)),
    })
}

/// The policies of one sort.
fn policies<P: ToTokens>(list: Option<&Entry<Vec<P>>>, policies: &str) -> Option<TokenStream> {
    let list = list?;
    let (method, policies) = (&list.key, Ident::new(policies, Span::call_site()));
    let with = list.iter().map(|policy| quote_spanned!(policy.span()=> .with(#policy)));
    Some(quote!(.#method(::seaview::__private::#policies::none() #(#with)*)))
}
