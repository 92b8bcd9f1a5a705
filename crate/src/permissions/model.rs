//! Permissions that users hold on tables.

use std::any::Any;

use http::Method;

use super::{Permission, SAFE_METHODS};
use crate::{Error, Request, Result};

/// Users may do what their permissions on the view's table say: POST needs `add`, PUT and PATCH
/// `change`, DELETE `delete`; GET, HEAD and OPTIONS need a user and nothing else.
///
/// A permission is called by table and model, `countries_country.add_country`, and
/// [`Request::has_perm`] says who holds it. Extra actions go by their method, as in DRF. A view
/// without a table can only be read.
///
/// Source: <https://www.django-rest-framework.org/api-guide/permissions/#djangomodelpermissions>.
#[derive(Clone, Copy, Debug, Default)]
pub struct DjangoModelPermissions;

impl Permission for DjangoModelPermissions {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        Ok(request.user().is_some() && holds(verb(request.method())?, request).await?)
    }
}

/// As [`DjangoModelPermissions`], and anonymous clients may read.
#[derive(Clone, Copy, Debug, Default)]
pub struct DjangoModelPermissionsOrAnonReadOnly;

impl Permission for DjangoModelPermissionsOrAnonReadOnly {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        holds(verb(request.method())?, request).await
    }
}

/// As [`DjangoModelPermissions`], and GET and HEAD need `view`: what DRF's guide advises to write
/// as a `perms_map`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DjangoModelPermissionsWithView;

impl Permission for DjangoModelPermissionsWithView {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        let verb = match *request.method() {
            Method::GET | Method::HEAD => Some("view"),
            ref method => verb(method)?,
        };
        Ok(request.user().is_some() && holds(verb, request).await?)
    }
}

/// Knows who holds a permission on a single row. Implemented by the application; called by
/// [`DjangoObjectPermissions`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know who may touch a row",
    label = "no source of permissions on rows",
    note = "write `impl ObjectPermissions for {Self}`"
)]
pub trait ObjectPermissions: Send + Sync + 'static {
    /// `true` if the user of the request holds a permission such as `country.change_country` on
    /// this row, the entity's `Model`. Not asked about anonymous clients.
    ///
    /// # Errors
    /// What keeps it from looking, such as a lost connection.
    fn has_object_perm(
        &self,
        permission: &str,
        object: &(dyn Any + Send + Sync),
        request: &Request,
    ) -> impl Future<Output = Result<bool>> + Send;
}

/// As [`DjangoModelPermissions`], and the user needs the same permission on the row.
///
/// [`with_view`](Self::with_view) asks for `view` as well, before anything else: a row that the
/// user may not view does not exist for it, so that the answer is a 404 and not a 403.
///
/// Source: <https://www.django-rest-framework.org/api-guide/permissions/#djangoobjectpermissions>.
#[derive(Clone, Copy, Debug)]
pub struct DjangoObjectPermissions<O> {
    objects: O,
    view: bool,
}

impl<O: ObjectPermissions> DjangoObjectPermissions<O> {
    /// Everything but reading needs a permission.
    pub fn new(objects: O) -> Self {
        Self { objects, view: false }
    }

    /// Reading needs one, too.
    pub fn with_view(self) -> Self {
        Self { view: true, ..self }
    }
}

impl<O: ObjectPermissions> Permission for DjangoObjectPermissions<O> {
    async fn has_permission(&self, request: &Request) -> Result<bool> {
        match self.view {
            true => DjangoModelPermissionsWithView.has_permission(request).await,
            false => DjangoModelPermissions.has_permission(request).await,
        }
    }

    async fn has_object_permission(
        &self,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        let Some(user) = request.user().filter(|user| user.is_active()) else { return Ok(false) };
        if user.is_superuser() {
            return Ok(true);
        }
        if self.view && !self.holds(Some("view"), request, object).await? {
            return Err(hidden(request));
        }
        self.holds(verb(request.method())?, request, object).await
    }
}

impl<O: ObjectPermissions> DjangoObjectPermissions<O> {
    async fn holds(
        &self,
        verb: Option<&str>,
        request: &Request,
        object: &(dyn Any + Send + Sync),
    ) -> Result<bool> {
        match verb.and_then(|verb| permission(verb, request)) {
            Some(permission) => self.objects.has_object_perm(&permission, object, request).await,
            None => Ok(true),
        }
    }
}

/// What a method needs: DRF's `perms_map`.
fn verb(method: &Method) -> Result<Option<&'static str>> {
    match *method {
        Method::POST => Ok(Some("add")),
        Method::PUT | Method::PATCH => Ok(Some("change")),
        Method::DELETE => Ok(Some("delete")),
        _ if SAFE_METHODS.contains(method) => Ok(None),
        _ => Err(Error::method_not_allowed(method)),
    }
}

async fn holds(verb: Option<&str>, request: &Request) -> Result<bool> {
    let Some(verb) = verb else { return Ok(true) };
    match permission(verb, request) {
        Some(permission) => request.has_perm(&permission).await,
        None => Ok(SAFE_METHODS.contains(request.method())),
    }
}

/// The permission on the table of the request's view, if that has one.
fn permission(verb: &str, request: &Request) -> Option<String> {
    Some(request.view().handler.table(request)?.entity.permission(verb))
}

/// What is said of a row that is not there.
fn hidden(request: &Request) -> Error {
    match request.view().handler.table(request) {
        Some(table) => Error::no_match(&table.model_name),
        None => Error::not_found(),
    }
}
