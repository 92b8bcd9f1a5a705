//! Who may do what.

use std::{any::Any, borrow::Cow, pin::Pin, sync::Arc};

use crate::{Error, Request, Result};

/// Allows or refuses a request: DRF's `BasePermission`.
///
/// Implemented by the application, stated by viewsets; all permissions of a view must agree. A
/// refusal is a 401 for clients that did not authenticate but could, else a 403.
///
/// ```
/// use seaview::{Request, Result, permissions::Permission};
///
/// struct OfficeHours;
///
/// impl Permission for OfficeHours {
///     async fn has_permission(&self, request: &Request) -> Result<bool> {
///         Ok(request.header("x-office-hours") == Some("yes"))
///     }
/// }
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/permissions/>.
pub trait Permission: Send + Sync + 'static {
    /// `true` if the request may go on; asked before anything is fetched.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn has_permission(&self, request: &Request) -> impl Future<Output = Result<bool>> + Send {
        let _ = request;
        async { Ok(true) }
    }

    /// `true` if the request may touch this row; asked by `get_object`. The row is the entity's
    /// `Model`, to be had with `downcast_ref`.
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> impl Future<Output = Result<bool>> + Send {
        let _ = (request, object);
        async { Ok(true) }
    }

    /// What a refused client is told instead of DRF's sentence.
    fn message(&self) -> Option<Cow<'static, str>> {
        None
    }
}

/// Everyone may do everything. The default.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllowAny;

impl Permission for AllowAny {}

/// The permissions of a view; all must agree.
#[derive(Clone, Default)]
pub struct Permissions(Vec<Arc<dyn DynPermission>>);

impl Permissions {
    /// None: everyone may.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more, asked after those before it.
    pub fn with(mut self, permission: impl Permission) -> Self {
        self.0.push(Arc::new(permission));
        self
    }

    /// DRF's `check_permissions`.
    pub(crate) async fn check(&self, request: &Request, may_log_in: bool) -> Result<()> {
        for permission in &self.0 {
            if !permission.dyn_has_permission(request).await? {
                return Err(refusal(permission.as_ref(), request, may_log_in));
            }
        }
        Ok(())
    }

    /// DRF's `check_object_permissions`.
    pub(crate) async fn check_object(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
        may_log_in: bool,
    ) -> Result<()> {
        for permission in &self.0 {
            if !permission.dyn_has_object_permission(request, object).await? {
                return Err(refusal(permission.as_ref(), request, may_log_in));
            }
        }
        Ok(())
    }
}

/// DRF's `permission_denied`: a client that could have authenticated and did not is told so.
fn refusal(permission: &dyn DynPermission, request: &Request, may_log_in: bool) -> Error {
    match permission.dyn_message() {
        _ if may_log_in && request.user().is_none() => Error::not_authenticated(),
        Some(message) => Error::permission_denied_because(message),
        None => Error::permission_denied(),
    }
}

type BoxFuture<'a> = Pin<Box<dyn Future<Output = Result<bool>> + Send + 'a>>;

/// [`Permission`] behind a pointer.
trait DynPermission: Send + Sync {
    fn dyn_has_permission<'a>(&'a self, request: &'a Request) -> BoxFuture<'a>;
    fn dyn_has_object_permission<'a>(
        &'a self,
        request: &'a Request,
        object: &'a (dyn Any + Send + Sync),
    ) -> BoxFuture<'a>;
    fn dyn_message(&self) -> Option<Cow<'static, str>>;
}

impl<P: Permission> DynPermission for P {
    fn dyn_has_permission<'a>(&'a self, request: &'a Request) -> BoxFuture<'a> {
        Box::pin(self.has_permission(request))
    }

    fn dyn_has_object_permission<'a>(
        &'a self,
        request: &'a Request,
        object: &'a (dyn Any + Send + Sync),
    ) -> BoxFuture<'a> {
        Box::pin(self.has_object_permission(request, object))
    }

    fn dyn_message(&self) -> Option<Cow<'static, str>> {
        self.message()
    }
}
