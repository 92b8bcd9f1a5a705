//! Whoever gets through tells who they are.

use seaview::{
    User,
    authentication::{
        Authenticators, BasicAuthentication, SessionAuthentication, TokenAuthentication,
    },
    permissions::{
        AllowAny, IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly, Permission, Permissions,
        not,
    },
    prelude::*,
};
use serde_json::json;

use crate::{authentication::Users, permissions::Magic};

/// A view for each of the ways in which permissions and authenticators come together.
pub struct GateView {
    permissions: Permissions,
    authentication: Option<Authenticators>,
}

impl GateView {
    fn of(permission: impl Permission) -> Self {
        Self { permissions: Permissions::none().with(permission), authentication: None }
    }

    fn for_users(authentication: Authenticators) -> Self {
        Self { authentication: Some(authentication), ..Self::of(IsAuthenticated) }
    }

    /// All gates by their names.
    pub fn all() -> [(&'static str, Self); 12] {
        let (token, basic) = (TokenAuthentication::new(Users), BasicAuthentication::new(Users));
        let none = Authenticators::none;
        let both = Permissions::none().with(IsAuthenticated).with(Magic);
        [
            ("open", Self::of(AllowAny)),
            ("authenticated", Self::of(IsAuthenticated)),
            ("staff", Self::of(IsAdminUser)),
            ("read-only", Self::of(IsAuthenticatedOrReadOnly)),
            ("magic", Self::of(Magic)),
            ("staff-or-magic", Self::of(IsAdminUser | Magic)),
            ("user-and-magic", Self::of(IsAuthenticated & Magic)),
            ("not-magic", Self::of(not(Magic))),
            ("both", Self { permissions: both, authentication: None }),
            ("basic-first", Self::for_users(none().with(basic).with(token))),
            ("session-first", Self::for_users(none().with(SessionAuthentication).with(token))),
            ("no-auth", Self::for_users(none())),
        ]
    }
}

impl ApiView for GateView {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    fn authentication(&self) -> Option<Authenticators> {
        self.authentication.clone()
    }

    fn permissions(&self) -> Option<Permissions> {
        Some(self.permissions.clone())
    }

    async fn get(&self, request: &Request) -> Result {
        passed(request)
    }

    async fn post(&self, request: &Request) -> Result {
        Ok(passed(request)?.with_status(StatusCode::CREATED))
    }
}

pub(super) fn passed(request: &Request) -> Result {
    let name = request.user().map_or("anonymous", User::username);
    Response::json(&json!({ "passed": name }))
}
