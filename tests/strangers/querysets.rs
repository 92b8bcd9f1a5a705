//! Rows stated in each place: `get_queryset`, `queryset`, `prefetch`.

use http::Method;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, Select, Set};
use seaview::prelude::*;

use super::{
    ask, assert_alike, database, folder, label, own_folders, own_labels, own_pages, page, policies,
    rows_of_bob,
};
use crate::support::Client;

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct TextSerializer {
    text: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = folder::Entity)]
struct FolderSerializer {
    id: i64,
    slug: String,
    title: String,
    #[serializer(nested, read_only, prefetch = own_pages)]
    pages: Vec<TextSerializer>,
    #[serializer(related = page::Entity, count, prefetch = own_pages)]
    page_count: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct PageSerializer {
    id: i64,
    text: String,
    #[serializer(queryset = own_folders)]
    folder_id: Option<i64>,
    #[serializer(related = label::Entity, required = false, queryset = own_labels, prefetch = own_labels)]
    labels: Vec<i64>,
    #[serializer(related = label::Entity, count, prefetch = own_labels)]
    label_count: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct SlugSerializer {
    id: i64,
    text: String,
    #[serializer(related = folder::Entity, slug_field = slug, queryset = own_folders, prefetch = own_folders)]
    folder: Option<String>,
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct LinkSerializer {
    id: i64,
    text: String,
    #[serializer(
        related = folder::Entity,
        view_name = "folder-detail",
        queryset = own_folders,
        prefetch = own_folders
    )]
    folder: Option<String>,
}

#[derive(FilterSet)]
#[filterset(entity = page::Entity)]
struct PageFilter {
    #[filter(queryset = own_folders)]
    folder: i64,
    #[filter(field = folder, lookup = in, queryset = own_folders)]
    folders: i64,
    #[filter(field = labels, queryset = own_labels)]
    label: i64,
    #[filter(field = folder.title, lookup = icontains)]
    title: String,
}

#[derive(ViewSet)]
#[viewset(serializer = FolderSerializer, search_fields(title), ordering_fields(title))]
struct FolderViewSet;

impl ModelViewSet for FolderViewSet {
    fn get_queryset(&self, request: &Request) -> Select<folder::Entity> {
        own_folders(request)
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut folder: Validated<FolderSerializer>,
    ) -> Result<folder::Model> {
        folder.owner_id = Set(request.user_id()?);
        folder.insert(request.db()).await
    }
}

macro_rules! page_viewsets {
    ($($viewset:ident: $serializer:ident;)*) => {$(
        #[derive(ViewSet)]
        #[viewset(
            serializer = $serializer,
            filterset_class = PageFilter,
            search_fields(text, folder.title),
            ordering_fields(text)
        )]
        struct $viewset;

        impl ModelViewSet for $viewset {
            fn get_queryset(&self, request: &Request) -> Select<page::Entity> {
                let folder = request.kwargs().get("folder_pk").map(|pk| {
                    page::Column::FolderId.eq(pk.parse::<i64>().unwrap_or_default())
                });
                own_pages(request).filter(Condition::all().add_option(folder))
            }

            async fn perform_create(
                &self,
                request: &Request,
                mut page: Validated<$serializer>,
            ) -> Result<page::Model> {
                page.owner_id = Set(request.user_id()?);
                page.insert(request.db()).await
            }
        }
    )*};
}

page_viewsets! {
    PageViewSet: PageSerializer;
    NestedViewSet: PageSerializer;
    SlugViewSet: SlugSerializer;
    LinkViewSet: LinkSerializer;
}

#[actions]
impl PageViewSet {
    #[action(detail = true, methods(post))]
    async fn shout(&self, request: &Request, page: page::Model) -> Result {
        let text = page.text.to_uppercase();
        let mut page = page::ActiveModel::from(page);
        page.text = Set(text);
        let page = sea_orm::ActiveModelTrait::update(page, request.db()).await?;
        Response::json(&page.text)
    }

    #[action(detail = false)]
    async fn texts(&self, request: &Request) -> Result {
        let pages = self.get_queryset(request).all(request.db()).await?;
        let texts: Vec<_> = pages.into_iter().map(|page| page.text).collect();
        Response::json(&texts)
    }
}

fn serving(database: &Database) -> Client {
    let router = DefaultRouter::new()
        .policies(policies())
        .register("folders", FolderViewSet)
        .register("pages", PageViewSet)
        .register_with_basename("slugs", SlugViewSet, "slug")
        .register_with_basename("links", LinkViewSet, "link")
        .nested("folders", |folder| {
            folder.register_with_basename("pages", NestedViewSet, "nested")
        });
    Client::new(router.into_router(database.clone()))
}

