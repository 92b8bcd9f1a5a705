//! Views that are no viewsets: one URL, one method of the trait for each HTTP method.

use std::any::type_name;

use http::Method;

use super::{BoxFuture, Handler, StatedPolicies};
use crate::{
    Action, Error, Request, Response, Result, authentication::Authenticators, fields::Description,
    naming::type_base_name, parsers::Parsers, permissions::Permissions, renderers::Renderers,
    serializers::plain::ValueFields, throttling::Throttles, versioning::VersioningClass,
};

/// A view that is no viewset: DRF's `APIView`.
///
/// Implemented by the application, one method for each of [`METHODS`](Self::METHODS), and placed
/// with [`DefaultRouter::view`](crate::DefaultRouter::view). Around it goes what goes around
/// every view: negotiation, users, permissions, throttles, errors, rendering.
///
/// ```
/// use seaview::prelude::*;
/// use serde_json::json;
///
/// /// Who is asking.
/// struct WhoAmIView;
///
/// impl ApiView for WhoAmIView {
///     const METHODS: &'static [Method] = &[Method::GET];
///
///     async fn get(&self, request: &Request) -> Result {
///         Response::json(&json!({ "user": request.user().map(|user| user.username()) }))
///     }
/// }
///
/// let router = DefaultRouter::new().view("whoami", WhoAmIView); // `GET /whoami/`
/// ```
///
/// HEAD is answered wherever GET is, OPTIONS everywhere.
///
/// Source: <https://www.django-rest-framework.org/api-guide/views/>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "not a view",
    note = "write `impl ApiView for {Self}`; a viewset is placed with `register`"
)]
pub trait ApiView: Send + Sync + Sized + 'static {
    /// The methods that are implemented here, out of GET, POST, PUT, PATCH and DELETE; all others
    /// are a 405.
    const METHODS: &'static [Method];

    /// What OPTIONS and HTML pages call the view; if empty, its type in words and without `View`,
    /// `Who Am I` for `WhoAmIView`.
    const NAME: &'static str = "";

    /// What OPTIONS says of the view.
    const DESCRIPTION: &'static str = "";

    /// The formats of the answers; as the router says unless stated.
    fn renderers(&self) -> Option<Renderers> {
        None
    }

    /// The formats of the bodies; as the router says unless stated.
    fn parsers(&self) -> Option<Parsers> {
        None
    }

    /// How users are found; as the router says unless stated.
    fn authentication(&self) -> Option<Authenticators> {
        None
    }

    /// Who may do this; as the router says unless stated.
    fn permissions(&self) -> Option<Permissions> {
        None
    }

    /// How often a client may ask; as the router says unless stated.
    fn throttles(&self) -> Option<Throttles> {
        None
    }

    /// Where a request says which version it wants; as the router says unless stated.
    fn versioning_class(&self) -> VersioningClass {
        VersioningClass::Default
    }

    /// The fields that OPTIONS describes for POST and PUT, [`Serializer::fields`] of what the view
    /// reads; it describes none unless stated.
    ///
    /// [`Serializer::fields`]: crate::Serializer::fields
    fn serializer(&self) -> Option<&'static ValueFields> {
        None
    }

    /// Answers GET, and HEAD, whose body is left out.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn get(&self, request: &Request) -> impl Future<Output = Result> + Send {
        not_allowed(request)
    }

    /// Answers POST.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn post(&self, request: &Request) -> impl Future<Output = Result> + Send {
        not_allowed(request)
    }

    /// Answers PUT.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn put(&self, request: &Request) -> impl Future<Output = Result> + Send {
        not_allowed(request)
    }

    /// Answers PATCH.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn patch(&self, request: &Request) -> impl Future<Output = Result> + Send {
        not_allowed(request)
    }

    /// Answers DELETE.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn delete(&self, request: &Request) -> impl Future<Output = Result> + Send {
        not_allowed(request)
    }
}

async fn not_allowed(request: &Request) -> Result {
    Err(Error::method_not_allowed(request.method()))
}

/// A plain view without its type.
pub(crate) struct PlainView<V>(pub(crate) V);

impl<V: ApiView> PlainView<V> {
    /// What its requests are said to do.
    pub(crate) fn action() -> Action {
        Action::Custom(type_base_name(type_name::<V>()))
    }

    pub(crate) fn policies(&self) -> StatedPolicies {
        StatedPolicies {
            renderers: self.0.renderers(),
            parsers: self.0.parsers(),
            authentication: self.0.authentication(),
            permissions: self.0.permissions(),
            throttles: self.0.throttles(),
            versioning: self.0.versioning_class(),
        }
    }
}

impl<V: ApiView> Handler for PlainView<V> {
    fn call<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Response> {
        let Self(view) = self;
        match *request.method() {
            Method::GET | Method::HEAD => Box::pin(view.get(request)),
            Method::POST => Box::pin(view.post(request)),
            Method::PUT => Box::pin(view.put(request)),
            Method::PATCH => Box::pin(view.patch(request)),
            Method::DELETE => Box::pin(view.delete(request)),
            _ => Box::pin(not_allowed(request)),
        }
    }

    fn fields(&self, _: &Request) -> Option<Vec<(&'static str, Description)>> {
        self.0.serializer().map(ValueFields::describe)
    }
}
