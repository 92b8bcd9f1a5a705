//! A viewset under a prefix, before the router is built.

use std::{any::type_name, borrow::Cow, sync::Arc};

use http::Method;

use super::{
    extra::ExtraRoute,
    pattern::{Check, Pattern},
};
use crate::{
    Action,
    database::Database,
    filters::{FilterBackends, Lookup},
    metadata::determine_metadata,
    naming::{type_base_name, view_name},
    pagination::PaginationClass,
    serializers::{ModelSerializer, Table},
    views::{Binding, Handler, ParentRow, Policies, ResolvedPolicies, StatedPolicies, View},
    viewsets::{Endpoint, ExtraFacts, ModelViewSet},
};

/// The facts of a registered viewset, without its type.
pub struct Registration {
    pub(super) prefix: String,
    pub(super) basename: String,
    pub(super) viewset_name: &'static str,
    description: &'static str,
    lookup: Option<Lookup>,
    table: &'static Table,
    filters: FilterBackends,
    pagination: PaginationClass,
    actions: Vec<ActionFacts>,
    extra: Vec<(ExtraFacts, ActionFacts)>,
    /// The rows of other viewsets that the prefix names, from left to right.
    pub(super) parents: Vec<Parent>,
    /// For OPTIONS and for methods that are not bound.
    metadata: ActionFacts,
    /// The serializers of all actions.
    tables: Vec<&'static Table>,
    handler: Arc<dyn Handler>,
}

/// A row that the prefix of a nested viewset names.
#[derive(Clone)]
pub(super) struct Parent {
    pub(super) check: Check,
    pub(super) row: ParentRow,
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
        let endpoint = Arc::new(Endpoint::new(viewset));
        let viewset = &endpoint.viewset;
        let (mut actions, mut extra, mut tables) = (Vec::new(), Vec::new(), Vec::new());
        for &action in V::ACTIONS {
            actions.push(ActionFacts::of(viewset, action));
            tables.push(viewset.serializer_class(action).table);
        }
        for action in &endpoint.actions {
            let facts = action.facts.clone();
            let stated = ActionFacts::of(viewset, Action::Custom(facts.action));
            extra.push((facts, stated));
            tables.extend(action.class().map(|class| class.table));
        }
        Self {
            prefix: prefix.trim_matches('/').to_owned(),
            basename: table.model_name.to_lowercase(),
            viewset_name: type_base_name(type_name::<V>()),
            description: V::DESCRIPTION,
            lookup: viewset.lookup_field(),
            table,
            filters: viewset.filter_backends(),
            pagination: viewset.pagination_class(),
            actions,
            metadata: ActionFacts::of(viewset, Action::Metadata),
            extra,
            parents: Vec::new(),
            tables,
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
        let backend = database.backend();
        let fields = self.tables.iter().flat_map(|table| &table.fields);
        let unread = fields.filter(|field| !field.is_read_by(backend)).map(|field| field.name);
        // Also columns that are not shown: SeaORM reads the whole model of a row.
        let columns = self.tables.iter().flat_map(|table| &table.entity.columns);
        let columns = columns.filter(|column| !column.is_read_by(backend));
        let mut unread = unread.chain(columns.map(|column| column.name.as_str()));
        if let Some(name) = unread.next() {
            panic!(
                "`{name}` of `{}` is an integer that SeaORM does not read from {backend:?}; make \
                 it a wider signed one, such as `i64`",
                self.viewset_name
            );
        }
    }

    /// The pattern of the collection, or of one row; `None` if a URL cannot name a row.
    #[track_caller]
    pub(super) fn pattern(&self, detail: bool) -> Option<Pattern> {
        let mut pattern = Pattern::of(&self.prefix);
        for Parent { check, row } in &self.parents {
            pattern.check(row.lookup.kwarg(), Arc::clone(check));
        }
        if detail {
            let (kwarg, check) = self.lookup()?;
            assert!(
                !pattern.has(&kwarg),
                "`{}` captures `{kwarg}` twice; give its viewset another `lookup_url_kwarg`",
                self.prefix
            );
            pattern.capture(kwarg.clone());
            pattern.check(&kwarg, check);
        }
        Some(pattern)
    }

