//! A viewset without its type: the one place where each resource is compiled anew.

use std::any::Any;

use sea_orm::{QuerySelect, Select};

use super::{EntityOf, ExtraAction, ModelOf, ModelViewSet};
use crate::{
    Action, Error, Request, Response, Result,
    fields::Description,
    serializers::{ModelSerializer, Table},
    views::{BoxFuture, Handler},
};

/// A viewset as the views see it.
pub(crate) struct Endpoint<V: ModelViewSet> {
    pub(crate) viewset: V,
    pub(crate) actions: Vec<ExtraAction<V>>,
}

impl<V: ModelViewSet> Endpoint<V> {
    pub(crate) fn new(viewset: V) -> Self {
        Self { viewset, actions: V::extra_actions() }
    }

    /// The extra action that the request asks for.
    fn extra(&self, request: &Request) -> Option<&ExtraAction<V>> {
        let Action::Custom(name) = request.action() else { return None };
        self.actions.iter().find(|action| action.facts.action == name)
    }
}

impl<V: ModelViewSet> Handler for Endpoint<V> {
    fn call<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Response> {
        let viewset = &self.viewset;
        match request.action() {
            Action::List => Box::pin(viewset.list(request)),
            Action::Create => Box::pin(viewset.create(request)),
            Action::Retrieve => Box::pin(viewset.retrieve(request)),
            Action::Update => Box::pin(viewset.update(request)),
            Action::PartialUpdate => Box::pin(viewset.partial_update(request)),
            Action::Destroy => Box::pin(viewset.destroy(request)),
            Action::Metadata | Action::Custom(_) => match self.extra(request) {
                Some(action) => action.call(viewset, request),
                None => Box::pin(async { Err(Error::method_not_allowed(request.method())) }),
            },
        }
    }

    fn initial<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, ()> {
        Box::pin(self.viewset.initial(request))
    }

    fn find<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, ()> {
        Box::pin(async { self.viewset.get_object(request).await.map(drop) })
    }

    fn lookup_value(&self, value: &str) -> bool {
        self.viewset.lookup_value(value)
    }

    fn table(&self, request: &Request) -> Option<&'static Table> {
        Some(self.viewset.get_serializer_class(request).table)
    }

    fn serializer_class(&self, request: &Request) -> Option<&(dyn Any + Send + Sync)> {
        self.extra(request)?.class().map(|class| class as &(dyn Any + Send + Sync))
    }

    fn fields(&self, request: &Request) -> Option<Vec<(&'static str, Description)>> {
        let own = self.extra(request).and_then(ExtraAction::fields);
        own.or_else(|| self.table(request).map(Table::describe))
    }
}

/// The viewset's rows, as far as they exist for the request.
pub(super) fn queryset<V: ModelViewSet>(viewset: &V, request: &Request) -> Select<EntityOf<V>> {
    let mut queryset = viewset.get_queryset(request);
    let table = &<V::Serializer as ModelSerializer>::table().entity.table;
    request.narrow(QuerySelect::query(&mut queryset), table);
    queryset
}

/// DRF's `get_object`.
pub(super) async fn get_object<V: ModelViewSet>(
    viewset: &V,
    request: &Request,
) -> Result<ModelOf<V>> {
    let class = viewset.get_serializer_class(request);
    let model = &class.table.model_name;
    let mut queryset = viewset.filter_queryset(queryset(viewset, request), request).await?;
    let rows = QuerySelect::query(&mut queryset).clear_order_by();
    let lookup = request.view().lookup.as_ref().ok_or_else(Error::not_found)?;
    // No LIMIT: SQLite prepares a statement anew whenever a bound one changes.
    let statement = lookup.statement(rows, &class.table.entity, request, model)?;
    if request.shortcut.is_open(viewset) && !request.view().looks_at_objects(request) {
        let shown =
            viewset.get_serializer(request).class().first_shown(&statement, request).await?;
        if let Some(json) = shown {
            request.shortcut.take(json);
            return Err(Error::not_found());
        }
    }
    let found = class.first(statement, request).await?;
    let instance = found.ok_or_else(|| Error::no_match(model))?;
    request.view().check_object_permissions(request, &instance).await?;
    Ok(instance)
}
