//! The hooks that a viewset may override: each leaves its trace.

use http::{HeaderMap, HeaderValue, Method, header};
use sea_orm::{ActiveModelTrait, QueryOrder, Select, Set, entity::prelude::*};
use seaview::{
    pagination::{Page, PageNumberPagination},
    prelude::*,
    serializers::SerializerClass,
    viewsets::EntityOf,
};

use super::{NoteTitleSerializer, ONE, note, serving, written};

/// Overrides every hook; each leaves its trace.
#[derive(ViewSet)]
#[viewset(serializer = note::Model, pagination_class = PageNumberPagination::of(2))]
struct HookedViewSet;

impl ModelViewSet for HookedViewSet {
    async fn filter_queryset(
        &self,
        queryset: Select<note::Entity>,
        request: &Request,
    ) -> Result<Select<note::Entity>> {
        match request.query_param("mine") {
            None => Ok(queryset.order_by_desc(note::Column::Id)),
            Some("") => Err(Error::validation("Whose?")),
            Some(owner) => Ok(queryset.filter(note::Column::Owner.eq(owner))),
        }
    }

    /// `/notes/last/` is the newest note.
    async fn get_object(&self, request: &Request) -> Result<note::Model> {
        if request.kwargs().get("pk") != Some("last") {
            return Err(Error::not_found_because("Ask for the last one."));
        }
        let last = self.get_queryset(request).order_by_desc(note::Column::Id);
        last.one(request.db()).await?.ok_or_else(Error::not_found)
    }

    async fn paginate_queryset(
        &self,
        queryset: &Select<note::Entity>,
        request: &Request,
    ) -> Result<Option<Page>> {
        if request.query_param("whole").is_some() {
            return Ok(None);
        }
        let count = queryset.clone().count(request.db()).await?;
        let results = self.get_serializer(request).many(queryset.clone()).await?;
        Ok(Some(Page { count: Some(count), next: None, previous: None, results }))
    }

    fn get_paginated_response(&self, page: &Page, _: &Request) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert("x-total-count", HeaderValue::from(page.count.unwrap_or_default()));
        headers.insert(header::VARY, HeaderValue::from_static("X-Lang, accept"));
        Response::ok(page.results.clone()).with_headers(headers)
    }

    fn get_serializer_class(&self, request: &Request) -> SerializerClass<EntityOf<Self>> {
        match request.header("x-short") {
            Some(_) => SerializerClass::of::<NoteTitleSerializer>(),
            None => self.serializer_class(request.action()),
        }
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut note: Validated<note::Model>,
    ) -> Result<note::Model> {
        note.owner = Set(format!("{}!", request.action()));
        note.insert(request.db()).await
    }

    async fn perform_update(
        &self,
        request: &Request,
        note: Validated<note::Model>,
    ) -> Result<note::Model> {
        let mut note = note.into_inner();
        note.place = Set(Some(request.action().to_string()));
        Ok(note.update(request.db()).await?)
    }

    /// The row stays, without its text.
    async fn perform_destroy(&self, request: &Request, note: note::Model) -> Result<()> {
        let mut note: note::ActiveModel = note.into();
        note.text = Set("deleted".to_owned());
        note.update(request.db()).await?;
        Ok(())
    }

    fn get_success_headers(&self, request: &Request, data: &seaview::Json) -> HeaderMap {
        let id = data.to_value().map(|note| note["id"].to_string()).unwrap_or_default();
        let location = request.build_absolute_uri(&format!("/notes/{id}/"));
        let location = HeaderValue::from_str(&location);
        location.into_iter().map(|location| (header::LOCATION, location)).collect()
    }
}