    /// The name of the value that names a row, and what it looks like.
    pub(super) fn lookup(&self) -> Option<(Cow<'static, str>, Check)> {
        let handler = Arc::clone(&self.handler);
        let check: Check = Arc::new(move |value| handler.lookup_value(value));
        Some((self.lookup.as_ref().map(Lookup::kwarg)?.clone(), check))
    }

    /// What a nested viewset knows of its rows, which go by this name there.
    pub(super) fn as_parent(&self, kwarg: String) -> Option<Parent> {
        let (_, check) = self.lookup()?;
        let lookup = self.lookup.clone()?.url_kwarg(kwarg);
        Some(Parent { check, row: ParentRow { lookup, table: self.table } })
    }

    /// The view of the collection, or of one row; `None` if no action is bound there.
    pub(super) fn view(&self, detail: bool, defaults: &Policies) -> Option<View> {
        let of_view = |facts: &&ActionFacts| on_one_row(facts.action) == detail;
        let bind = |facts: &ActionFacts| self.binding(facts, defaults);
        let bindings: Vec<_> = self.actions.iter().filter(of_view).filter_map(bind).collect();
        bindings.first()?;
        let suffix = if detail { "Instance" } else { "List" };
        let name = format!("{} {suffix}", view_name(self.viewset_name));
        let policies = self.policies(&self.metadata.policies, &self.pagination, defaults);
        Some(self.make_view(name, self.description, policies, bindings, detail))
    }

    fn make_view(
        &self,
        name: String,
        description: &'static str,
        policies: Arc<ResolvedPolicies>,
        bindings: Vec<Binding>,
        detail: bool,
    ) -> View {
        let handler = Arc::clone(&self.handler);
        let mut view =
            View::new(name, description, policies, bindings, handler, determine_metadata);
        view.filters = self.filters.clone();
        view.lookup = self.lookup.clone().filter(|_| detail);
        view.parents = self.parents.iter().map(|parent| parent.row.clone()).collect();
        view
    }

    /// The extra actions, those that share a path together.
    #[track_caller]
    pub(super) fn extra_routes(&self, defaults: &Policies) -> Vec<ExtraRoute<'_>> {
        let mut routes: Vec<ExtraRoute<'_>> = Vec::new();
        for extra in &self.extra {
            let bindings = self.extra_bindings(extra, defaults);
            let facts = &extra.0;
            match routes.iter_mut().find(|route| route.is_of(facts)) {
                Some(route) => route.bind(bindings, facts, self.viewset_name),
                None => routes.push(ExtraRoute { facts, bindings }),
            }
        }
        routes
    }

    /// The view of actions that share a path: what the first of them says holds for all.
    pub(super) fn extra_view(&self, route: ExtraRoute<'_>, defaults: &Policies) -> View {
        let ExtraRoute { facts, bindings } = route;
        let stated = facts.policies.clone().or_viewset(self.metadata.policies.clone());
        let pagination = facts.pagination.as_ref().unwrap_or(&self.pagination);
        let policies = self.policies(&stated, pagination, defaults);
        self.make_view(facts.name.clone(), facts.description, policies, bindings, facts.detail)
    }

    fn extra_bindings(
        &self,
        (facts, stated): &(ExtraFacts, ActionFacts),
        defaults: &Policies,
    ) -> Vec<Binding> {
        let stated_policies = facts.policies.clone().or_viewset(stated.policies.clone());
        let pagination = facts.pagination.as_ref().unwrap_or(&self.pagination);
        let policies = self.policies(&stated_policies, pagination, defaults);
        let bind = |method: &Method| Binding {
            method: method.clone(),
            action: stated.action,
            policies: Arc::clone(&policies),
        };
        facts.methods.iter().map(bind).collect()
    }

    fn binding(&self, facts: &ActionFacts, defaults: &Policies) -> Option<Binding> {
        let method = method(facts.action)?;
        let policies = self.policies(&facts.policies, &self.pagination, defaults);
        Some(Binding { method, action: facts.action, policies })
    }

    fn policies(
        &self,
        stated: &StatedPolicies,
        pagination: &PaginationClass,
        defaults: &Policies,
    ) -> Arc<ResolvedPolicies> {
        ResolvedPolicies::new(Policies {
            pagination: match pagination {
                PaginationClass::Default => defaults.pagination.clone(),
                PaginationClass::None => None,
                PaginationClass::Of(paginator) => Some(paginator.clone()),
            },
            ..stated.clone().or(defaults)
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
                versioning: viewset.versioning_class(),
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
