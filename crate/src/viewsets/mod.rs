//! Resources: the facts of a viewset, its actions and its hooks.
#![doc = include_str!("../../docs/actions.md")]

mod defaults;
mod endpoint;
mod extra_action;
mod facts;
mod mixins;
mod parameters;
mod unread;

use http::HeaderMap;
use sea_orm::{EntityTrait, QuerySelect, QueryTrait, Select};

pub(crate) use endpoint::Endpoint;
pub(crate) use extra_action::ExtraFacts;
pub use extra_action::{ActionSerializer, DeclaredActions, ExtraAction, on_collection, on_row};
pub use facts::ViewSet;

use crate::{
    Json, Request, Response, Result,
    pagination::{Page, Rows},
    serializers::{ModelSerializer, Serializer, SerializerClass, Validated},
};

/// The entity of a viewset.
pub type EntityOf<V> = <<V as ViewSet>::Serializer as ModelSerializer>::Entity;

/// The model of a viewset's entity.
pub type ModelOf<V> = <EntityOf<V> as EntityTrait>::Model;

/// The behaviour of a resource: the six actions and DRF's hooks, each with DRF's body.
///
/// `#[derive(ModelViewSet)]` is [`ViewSet`] and an empty implementation of this. To override a
/// hook, derive [`ViewSet`] and write the implementation:
///
/// ```
/// # mod country {
/// #     use sea_orm::entity::prelude::*;
/// #     #[sea_orm::model]
/// #     #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
/// #     #[sea_orm(table_name = "country")]
/// #     pub struct Model { #[sea_orm(primary_key)] pub id: i64, pub name: String }
/// #     impl ActiveModelBehavior for ActiveModel {}
/// # }
/// use sea_orm::Set;
/// use seaview::prelude::*;
///
/// # #[derive(ModelSerializer)]
/// # #[serializer(entity = country::Entity)]
/// # struct CountrySerializer { id: i64, name: String }
/// #[derive(ViewSet)]
/// #[viewset(serializer = CountrySerializer)]
/// struct CountryViewSet;
///
/// impl ModelViewSet for CountryViewSet {
///     async fn perform_create(
///         &self,
///         request: &Request,
///         mut country: Validated<CountrySerializer>,
///     ) -> Result<country::Model> {
///         country.name = Set("Atlantis".to_owned());
///         country.insert(request.db()).await
///     }
/// }
/// ```
///
/// Source: <https://www.django-rest-framework.org/api-guide/viewsets/#modelviewset>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a viewset",
    label = "not a viewset",
    note = "add `#[derive(ModelViewSet)]`, or `#[derive(ViewSet)]` and `impl ModelViewSet for {Self} {{}}`"
)]
pub trait ModelViewSet: ViewSet {
    /// The actions beside the six; those that `#[actions]` declares unless overridden.
    fn extra_actions() -> Vec<ExtraAction<Self>> {
        extra_action::declared()
    }

    /// Called when a request is let in, before its method is looked up: DRF's `initial`. It may
    /// put something into the body with [`Request::data_mut`].
    ///
    /// # Errors
    /// Any; it becomes the answer.
    fn initial(&self, request: &mut Request) -> impl Future<Output = Result<()>> + Send {
        let _ = request;
        std::future::ready(Ok(()))
    }

    /// The rows that exist for this request: the scope of every action. What it leaves out is a
    /// 404. Unless overridden, all that exist by the router's [`Scopes`](crate::request::Scopes),
    /// within which it stays if it is. It states conditions, joins and an order; a limit would hold
    /// for lists only, since one row is looked up by its key within the conditions.
    fn get_queryset(&self, request: &Request) -> Select<EntityOf<Self>> {
        endpoint::all_rows::<Self>(request)
    }

    /// The queryset narrowed and ordered as the client asks, by the filter backends.
    ///
    /// # Errors
    /// What a backend finds wrong with the query, a 400.
    fn filter_queryset(
        &self,
        mut queryset: Select<EntityOf<Self>>,
        request: &Request,
    ) -> impl Future<Output = Result<Select<EntityOf<Self>>>> + Send {
        async move {
            parameters::check_parameters(request)?;
            let statement = QuerySelect::query(&mut queryset);
            request.view().filters.filter_queryset(statement, request).await?;
            Ok(queryset)
        }
    }

    /// The row that the URL names, within the filtered queryset, if the permissions let this
    /// request touch it.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or a refusal of the permissions.
    fn get_object(&self, request: &Request) -> impl Future<Output = Result<ModelOf<Self>>> + Send {
        endpoint::get_object(self, request)
    }

