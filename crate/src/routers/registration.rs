//! A viewset under a prefix, before the router is built.

use std::{any::type_name, sync::Arc};

use http::Method;

use crate::{
    Action,
    database::Database,
    filters::{FilterBackends, Lookup},
    metadata::determine_metadata,
    naming::{type_base_name, view_name},
    pagination::PaginationClass,
    serializers::{ModelSerializer, Table},
    views::{Binding, Handler, Policies, ResolvedPolicies, StatedPolicies, View},
    viewsets::{Endpoint, ModelViewSet},
};

/// The facts of a registered viewset, without its type.
pub struct Registration {
    pub(super) prefix: String,
    pub(super) basename: String,
    viewset_name: &'static str,
    description: &'static str,
    lookup: Option<Lookup>,
    filters: FilterBackends,
    pagination: PaginationClass,
    actions: Vec<ActionFacts>,
    /// For OPTIONS and for methods that are not bound.
    metadata: ActionFacts,
    /// The serializers of all actions.
    tables: Vec<&'static Table>,
    handler: Arc<dyn Handler>,
}

/// An action and the policies that its viewset states for it.
struct ActionFacts {
    action: Action,
    policies: StatedPolicies,
}

impl Registration {
    /// The facts of a viewset under a prefix.
    pub fn new<V: ModelViewSet>(prefix: &str, viewset: V) -> Self {
        let table = <V::Serializer as ModelSerializer>::table();
        let endpoint = Arc::new(Endpoint { viewset });
        let viewset = &endpoint.viewset;
        Self {
            prefix: prefix.trim_matches('/').to_owned(),
            basename: table.model_name.to_lowercase(),
            viewset_name: type_base_name(type_name::<V>()),
            description: V::DESCRIPTION,
            lookup: viewset.lookup_field(),
            filters: viewset.filter_backends(),
            pagination: viewset.pagination_class(),
            actions: V::ACTIONS.iter().map(|&action| ActionFacts::of(viewset, action)).collect(),
            metadata: ActionFacts::of(viewset, Action::Metadata),
            tables: V::ACTIONS.iter().map(|&a| viewset.serializer_class(a).table).collect(),
            handler: endpoint,
        }
    }

    pub(super) fn with_basename(mut self, basename: &str) -> Self {
        self.basename = basename.to_owned();
        self
    }

    #[track_caller]
    pub(super) fn check_against(&self, others: &[Self]) {
        let Self { prefix, basename, viewset_name, .. } = self;
        assert!(
            !prefix.contains(['?', '#', '*']),
            "`{prefix}` is no path for `{viewset_name}`; leave out `?`, `#` and `*`"
        );
        for other in others {
            assert!(
                *prefix != other.prefix,
                "`{viewset_name}` is registered under `{prefix}`, which `{}` has already; give one \
                 of them another prefix",
                other.viewset_name
            );
            assert!(
                *basename != other.basename,
                "`{viewset_name}` has the basename `{basename}`, which `{}` has already; register \
                 one of them with `register_with_basename`",
                other.viewset_name
            );
        }
    }

    /// Refuses columns that SeaORM cannot read from this database, and serializers that nest each
    /// other in a circle.
    #[track_caller]
    pub(super) fn check_serializers(&self, database: &Database) {
        self.tables.iter().for_each(|table| _ = table.plan());
        self.filters.check(database.backend());
        let mut all = self.tables.iter().flat_map(|table| &table.fields);
        if let Some(field) = all.find(|field| !field.is_read_by(database.backend())) {
            panic!(
                "`{}` of `{}` is a `u64`, which SeaORM reads from MySQL only; make it an `i64`",
                field.name, self.viewset_name
            );
        }
    }

    /// The viewset's name, if anonymous clients may write to it and nothing says that they should.
    pub(super) fn open_to_writes(&self, defaults: &Policies) -> Option<&'static str> {
        let open = self.actions.iter().filter_map(|facts| self.binding(facts, defaults)).any(
            |Binding { method, policies, .. }| !method.is_safe() && policies.permissions.is_empty(),
        );
        open.then_some(self.viewset_name)
    }

    /// The name under which a URL's last captured value is known, for the URL of one row.
    pub(super) fn lookup_kwarg(&self) -> Option<&'static str> {
        self.lookup.as_ref().map(Lookup::kwarg)
    }

    /// The view of the collection, or of one row; `None` if no action is bound there.
    pub(super) fn view(&self, detail: bool, defaults: &Policies) -> Option<View> {
        let of_view = |facts: &&ActionFacts| on_one_row(facts.action) == detail;
        let bind = |facts: &ActionFacts| self.binding(facts, defaults);
        let bindings: Vec<_> = self.actions.iter().filter(of_view).filter_map(bind).collect();
        bindings.first()?;
        let suffix = if detail { "Instance" } else { "List" };
        let mut view = View::new(
            format!("{} {suffix}", view_name(self.viewset_name)),
            self.description,
            self.policies(&self.metadata, defaults),
            bindings,
            Arc::clone(&self.handler),
            determine_metadata,
        );
        view.filters = self.filters.clone();
        view.lookup = self.lookup.clone().filter(|_| detail);
        Some(view)
    }

    fn binding(&self, facts: &ActionFacts, defaults: &Policies) -> Option<Binding> {
        let method = method(facts.action)?;
        let policies = self.policies(facts, defaults);
        Some(Binding { method, action: facts.action, policies })
    }

    fn policies(&self, facts: &ActionFacts, defaults: &Policies) -> Arc<ResolvedPolicies> {
        ResolvedPolicies::new(Policies {
            pagination: match &self.pagination {
                PaginationClass::Default => defaults.pagination.clone(),
                PaginationClass::None => None,
                PaginationClass::Of(paginator) => Some(paginator.clone()),
            },
            ..facts.policies.clone().or(defaults)
        })
    }
}

impl ActionFacts {
    fn of<V: ModelViewSet>(viewset: &V, action: Action) -> Self {
        Self {
            action,
            policies: StatedPolicies {
                renderers: viewset.renderers(action),
                parsers: viewset.parsers(action),
                authentication: viewset.authentication(action),
                permissions: viewset.permissions(action),
                throttles: viewset.throttles(action),
            },
        }
    }
}

/// DRF's route table: which method asks for which action.
fn method(action: Action) -> Option<Method> {
    match action {
        Action::List | Action::Retrieve => Some(Method::GET),
        Action::Create => Some(Method::POST),
        Action::Update => Some(Method::PUT),
        Action::PartialUpdate => Some(Method::PATCH),
        Action::Destroy => Some(Method::DELETE),
        Action::Metadata | Action::Custom(_) => None,
    }
}

fn on_one_row(action: Action) -> bool {
    !matches!(action, Action::List | Action::Create)
}

/// A viewset that says `register = "…"`; [`DefaultRouter::discover`](super::DefaultRouter::discover)
/// finds all of them.
pub struct RegisteredViewSet {
    prefix: &'static str,
    make: fn(&'static str) -> Registration,
}

impl RegisteredViewSet {
    /// A prefix and what registers the viewset under it.
    pub const fn new(prefix: &'static str, make: fn(&'static str) -> Registration) -> Self {
        Self { prefix, make }
    }

    pub(super) fn prefix(&self) -> &'static str {
        self.prefix
    }

    pub(super) fn make(&self) -> Registration {
        (self.make)(self.prefix)
    }
}

inventory::collect!(RegisteredViewSet);
