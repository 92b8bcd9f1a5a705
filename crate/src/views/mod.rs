#![doc = include_str!("../../docs/views.md")]

// Nothing here is generic but the trait: it is compiled once, whatever the number of resources.

mod answer;
mod api_view;
mod body;
mod dispatch;
mod parents;
mod policies;
mod replica;
mod rows;

use std::{any::Any, pin::Pin, sync::Arc};

use http::{HeaderValue, Method};

pub use api_view::ApiView;
pub(crate) use api_view::PlainView;
pub(crate) use dispatch::dispatch;
pub(crate) use parents::ParentRow;
pub use policies::Policies;
pub(crate) use policies::{ResolvedPolicies, StatedPolicies};

use crate::{
    Action, Error, Request, Response, Result,
    fields::Description,
    filters::{FilterBackends, Lookup},
    pagination::Paginator,
    serializers::Table,
};

/// The code behind a view: a viewset or a plain view without its type.
pub(crate) trait Handler: Send + Sync {
    /// Does what the request's action says.
    fn call<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Response>;

    /// What comes before each call, when the request was let in.
    fn initial<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, ()> {
        let _ = request;
        Box::pin(std::future::ready(Ok(())))
    }

    /// Finds the row of the request, for OPTIONS.
    fn find<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, ()> {
        let _ = request;
        Box::pin(async { Err(Error::not_found()) })
    }

    /// `true` if the last captured value of a URL can name a row.
    fn lookup_value(&self, value: &str) -> bool {
        let _ = value;
        true
    }

    /// The fields of the request's action, if the view has a model's serializer.
    fn table(&self, request: &Request) -> Option<&'static Table> {
        let _ = request;
        None
    }

    /// The `SerializerClass` that the request's action states for itself.
    fn serializer_class(&self, request: &Request) -> Option<&(dyn Any + Send + Sync)> {
        let _ = request;
        None
    }

    /// The `Select` of all rows of the view's entity, to be copied.
    fn all_rows(&self) -> Option<&(dyn Any + Send + Sync)> {
        None
    }

    /// What OPTIONS says of the fields of the request's action, if the view has a serializer.
    fn fields(&self, request: &Request) -> Option<Vec<(&'static str, Description)>> {
        self.table(request).map(Table::describe)
    }
}

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// One URL pattern with its methods: what `as_view()` makes in DRF.
pub(crate) struct View {
    /// `Country List`, as OPTIONS and HTML pages call it.
    pub(crate) name: String,
    pub(crate) description: &'static str,
    /// For OPTIONS and for methods that are not bound.
    policies: Arc<ResolvedPolicies>,
    pub(crate) bindings: Vec<Binding>,
    /// `GET, POST, HEAD, OPTIONS`.
    allow: HeaderValue,
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) filters: FilterBackends,
    /// How the URL names a row, for the URL of one row.
    pub(crate) lookup: Option<Lookup>,
    /// The rows that the URL names before that, from left to right.
    pub(crate) parents: Vec<ParentRow>,
    metadata: Metadata,
}

/// What answers OPTIONS.
pub(crate) type Metadata = for<'a> fn(&'a View, &'a Request) -> BoxFuture<'a, Response>;

/// A method of a view.
#[derive(Clone)]
pub(crate) struct Binding {
    pub(crate) method: Method,
    pub(crate) action: Action,
    pub(crate) policies: Arc<ResolvedPolicies>,
}

impl View {
    /// A view without filters and lookup.
    pub(crate) fn new(
        name: String,
        description: &'static str,
        policies: Arc<ResolvedPolicies>,
        bindings: Vec<Binding>,
        handler: Arc<dyn Handler>,
        metadata: Metadata,
    ) -> Self {
        let allow = allow(&bindings);
        Self {
            name,
            description,
            policies,
            bindings,
            allow,
            handler,
            filters: FilterBackends::none(),
            lookup: None,
            parents: Vec::new(),
            metadata,
        }
    }

    fn binding(&self, method: &Method) -> Option<&Binding> {
        // HEAD is answered wherever GET is; the server leaves the body out.
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.bindings.iter().find(|binding| binding.method == method)
    }

    /// The policies of a method, or of the view for one that it has not.
    pub(crate) fn policies(&self, method: &Method) -> &ResolvedPolicies {
        self.binding(method).map_or(&self.policies, |binding| &binding.policies)
    }

    /// How lists are cut.
    pub(crate) fn paginator(&self) -> Option<&Paginator> {
        self.policies.pagination.as_ref()
    }

    /// `true` if a permission of the request's method may look at the row.
    pub(crate) fn looks_at_objects(&self, request: &Request) -> bool {
        self.policies(request.method()).permissions.look_at_objects()
    }

    /// DRF's `check_object_permissions`.
    pub(crate) async fn check_object_permissions(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<()> {
        let policies = self.policies(request.method());
        let may_log_in = !policies.authentication.is_empty();
        policies.permissions.check_object(request, object, may_log_in).await
    }
}

/// The methods in DRF's order: `GET, POST, HEAD, OPTIONS`.
fn allow(bindings: &[Binding]) -> HeaderValue {
    let order = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let bound = |method: &&Method| bindings.iter().any(|binding| binding.method == **method);
    let mut allowed: Vec<_> = order.iter().filter(bound).map(Method::as_str).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    allowed.push("OPTIONS");
    HeaderValue::from_str(&allowed.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}

impl Request {
    /// The view that answers.
    pub(crate) fn view(&self) -> &View {
        match self.view.downcast_ref() {
            Some(view) => view,
            // The router is the only caller of `Request::new`, and it passes a view.
            None => unreachable!("a request without a view"),
        }
    }
}