    /// The page of the queryset that the client asks for, or `None` where lists come whole: without
    /// a pagination, and in exports.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) for a page that is not there.
    fn paginate_queryset(
        &self,
        queryset: &Select<EntityOf<Self>>,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Page>>> + Send {
        async move {
            let paginator = request.view().paginator().filter(|_| !request.is_export());
            let Some(paginator) = paginator else { return Ok(None) };
            let rows = Rows {
                statement: queryset.as_query(),
                table: self.get_serializer_class(request).table,
                ordering: &request.view().filters.get_ordering(request),
                request,
            };
            paginator.paginate_queryset(rows, request).await
        }
    }

    /// The answer with a page.
    fn get_paginated_response(&self, page: &Page, request: &Request) -> Response {
        let body =
            request.view().paginator().map(|paginator| paginator.get_paginated_response(page));
        let response = Response::ok(body.unwrap_or_else(|| page.results.clone()));
        match request.settings().link_header {
            true => response.with_headers(page.links()),
            false => response,
        }
    }

    /// The answer with the whole queryset, where lists are not cut: sent at once if it has no more
    /// than a thousand rows, otherwise as the rows are read.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database) if the first rows cannot be read.
    fn get_list_response(
        &self,
        queryset: &Select<EntityOf<Self>>,
        request: &Request,
    ) -> impl Future<Output = Result> + Send {
        let table = self.get_serializer_class(request).table;
        async move {
            let ordering = &request.view().filters.get_ordering(request);
            Rows { statement: queryset.as_query(), table, ordering, request }.whole().await
        }
    }

    /// The serializer of this request; that of its action unless overridden.
    fn get_serializer_class(&self, request: &Request) -> SerializerClass<EntityOf<Self>> {
        let own = request.view().handler.serializer_class(request);
        let own = own.and_then(|class| class.downcast_ref()).copied();
        own.unwrap_or_else(|| self.serializer_class(request.action()))
    }

    /// A serializer at work on this request.
    fn get_serializer<'a>(&self, request: &'a Request) -> Serializer<'a, EntityOf<Self>> {
        Serializer::new(self.get_serializer_class(request), request)
    }

    /// Inserts the new row.
    ///
    /// # Errors
    /// Any; violated constraints are answered as errors of fields.
    fn perform_create(
        &self,
        request: &Request,
        validated: Validated<Self::Serializer>,
    ) -> impl Future<Output = Result<ModelOf<Self>>> + Send {
        mixins::perform_create(self, request, validated)
    }

    /// Updates the row.
    ///
    /// # Errors
    /// Any; violated constraints are answered as errors of fields.
    fn perform_update(
        &self,
        request: &Request,
        validated: Validated<Self::Serializer>,
    ) -> impl Future<Output = Result<ModelOf<Self>>> + Send {
        mixins::perform_update(self, request, validated)
    }

    /// Deletes the row.
    ///
    /// # Errors
    /// Any; a row that others refer to is a 409.
    fn perform_destroy(
        &self,
        request: &Request,
        instance: ModelOf<Self>,
    ) -> impl Future<Output = Result<()>> + Send {
        mixins::perform_destroy(self, request, instance)
    }

    /// Headers of a 201: `Location`, if the object has a field `url`.
    fn get_success_headers(&self, request: &Request, data: &Json) -> HeaderMap {
        match self.get_serializer_class(request).has_field(request.settings().url_field_name) {
            true => mixins::success_headers(request, data),
            false => HeaderMap::new(),
        }
    }

    /// `GET` on the collection.
    ///
    /// # Errors
    /// Those of the hooks it calls.
    fn list(&self, request: &Request) -> impl Future<Output = Result> + Send {
        mixins::list(self, request)
    }

    /// `POST` on the collection.
    ///
    /// # Errors
    /// Those of the hooks it calls, and of validation.
    fn create(&self, request: &Request) -> impl Future<Output = Result> + Send {
        mixins::create(self, request)
    }

    /// `GET` on one row.
    ///
    /// # Errors
    /// Those of the hooks it calls.
    fn retrieve(&self, request: &Request) -> impl Future<Output = Result> + Send {
        mixins::retrieve(self, request)
    }

    /// `PUT` on one row.
    ///
    /// # Errors
    /// Those of the hooks it calls, and of validation.
    fn update(&self, request: &Request) -> impl Future<Output = Result> + Send {
        mixins::update(self, request, false)
    }

    /// `PATCH` on one row.
    ///
    /// # Errors
    /// Those of the hooks it calls, and of validation.
    fn partial_update(&self, request: &Request) -> impl Future<Output = Result> + Send {
        mixins::update(self, request, true)
    }

    /// `DELETE` on one row.
    ///
    /// # Errors
    /// Those of the hooks it calls.
    fn destroy(&self, request: &Request) -> impl Future<Output = Result> + Send {
        mixins::destroy(self, request)
    }
}
