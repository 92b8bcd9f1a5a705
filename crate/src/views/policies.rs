//! What every view does: renderers, parsers, users, permissions, limits.

use std::{ops::Deref, sync::Arc};

use http::{HeaderValue, header};

use crate::{
    authentication::{Authenticators, SessionAuthentication},
    negotiation::DefaultContentNegotiation,
    pagination::Paginator,
    parsers::{FormParser, JsonParser, MultiPartParser, Parsers},
    permissions::Permissions,
    renderers::{BrowsableApiRenderer, JsonRenderer, Renderers},
    request::Scopes,
    throttling::Throttles,
    versioning::{Versioning, VersioningClass},
};

/// What every view of a router does unless its viewset says otherwise: DRF's `DEFAULT_*_CLASSES`,
/// with DRF's defaults.
#[derive(Clone)]
pub struct Policies {
    /// `DEFAULT_RENDERER_CLASSES`: JSON, and HTML for browsers. The first also writes errors of
    /// negotiation.
    pub renderers: Renderers,
    /// `DEFAULT_PARSER_CLASSES`: JSON, urlencoded and multipart forms.
    pub parsers: Parsers,
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
    /// The rows of entities that exist for a request: all. They hold for all views of the router.
    pub scopes: Scopes,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            renderers: Renderers::none().with(JsonRenderer).with(BrowsableApiRenderer),
            parsers: Parsers::none().with(JsonParser).with(FormParser).with(MultiPartParser),
            authentication: Authenticators::none().with(SessionAuthentication),
            permissions: Permissions::none(),
            throttles: Throttles::none(),
            versioning: None,
            negotiation: DefaultContentNegotiation,
            pagination: None,
            scopes: Scopes::none(),
        }
    }
}

/// What a view states for itself: DRF's `permission_classes` and its neighbours.
#[derive(Clone, Default)]
pub(crate) struct StatedPolicies {
    pub(crate) renderers: Option<Renderers>,
    pub(crate) parsers: Option<Parsers>,
    pub(crate) authentication: Option<Authenticators>,
    pub(crate) permissions: Option<Permissions>,
    pub(crate) throttles: Option<Throttles>,
    pub(crate) versioning: VersioningClass,
}

impl StatedPolicies {
    /// What an extra action states, and its viewset for what is not stated.
    pub(crate) fn or_viewset(self, others: Self) -> Self {
        Self {
            renderers: self.renderers.or(others.renderers),
            parsers: self.parsers.or(others.parsers),
            authentication: self.authentication.or(others.authentication),
            permissions: self.permissions.or(others.permissions),
            throttles: self.throttles.or(others.throttles),
            // An action states none.
            versioning: others.versioning,
        }
    }

    /// These, and the defaults for what is not stated.
    pub(crate) fn or(self, defaults: &Policies) -> Policies {
        let mut policies = defaults.clone();
        replace(&mut policies.renderers, self.renderers);
        replace(&mut policies.parsers, self.parsers);
        replace(&mut policies.authentication, self.authentication);
        replace(&mut policies.permissions, self.permissions);
        replace(&mut policies.throttles, self.throttles);
        match self.versioning {
            VersioningClass::Default => {}
            VersioningClass::None => policies.versioning = None,
            VersioningClass::Of(versioning) => policies.versioning = Some(versioning),
        }
        policies
    }
}

fn replace<T>(default: &mut T, stated: Option<T>) {
    if let Some(stated) = stated {
        *default = stated;
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
