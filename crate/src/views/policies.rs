//! What every view does: renderers, parsers, users, permissions, limits.

use std::{ops::Deref, sync::Arc};

use http::{HeaderValue, header};

use crate::{
    authentication::{Authenticators, SessionAuthentication},
    negotiation::DefaultContentNegotiation,
    pagination::Paginator,
    parsers::{FormParser, JsonParser, MultiPartParser, Parser},
    permissions::Permissions,
    renderers::{BrowsableApiRenderer, JsonRenderer, Renderer},
    throttling::Throttles,
    versioning::Versioning,
};

/// What every view of a router does unless its viewset says otherwise: DRF's `DEFAULT_*_CLASSES`,
/// with DRF's defaults.
#[derive(Clone)]
pub struct Policies {
    /// `DEFAULT_RENDERER_CLASSES`: JSON, and HTML for browsers. The first also writes errors of
    /// negotiation.
    pub renderers: Vec<Arc<dyn Renderer>>,
    /// `DEFAULT_PARSER_CLASSES`: JSON, urlencoded and multipart forms.
    pub parsers: Vec<Arc<dyn Parser>>,
    /// `DEFAULT_AUTHENTICATION_CLASSES`: sessions.
    pub authentication: Authenticators,
    /// `DEFAULT_PERMISSION_CLASSES`: everyone may.
    pub permissions: Permissions,
    /// `DEFAULT_THROTTLE_CLASSES`: no limit.
    pub throttles: Throttles,
    /// `DEFAULT_VERSIONING_CLASS`: none.
    pub versioning: Option<Arc<dyn Versioning>>,
    /// `DEFAULT_CONTENT_NEGOTIATION_CLASS`.
    pub negotiation: DefaultContentNegotiation,
    /// `DEFAULT_PAGINATION_CLASS`: none.
    pub pagination: Option<Paginator>,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            renderers: vec![Arc::new(JsonRenderer), Arc::new(BrowsableApiRenderer)],
            parsers: vec![Arc::new(JsonParser), Arc::new(FormParser), Arc::new(MultiPartParser)],
            authentication: Authenticators::none().with(SessionAuthentication),
            permissions: Permissions::none(),
            throttles: Throttles::none(),
            versioning: None,
            negotiation: DefaultContentNegotiation,
            pagination: None,
        }
    }
}

/// The policies of one method, with the headers that follow from them.
pub(crate) struct ResolvedPolicies {
    policies: Policies,
    /// `Vary` of an answer that was decided before the user was looked for.
    pub(super) vary_of_negotiation: Option<HeaderValue>,
    /// `Vary` of all others.
    pub(super) vary: Option<HeaderValue>,
}

impl ResolvedPolicies {
    pub(crate) fn new(policies: Policies) -> Arc<Self> {
        let vary_of_negotiation = vary(&policies, false);
        let vary = vary(&policies, true);
        Arc::new(Self { policies, vary_of_negotiation, vary })
    }
}

impl Deref for ResolvedPolicies {
    type Target = Policies;

    fn deref(&self) -> &Policies {
        &self.policies
    }
}

/// `Accept` where there is a choice of renderers, and what the authenticators read.
fn vary(policies: &Policies, authenticated: bool) -> Option<HeaderValue> {
    let mut names = Vec::new();
    if policies.renderers.len() > 1 {
        names.push("Accept".to_owned());
    }
    for name in policies.authentication.vary().filter(|_| authenticated) {
        let name = if name == header::COOKIE { "Cookie".to_owned() } else { name.to_string() };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { None } else { HeaderValue::from_str(&names.join(", ")).ok() }
}
