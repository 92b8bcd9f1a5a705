//! Actions beside the six: DRF's `@action`.

use std::any::{Any, TypeId};

use http::Method;

use super::{EntityOf, ModelOf, ModelViewSet};
use crate::{
    Request, Response, Result,
    authentication::Authenticators,
    fields::Description,
    pagination::PaginationClass,
    parsers::Parsers,
    permissions::Permissions,
    renderers::Renderers,
    serializers::{Entity, ModelSerializer, SerializerClass, plain},
    throttling::Throttles,
    views::{BoxFuture, StatedPolicies},
};

/// An action of the viewset `V` beside the six, with a URL of its own.
///
/// `#[actions]` makes it of a method; by hand it is what
/// [`ModelViewSet::extra_actions`] returns, which a generic viewset needs:
///
/// ```
/// # mod book {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
/// #     #[sea_orm(table_name = "book")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub title: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// use seaview::{prelude::*, viewsets::{ExtraAction, on_row}};
///
/// #[derive(ViewSet)]
/// #[viewset(serializer = book::Model)]
/// struct BookViewSet;
///
/// impl ModelViewSet for BookViewSet {
///     fn extra_actions() -> Vec<ExtraAction<Self>> {
///         vec![ExtraAction::detail("title", |view, request| on_row(view, request, Self::title))]
///     }
/// }
///
/// impl BookViewSet {
///     async fn title(&self, _: &Request, book: book::Model) -> Result {
///         Response::json(&book.title)
///     }
/// }
/// ```
pub struct ExtraAction<V: ModelViewSet> {
    pub(crate) facts: ExtraFacts,
    class: Option<SerializerClass<EntityOf<V>>>,
    call: Call<V>,
}

type Call<V> = for<'a> fn(&'a V, &'a Request) -> BoxFuture<'a, Response>;

/// What an action says of itself, without the viewset's type.
#[derive(Clone)]
pub(crate) struct ExtraFacts {
    pub(crate) action: &'static str,
    /// On one row rather than on the collection.
    pub(crate) detail: bool,
    pub(crate) methods: Vec<Method>,
    pub(crate) url_path: &'static str,
    pub(crate) url_name: String,
    /// What OPTIONS calls it.
    pub(crate) name: String,
    pub(crate) description: &'static str,
    /// The captures of `url_path` whose values are checked.
    pub(crate) url_values: Vec<UrlValue>,
    pub(crate) policies: StatedPolicies,
    pub(crate) pagination: Option<PaginationClass>,
    fields: Option<Fields>,
}

