#![doc = include_str!("../../docs/permissions.md")]

mod composed;
mod model;
mod users;

use std::{
    any::{Any, type_name},
    borrow::Cow,
    marker::PhantomData,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
};

use futures_util::FutureExt;
use http::Method;

pub use composed::{And, Not, Or, not};
pub use model::{
    DjangoModelPermissions, DjangoModelPermissionsOrAnonReadOnly, DjangoModelPermissionsWithView,
    DjangoObjectPermissions, ObjectPermissions,
};
pub use users::{AllowAny, IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly};

use crate::{Error, ErrorDetail, Request, Result, hooks::future_of_three};

/// The methods that change nothing: DRF's `SAFE_METHODS`.
pub const SAFE_METHODS: [Method; 3] = [Method::GET, Method::HEAD, Method::OPTIONS];

/// Allows or refuses a request: DRF's `BasePermission`.
///
/// Implemented by the application, stated by views; all permissions of a view must agree. A
/// refusal is a 401 for clients that did not authenticate but could, else a 403. Permissions are
/// combined with [`and`](Self::and), [`or`](Self::or) and [`not`].
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permission",
    label = "not a permission",
    note = "write `impl Permission for {Self}`"
)]
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
        anything::<Self>(PhantomData, (), ())
    }

    /// `true` if [`has_object_permission`](Self::has_object_permission) may say no. Where it always
    /// says yes, as it does unless it is overridden, rows are shown and written without their
    /// models, which is faster.
    fn looks_at_objects(&self) -> bool
    where
        Self: Sized,
    {
        type Object = &'static (dyn Any + Send + Sync);
        let own = future_of_three::<&'static Self, &'static Request, Object, _>(
            Self::has_object_permission,
        );
        own != future_of_three::<PhantomData<fn(&Self)>, (), (), _>(anything::<Self>)
    }

    /// What a refused client is told instead of DRF's sentence.
    fn message(&self) -> Option<Cow<'static, str>> {
        None
    }

    /// The error's code instead of `permission_denied`, for error formats that show codes.
    fn code(&self) -> Option<Cow<'static, str>> {
        None
    }

    /// Both must agree: DRF's `&`. The combination has no message.
    fn and<P: Permission>(self, other: P) -> And<Self, P>
    where
        Self: Sized,
    {
        And(self, other)
    }

    /// One must agree: DRF's `|`. The combination has no message.
    fn or<P: Permission>(self, other: P) -> Or<Self, P>
    where
        Self: Sized,
    {
        Or(self, other)
    }
}

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

    /// `true` if a request without a user would be let in although nobody stated [`AllowAny`].
    /// Permissions that must wait for an answer to know it, such as the database's, are taken to
    /// refuse.
    pub(crate) fn let_anyone_in(&self, request: &Request) -> bool {
        if self.0.iter().any(|permission| permission.dyn_allows_any()) {
            return false;
        }
        let check = || self.check(request, false).now_or_never();
        // It was written for requests of clients, and this one has nothing in it.
        matches!(catch_unwind(AssertUnwindSafe(check)), Ok(Some(Ok(()))))
    }

    /// `true` if one of them may look at the row.
    pub(crate) fn look_at_objects(&self) -> bool {
        self.0.iter().any(|permission| permission.dyn_looks_at_objects())
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
    if may_log_in && request.user().is_none() {
        return Error::not_authenticated();
    }
    let message = permission.dyn_message();
    let message = message.unwrap_or("You do not have permission to perform this action.".into());
    let code = permission.dyn_code().unwrap_or("permission_denied".into());
    Error::PermissionDenied(ErrorDetail::new(message, code))
}

type BoxFuture<'a> = Pin<Box<dyn Future<Output = Result<bool>> + Send + 'a>>;

/// Says yes to any object; the type of its future tells that nothing else was written.
async fn anything<P: ?Sized>(_: PhantomData<fn(&P)>, (): (), (): ()) -> Result<bool> {
    Ok(true)
}

/// [`Permission`] behind a pointer.
trait DynPermission: Send + Sync {
    fn dyn_has_permission<'a>(&'a self, request: &'a Request) -> BoxFuture<'a>;
    fn dyn_has_object_permission<'a>(
        &'a self,
        request: &'a Request,
        object: &'a (dyn Any + Send + Sync),
    ) -> BoxFuture<'a>;
    fn dyn_looks_at_objects(&self) -> bool;
    fn dyn_message(&self) -> Option<Cow<'static, str>>;
    fn dyn_code(&self) -> Option<Cow<'static, str>>;
    /// `true` if it is [`AllowAny`], or made of it.
    fn dyn_allows_any(&self) -> bool;
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

    fn dyn_looks_at_objects(&self) -> bool {
        self.looks_at_objects()
    }

    fn dyn_message(&self) -> Option<Cow<'static, str>> {
        self.message()
    }

    fn dyn_code(&self) -> Option<Cow<'static, str>> {
        self.code()
    }

    fn dyn_allows_any(&self) -> bool {
        type_name::<P>().contains(type_name::<AllowAny>())
    }
}
