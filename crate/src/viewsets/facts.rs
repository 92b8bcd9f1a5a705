//! What a viewset states.

use super::EntityOf;
use crate::{
    Action,
    authentication::Authenticators,
    filters::{
        Filter, FilterBackends, FilterSetBackend, Lookup, Ordering, OrderingField, OrderingFilter,
        SearchField, SearchFilter,
    },
    pagination::PaginationClass,
    parsers::Parsers,
    permissions::Permissions,
    renderers::Renderers,
    serializers::{ModelSerializer, SerializerClass},
    throttling::Throttles,
    versioning::VersioningClass,
};

/// The facts of a viewset: which serializer, which actions, which filters, which policies.
///
/// `#[derive(ViewSet)]` states them; by hand only the serializer is needed. The behaviour is
/// [`ModelViewSet`](super::ModelViewSet). All facts are read once, when the router is built.
#[diagnostic::on_unimplemented(
    message = "`{Self}` states no facts of a viewset",
    label = "not a viewset",
    note = "add `#[derive(ViewSet)]`, or `#[derive(ModelViewSet)]` if no hook is overridden"
)]
pub trait ViewSet: Send + Sync + Sized + 'static {
    /// The serializer, and with it the entity.
    type Serializer: ModelSerializer;

    /// The actions that get a URL. [`Action::ALL`] unless stated; [`Action::READ_ONLY`] makes a
    /// `ReadOnlyModelViewSet`.
    const ACTIONS: &'static [Action] = Action::ALL;

    /// Whether the entity's [`ActiveModelBehavior`](sea_orm::ActiveModelBehavior) does anything.
    ///
    /// It does unless stated, and for its sake a row is read before it is updated or deleted. With
    /// `false` its `before_save`, `after_save`, `before_delete` and `after_delete` are not called
    /// for the engine's own writes, and a viewset on which nobody else looks at the row either (no
    /// hook, no permission of objects, no check of several fields) writes it in one statement.
    const ENTITY_HOOKS: bool = true;

    /// What OPTIONS says of the viewset; the derives take the doc comment.
    const DESCRIPTION: &'static str = "";

    /// The column by which a URL names one row; the primary key unless stated. An entity without
    /// such a column (`None`) has no actions on one row.
    fn lookup_field(&self) -> Option<Lookup> {
        Lookup::primary_key::<Self::Serializer>()
    }

    /// What the values of `lookup_field` in a URL look like beside `[^/.]+`: a check of the
    /// captured text. DRF's `lookup_value_regex`.
    fn lookup_value(&self, value: &str) -> bool {
        let _ = value;
        true
    }

    /// The serializer of an action.
    fn serializer_class(&self, action: Action) -> SerializerClass<EntityOf<Self>> {
        let _ = action;
        SerializerClass::of::<Self::Serializer>()
    }

    /// The columns that `?search=` looks into.
    fn search_fields(&self) -> Vec<SearchField> {
        Vec::new()
    }

    /// The columns that `?ordering=` may name.
    fn ordering_fields(&self) -> Vec<OrderingField> {
        Vec::new()
    }

    /// The order of lists where the client states none; the primary key follows.
    fn ordering(&self) -> Vec<Ordering> {
        Vec::new()
    }

    /// The comparisons that query parameters may ask for.
    fn filterset_fields(&self) -> Vec<Filter> {
        Vec::new()
    }

    /// The filter backends; made of the four facts above unless stated.
    fn filter_backends(&self) -> FilterBackends {
        FilterBackends::none()
            .with(FilterSetBackend::of::<Self::Serializer>(self.filterset_fields()))
            .with(SearchFilter::new(self.search_fields()))
            .with(OrderingFilter::new::<EntityOf<Self>>(self.ordering_fields(), self.ordering()))
    }

    /// How lists are cut into pages; as the router says unless stated.
    fn pagination_class(&self) -> PaginationClass {
        PaginationClass::Default
    }

    /// The formats of the answers; as the router says unless stated.
    fn renderers(&self, action: Action) -> Option<Renderers> {
        let _ = action;
        None
    }

    /// The formats of the bodies; as the router says unless stated.
    fn parsers(&self, action: Action) -> Option<Parsers> {
        let _ = action;
        None
    }

    /// Who may do this; as the router says unless stated.
    fn permissions(&self, action: Action) -> Option<Permissions> {
        let _ = action;
        None
    }

    /// How users are found; as the router says unless stated.
    fn authentication(&self, action: Action) -> Option<Authenticators> {
        let _ = action;
        None
    }

    /// How often a client may ask; as the router says unless stated.
    fn throttles(&self, action: Action) -> Option<Throttles> {
        let _ = action;
        None
    }

    /// Where a request says which version it wants; as the router says unless stated.
    fn versioning_class(&self) -> VersioningClass {
        VersioningClass::Default
    }
}