/// Requests that name a row by `{id}`.
const REQUESTS: &[(Method, &str, &str)] = &[
    (Method::GET, "/folders/{id}/", ""),
    (Method::HEAD, "/folders/{id}/", ""),
    (Method::OPTIONS, "/folders/{id}/", ""),
    (Method::PUT, "/folders/{id}/", r#"{"slug":"x","title":"x"}"#),
    (Method::PUT, "/folders/{id}/", "{}"),
    (Method::PATCH, "/folders/{id}/", r#"{"title":"x"}"#),
    (Method::DELETE, "/folders/{id}/", ""),
    (Method::GET, "/folders/{id}.json", ""),
    (Method::GET, "/pages/{id}/", ""),
    (Method::PUT, "/pages/{id}/", r#"{"text":"x"}"#),
    (Method::PATCH, "/pages/{id}/", r#"{"text":"x"}"#),
    (Method::DELETE, "/pages/{id}/", ""),
    (Method::GET, "/pages/{id}/?search=bob&ordering=text", ""),
    (Method::POST, "/pages/{id}/shout/", ""),
    (Method::OPTIONS, "/pages/{id}/shout/", ""),
    (Method::GET, "/slugs/{id}/", ""),
    (Method::DELETE, "/links/{id}/", ""),
    (Method::GET, "/folders/{id}/pages/", ""),
    (Method::GET, "/folders/{id}/pages/1001/", ""),
    (Method::GET, "/folders/{id}/pages/{id}/", ""),
    (Method::GET, "/folders/1001/pages/{id}/", ""),
    (Method::PATCH, "/folders/{id}/pages/{id}/", r#"{"text":"x"}"#),
    (Method::DELETE, "/folders/1001/pages/{id}/", ""),
    (Method::POST, "/pages/", r#"{"text":"x","folder_id":{id}}"#),
    (Method::POST, "/pages/", r#"{"text":"x","folder_id":"{id}"}"#),
    (Method::PATCH, "/pages/1001/", r#"{"folder_id":{id}}"#),
    (Method::PUT, "/pages/1001/", r#"{"text":"x","folder_id":{id}}"#),
    (Method::POST, "/pages/", r#"{"text":"x","folder_id":null,"labels":[{id}]}"#),
    (Method::PATCH, "/pages/1001/", r#"{"labels":[1001,{id}]}"#),
    (Method::POST, "/slugs/", r#"{"text":"x","folder":"bob-{id}"}"#),
    (Method::PATCH, "/slugs/1001/", r#"{"folder":"bob-{id}"}"#),
    (Method::POST, "/links/", r#"{"text":"x","folder":"http://testserver/folders/{id}/"}"#),
    (Method::PATCH, "/links/1001/", r#"{"folder":"/folders/{id}/"}"#),
    (Method::GET, "/pages/?folder={id}", ""),
    (Method::GET, "/pages/?folders=1001,{id}", ""),
    (Method::GET, "/pages/?label={id}", ""),
    (Method::GET, "/pages/?label=1001&label={id}", ""),
    (Method::GET, "/pages/?search={id}", ""),
    (Method::GET, "/folders/?search={id}", ""),
];

#[tokio::test]
async fn what_is_anothers_is_answered_byte_for_byte_as_what_is_missing() {
    let database = database().await;
    let client = serving(&database);
    let before = rows_of_bob(&database).await;
    assert_alike(&client, REQUESTS).await;
    assert_eq!(rows_of_bob(&database).await, before, "nothing of bob's has changed");
}

#[tokio::test]
async fn nothing_of_anothers_is_shown_counted_or_found() {
    let database = database().await;
    let client = serving(&database);
    let lost = "INSERT INTO page (id, owner_id, folder_id, text) VALUES (1002, 1, 7777, 'lost')";
    database.connection().execute_unprepared(lost).await.unwrap();
    for url in [
        "/folders/",
        "/folders/1001/",
        "/folders/?search=bob",
        "/folders/?ordering=-title",
        "/pages/",
        "/pages/1001/",
        "/pages/texts/",
        "/pages/?search=ada",
        "/pages/?ordering=text",
        "/pages/?folder=1001",
        "/pages/?title=ada",
        "/slugs/",
        "/links/1002/",
        "/folders/1001/pages/",
    ] {
        let answer = ask(&client, &Method::GET, url, "").await;
        assert_eq!(answer.status, 200, "{url}");
        let text = answer.text();
        // The key that ada wrote herself is hers to see.
        let text = text.replace(r#""folder_id":7777"#, "");
        assert!(!text.contains("bob") && !text.contains("777"), "{url} {text}");
    }
    let get = async |url: &str| ask(&client, &Method::GET, url, "").await;
    get("/folders/").await.assert(
        200,
        r#"[{"id":1001,"slug":"ada-1001","title":"of ada","pages":[{"text":"of ada"}],"page_count":1}]"#,
    );
    get("/pages/1001/").await.assert(
        200,
        r#"{"id":1001,"text":"of ada","folder_id":1001,"labels":[1001],"label_count":1}"#,
    );
    get("/slugs/1002/").await.assert(200, r#"{"id":1002,"text":"lost","folder":null}"#);
    get("/links/1002/").await.assert(200, r#"{"id":1002,"text":"lost","folder":null}"#);
    get("/pages/texts/").await.assert(200, r#"["of ada","lost"]"#);
}

#[tokio::test]
async fn both_see_and_change_what_is_their_own() {
    let database = database().await;
    let client = serving(&database);
    let headers = [("x-user", "2"), ("content-type", "application/json")];
    let body = r#"{"text":"new","folder_id":7777,"labels":[7777]}"#;
    let made = client.send(Method::PATCH, "/pages/7777/", &headers, body).await;
    made.assert(
        200,
        r#"{"id":7777,"text":"new","folder_id":7777,"labels":[7777],"label_count":1}"#,
    );
    let found = client.send(Method::GET, "/pages/?folder=7777", &headers, "").await;
    assert_eq!(found.json()[0]["id"], 7777);
    let shouted = ask(&client, &Method::POST, "/pages/1001/shout/", "").await;
    shouted.assert(200, r#""OF ADA""#);
    assert_eq!(client.get("/pages/").await.status, 403);
}