#[tokio::test]
async fn filter_queryset_is_the_viewsets_to_write() {
    let (client, _) = serving(HookedViewSet).await;
    client
        .get("/notes/?mine=bob&whole")
        .await
        .assert(200, r#"[{"id":2,"owner":"bob","text":"two","stars":2,"place":"Rome"}]"#);
    client.get("/notes/?mine=&whole").await.assert(400, r#"["Whose?"]"#);
    let ids = client.get("/notes/?whole").await.json();
    let ids: Vec<_> = ids.as_array().unwrap().iter().map(|note| note["id"].as_i64()).collect();
    assert_eq!(ids, [Some(3), Some(2), Some(1)]);
}

#[tokio::test]
async fn get_object_is_the_viewsets_to_write_and_holds_for_every_action_on_a_row() {
    let (client, database) = serving(HookedViewSet).await;
    let three = r#"{"id":3,"owner":"ada","text":"three","stars":3,"place":null}"#;
    client.get("/notes/last/").await.assert(200, three);
    let other = r#"{"detail":"Ask for the last one."}"#;
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
        client.json(method, "/notes/3/", r#"{"text":"x"}"#).await.assert(404, other);
    }
    assert_eq!(client.options("/notes/3/").await.json().get("actions"), None);
    assert!(client.options("/notes/last/").await.json()["actions"]["PUT"].is_object());
    assert_eq!(written(&database).await, "");
}

#[tokio::test]
async fn pages_and_their_answer_are_the_viewsets_to_write() {
    let (client, _) = serving(HookedViewSet).await;
    let answer = client.get("/notes/?mine=ada").await;
    assert_eq!(answer.json().as_array().map(Vec::len), Some(2));
    assert_eq!(answer.header("x-total-count"), "2");
    // What the answer varies by is added to what the view varies by, each name once.
    assert_eq!(answer.header("vary"), "X-Lang, accept, Cookie");
    assert_eq!(answer.header("allow"), "GET, POST, HEAD, OPTIONS");
    assert_eq!(answer.headers.get_all("vary").iter().count(), 1);
    let whole = client.get("/notes/?mine=ada&whole").await;
    assert_eq!(whole.headers.get("x-total-count"), None);
}

#[tokio::test]
async fn what_is_written_is_the_viewsets_to_say() {
    let (client, database) = serving(HookedViewSet).await;
    let created = client.post("/notes/", r#"{"text":"four"}"#).await;
    created.assert(201, r#"{"id":4,"owner":"create!","text":"four","stars":5,"place":null}"#);
    assert_eq!(created.header("location"), "http://testserver/notes/4/");

    let put = client.put("/notes/last/", r#"{"text":"4"}"#).await;
    put.assert(200, r#"{"id":4,"owner":"create!","text":"4","stars":5,"place":"update"}"#);
    assert_eq!(put.headers.get("location"), None);
    let patched = r#"{"id":4,"owner":"create!","text":"4","stars":5,"place":"partial_update"}"#;
    client.patch("/notes/last/", "{}").await.assert(200, patched);
    assert_eq!(written(&database).await, "any any place place text");

    client.delete("/notes/last/").await.assert(204, "");
    let kept = client.get("/notes/last/").await.json();
    assert_eq!((&kept["id"], &kept["text"]), (&4.into(), &"deleted".into()));
}

#[tokio::test]
async fn the_serializer_may_depend_on_the_request() {
    let (client, _) = serving(HookedViewSet).await;
    let short = [("x-short", "1"), ("content-type", "application/json")];
    let send = async |method: Method, path: &str, body: &str| {
        client.send(method, path, &short, body).await
    };
    send(Method::GET, "/notes/last/", "").await.assert(200, r#"{"id":3,"text":"three"}"#);
    send(Method::GET, "/notes/?mine=bob", "").await.assert(200, r#"[{"id":2,"text":"two"}]"#);
    // What the serializer does not have is not taken either.
    let patched = send(Method::PATCH, "/notes/last/", r#"{"text":"3","stars":9}"#).await;
    patched.assert(200, r#"{"id":3,"text":"3"}"#);
    assert_eq!(client.get("/notes/last/").await.json()["stars"], 3);
    let fields = send(Method::OPTIONS, "/notes/last/", "").await.json()["actions"]["PUT"].clone();
    assert_eq!(fields.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "text"]);
}

#[derive(ModelViewSet)]
#[viewset(serializer = note::Model, serializer_class(list = NoteTitleSerializer))]
struct PerActionViewSet;

#[tokio::test]
async fn an_action_may_have_a_serializer_of_its_own() {
    let (client, _) = serving(PerActionViewSet).await;
    client
        .get("/notes/")
        .await
        .assert(200, r#"[{"id":1,"text":"one"},{"id":2,"text":"two"},{"id":3,"text":"three"}]"#);
    client.get("/notes/1/").await.assert(200, ONE);
    let created = client.post("/notes/", r#"{"text":"x","stars":1}"#).await;
    // The owner is read-only, and nobody filled it in.
    assert_eq!(created.status, 500, "{}", created.text());
}
