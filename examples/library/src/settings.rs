//! What holds for every view.

use seaview::{
    Policies,
    authentication::{
        Authenticators, BasicAuthentication, SessionAuthentication, TokenAuthentication,
    },
    permissions::{AllowAny, Permissions},
    renderers::{JsonRenderer, Renderers},
};

use crate::authentication::Users;

/// The library: JSON and nothing else, tokens before passwords, open to all.
pub fn policies() -> Policies {
    Policies {
        renderers: Renderers::none().with(JsonRenderer),
        authentication: Authenticators::none()
            .with(TokenAuthentication::new(Users))
            .with(BasicAuthentication::new(Users)),
        permissions: Permissions::none().with(AllowAny),
        ..Policies::default()
    }
}

/// The countries, both API roots and the view that hands out tokens: sessions before passwords.
pub fn framework_policies() -> Policies {
    Policies {
        authentication: Authenticators::none()
            .with(SessionAuthentication)
            .with(BasicAuthentication::new(Users)),
        permissions: Permissions::none().with(AllowAny),
        ..Policies::default()
    }
}
