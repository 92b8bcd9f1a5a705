//! A viewset without its type: the one place where each resource is compiled anew.

use std::any::Any;

use sea_orm::{EntityTrait, QuerySelect, Select, Statement, sea_query::SelectStatement};

use super::{EntityOf, ExtraAction, ModelOf, ModelViewSet};
use crate::{
    Action, Error, Request, Response, Result,
    database::Row,
    fields::Description,
    serializers::{ModelSerializer, Table},
    views::{BoxFuture, Handler},
};

/// A viewset as the views see it.
pub(crate) struct Endpoint<V: ModelViewSet> {
    pub(crate) viewset: V,
    pub(crate) actions: Vec<ExtraAction<V>>,
    all_rows: Select<EntityOf<V>>,
}

impl<V: ModelViewSet> Endpoint<V> {
    pub(crate) fn new(viewset: V) -> Self {
        Self { viewset, actions: V::extra_actions(), all_rows: EntityOf::<V>::find() }
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

    fn all_rows(&self) -> Option<&(dyn Any + Send + Sync)> {
        Some(&self.all_rows)
    }

    fn fields(&self, request: &Request) -> Option<Vec<(&'static str, Description)>> {
        let own = self.extra(request).and_then(ExtraAction::fields);
        own.or_else(|| self.table(request).map(Table::describe))
    }
}

/// The rows that exist for the request, unless a viewset says otherwise. A copy of SeaORM's `find`
/// takes half the time of another one.
pub(super) fn all_rows<V: ModelViewSet>(request: &Request) -> Select<EntityOf<V>> {
    let kept = request.view().handler.all_rows().and_then(|rows| rows.downcast_ref());
    match kept.filter(|_| !request.is_scoped(&V::Serializer::table().entity.table)) {
        Some(rows) => Select::clone(rows),
        None => request.queryset(),
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
    let mut queryset = viewset.filter_queryset(queryset(viewset, request), request).await?;
    let rows = QuerySelect::query(&mut queryset);
    let row = get_row(rows, class.table, request).await?;
    let instance = class.read(&row)?;
    request.view().check_object_permissions(request, &instance).await?;
    Ok(instance)
}

/// The row that the URL names.
async fn get_row(rows: &mut SelectStatement, table: &Table, request: &Request) -> Result<Row> {
    let found = table.first(statement_of(rows, table, request)?, request).await?;
    found.ok_or_else(|| Error::no_match(&table.model_name))
}

/// The statement of the row that the URL names, among these. No LIMIT: SQLite prepares a statement
/// anew whenever a bound one changes.
pub(super) fn statement_of(
    rows: &mut SelectStatement,
    table: &Table,
    request: &Request,
) -> Result<Statement> {
    let lookup = request.view().lookup.as_ref().ok_or_else(Error::not_found)?;
    lookup.statement(rows.clear_order_by(), &table.entity, request, &table.model_name)
}
