//! What holds for every view of the library.

use seaview::{
    Policies,
    authentication::Authenticators,
    renderers::{JsonRenderer, Renderers},
};

/// JSON and nothing else, open to all.
pub fn policies() -> Policies {
    Policies {
        renderers: Renderers::none().with(JsonRenderer),
        authentication: Authenticators::none(),
        ..Policies::default()
    }
}
