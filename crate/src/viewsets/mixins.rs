//! The six actions: DRF's `mixins.py`.

use http::{HeaderMap, HeaderValue, header};

use super::{EntityOf, ModelOf, ModelViewSet, endpoint::queryset, unread};
use crate::{
    Json, Request, Response, Result,
    serializers::{self, ModelSerializer, Validated},
};

/// `GET /countries/`
pub(super) async fn list<V: ModelViewSet>(view: &V, request: &Request) -> Result {
    let queryset = view.filter_queryset(queryset(view, request), request).await?;
    match view.paginate_queryset(&queryset, request).await? {
        Some(page) => Ok(view.get_paginated_response(&page, request)),
        None => view.get_list_response(&queryset, request).await,
    }
}

/// `POST /countries/`
pub(super) async fn create<V: ModelViewSet>(view: &V, request: &Request) -> Result {
    let data = match unread::create(view, request).await? {
        Some(data) => data,
        None => {
            let serializer = view.get_serializer(request);
            let validated = serializer.validate().await?;
            let instance = view.perform_create(request, validated).await?;
            serializer.to_representation(&instance).await?
        }
    };
    let headers = view.get_success_headers(request, &data);
    Ok(Response::created(data).with_headers(headers))
}

/// `GET /countries/1/`
pub(super) async fn retrieve<V: ModelViewSet>(view: &V, request: &Request) -> Result {
    if let Some(data) = unread::retrieve(view, request).await? {
        return Ok(Response::ok(data));
    }
    let instance = view.get_object(request).await?;
    Ok(Response::ok(view.get_serializer(request).to_representation(&instance).await?))
}

/// `PUT /countries/1/`, and with `partial` `PATCH /countries/1/`
pub(super) async fn update<V: ModelViewSet>(view: &V, request: &Request, partial: bool) -> Result {
    if let Some(data) = unread::update(view, request, partial).await? {
        return Ok(Response::ok(data));
    }
    let instance = view.get_object(request).await?;
    let serializer = view.get_serializer(request);
    let validated = serializer.validate_update(instance, partial).await?;
    let instance = view.perform_update(request, validated).await?;
    Ok(Response::ok(serializer.to_representation(&instance).await?))
}

/// `DELETE /countries/1/`
pub(super) async fn destroy<V: ModelViewSet>(view: &V, request: &Request) -> Result {
    if !unread::destroy(view, request).await? {
        let instance: ModelOf<V> = view.get_object(request).await?;
        view.perform_destroy(request, instance).await?;
    }
    Ok(Response::no_content())
}

/// What `perform_create` does unless it is overridden.
pub(super) async fn perform_create<V: ModelViewSet>(
    _: &V,
    request: &Request,
    validated: Validated<V::Serializer>,
) -> Result<ModelOf<V>> {
    validated.insert_into(request.primary()).await
}

/// What `perform_update` does unless it is overridden.
pub(super) async fn perform_update<V: ModelViewSet>(
    _: &V,
    request: &Request,
    validated: Validated<V::Serializer>,
) -> Result<ModelOf<V>> {
    validated.update_in(request.primary()).await
}

/// What `perform_destroy` does unless it is overridden.
pub(super) async fn perform_destroy<V: ModelViewSet>(
    _: &V,
    request: &Request,
    instance: ModelOf<V>,
) -> Result<()> {
    let facts = &V::Serializer::table().entity;
    serializers::delete::<EntityOf<V>>(instance, facts, request.primary()).await
}

/// `Location`, if the new object tells its own URL.
pub(super) fn success_headers(request: &Request, data: &Json) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let object = data.to_value().unwrap_or_default();
    let url = object.get(request.settings().url_field_name).and_then(|url| url.as_str());
    if let Some(Ok(url)) = url.map(HeaderValue::from_str) {
        headers.insert(header::LOCATION, url);
    }
    headers
}