/// A capture and what its values look like.
type UrlValue = (&'static str, fn(&str) -> bool);

type Fields = fn() -> Vec<(&'static str, Description)>;

impl<V: ModelViewSet> ExtraAction<V> {
    /// An action on the collection, `GET /books/recent/`, made of [`on_collection`].
    pub fn list(name: &'static str, call: Call<V>) -> Self {
        Self { facts: ExtraFacts::new(name, false), class: None, call }
    }

    /// An action on one row, `GET /books/1/price/`, made of [`on_row`].
    pub fn detail(name: &'static str, call: Call<V>) -> Self {
        Self { facts: ExtraFacts::new(name, true), class: None, call }
    }

    /// The methods, GET unless stated. Several actions may share a path if each has others.
    pub fn methods(mut self, methods: impl IntoIterator<Item = Method>) -> Self {
        self.facts.methods = methods.into_iter().collect();
        self
    }

    /// The path behind that of the collection or the row, the action's name unless stated. Each
    /// `{name}` in it captures a segment for [`Request::kwargs`].
    pub fn url_path(mut self, path: &'static str) -> Self {
        self.facts.url_path = path;
        self
    }

    /// What a captured value looks like beside `[^/.]+`; another is a 404.
    pub fn url_value(mut self, capture: &'static str, check: fn(&str) -> bool) -> Self {
        self.facts.url_values.push((capture, check));
        self
    }

    /// The name for [`Request::reverse`] behind the basename, `out-of-print` unless stated.
    pub fn url_name(mut self, name: &str) -> Self {
        self.facts.url_name = name.to_owned();
        self
    }

    /// What OPTIONS and HTML pages call it, `Out of print` unless stated.
    pub fn name(mut self, name: &str) -> Self {
        self.facts.name = name.to_owned();
        self
    }

    /// What OPTIONS says of it.
    pub fn description(mut self, text: &'static str) -> Self {
        self.facts.description = text;
        self
    }

    /// The formats of the answers; those of the viewset unless stated.
    pub fn renderers(mut self, renderers: Renderers) -> Self {
        self.facts.policies.renderers = Some(renderers);
        self
    }

    /// The formats of the bodies; those of the viewset unless stated.
    pub fn parsers(mut self, parsers: Parsers) -> Self {
        self.facts.policies.parsers = Some(parsers);
        self
    }

    /// Who may do this; as the viewset says unless stated.
    pub fn permissions(mut self, permissions: Permissions) -> Self {
        self.facts.policies.permissions = Some(permissions);
        self
    }

    /// How users are found; as the viewset says unless stated.
    pub fn authentication(mut self, authentication: Authenticators) -> Self {
        self.facts.policies.authentication = Some(authentication);
        self
    }

    /// How often a client may ask; as the viewset says unless stated.
    pub fn throttles(mut self, throttles: Throttles) -> Self {
        self.facts.policies.throttles = Some(throttles);
        self
    }

    /// How `paginate_queryset` cuts lists here; as the viewset says unless stated.
    pub fn pagination_class(mut self, class: impl Into<PaginationClass>) -> Self {
        self.facts.pagination = Some(class.into());
        self
    }

    /// The serializer: what OPTIONS describes and, if it is one of the entity, what
    /// `get_serializer` works with.
    pub fn serializer<S: ActionSerializer<EntityOf<V>, M>, M>(mut self) -> Self {
        self.facts.fields = Some(S::fields);
        self.class = S::class();
        self
    }

    pub(crate) fn call<'a>(&self, viewset: &'a V, request: &'a Request) -> BoxFuture<'a, Response> {
        (self.call)(viewset, request)
    }

    pub(crate) fn class(&self) -> Option<&SerializerClass<EntityOf<V>>> {
        self.class.as_ref()
    }

    pub(crate) fn fields(&self) -> Option<Vec<(&'static str, Description)>> {
        self.facts.fields.map(|fields| fields())
    }
}

impl ExtraFacts {
    fn new(action: &'static str, detail: bool) -> Self {
        let words = action.replace('_', " ");
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        Self {
            action,
            detail,
            methods: vec![Method::GET],
            url_path: action,
            url_name: action.replace('_', "-"),
            name: first.chain(letters).collect(),
            description: "",
            url_values: Vec::new(),
            policies: StatedPolicies::default(),
            pagination: None,
            fields: None,
        }
    }
}

/// An action's body on the collection, for [`ExtraAction::list`].
pub fn on_collection<'a, V, A, F>(
    viewset: &'a V,
    request: &'a Request,
    action: A,
) -> BoxFuture<'a, Response>
where
    V: ModelViewSet,
    A: FnOnce(&'a V, &'a Request) -> F,
    F: Future<Output = Result> + Send + 'a,
{
    Box::pin(action(viewset, request))
}

/// An action's body on one row, for [`ExtraAction::detail`]: it gets the row that
/// [`get_object`](ModelViewSet::get_object) finds.
pub fn on_row<'a, V, A, F>(
    viewset: &'a V,
    request: &'a Request,
    action: A,
) -> BoxFuture<'a, Response>
where
    V: ModelViewSet,
    A: FnOnce(&'a V, &'a Request, ModelOf<V>) -> F + Send + 'a,
    F: Future<Output = Result> + Send + 'a,
{
    Box::pin(async move {
        let row = viewset.get_object(request).await?;
        action(viewset, request, row).await
    })
}

/// What an action of a viewset of the entity `E` may name as its serializer: one of `E`, or an
/// ordinary struct. `M` tells the two apart and is never named.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no serializer for an action of this viewset",
    label = "neither a serializer of the viewset's entity nor an ordinary struct's",
    note = "add `#[derive(Serializer)]` to `{Self}`, or `#[derive(ModelSerializer)]` of the entity"
)]
pub trait ActionSerializer<E: Entity, M> {
    /// What OPTIONS says of its fields.
    fn fields() -> Vec<(&'static str, Description)>;

    /// The class, if it is a serializer of the entity.
    fn class() -> Option<SerializerClass<E>>;
}

impl<S: ModelSerializer> ActionSerializer<S::Entity, SerializerClass<S::Entity>> for S {
    fn fields() -> Vec<(&'static str, Description)> {
        S::table().describe()
    }

    fn class() -> Option<SerializerClass<S::Entity>> {
        Some(SerializerClass::of::<S>())
    }
}

impl<E: Entity, S: plain::Serializer> ActionSerializer<E, plain::ValueFields> for S {
    fn fields() -> Vec<(&'static str, Description)> {
        <S as plain::Serializer>::fields().describe()
    }

    fn class() -> Option<SerializerClass<E>> {
        None
    }
}

/// The actions that an `#[actions]` block declares for its viewset.
pub struct DeclaredActions {
    viewset: fn() -> TypeId,
    make: fn() -> Box<dyn Any>,
}

impl DeclaredActions {
    /// The viewset's type, and what makes a `Vec<ExtraAction<_>>` of it.
    pub const fn new(viewset: fn() -> TypeId, make: fn() -> Box<dyn Any>) -> Self {
        Self { viewset, make }
    }
}

inventory::collect!(DeclaredActions);

/// All actions that are declared for a viewset.
pub(super) fn declared<V: ModelViewSet>() -> Vec<ExtraAction<V>> {
    let mut actions = Vec::new();
    for declared in declared_for(TypeId::of::<V>()) {
        if let Ok(mut made) = (declared.make)().downcast::<Vec<ExtraAction<V>>>() {
            actions.append(&mut made);
        }
    }
    actions
}

fn declared_for(viewset: TypeId) -> Vec<&'static DeclaredActions> {
    let all = inventory::iter::<DeclaredActions>.into_iter();
    all.filter(|declared| (declared.viewset)() == viewset).collect()
}
