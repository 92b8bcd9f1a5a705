//! Rows stated once for each entity, and nowhere else.

use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait, Select, Set,
};
use seaview::{
    filters::{Along, Filter, Ordering, OrderingField, SearchField},
    pagination::CursorPagination,
    prelude::*,
    request::Scopes,
    serializers::Relationship,
};

use super::{folder, label, own_folders, own_labels, own_pages, page, policies, remark};
use crate::support::Client;

/// What one wrote on pages of one's own.
fn own_remarks(request: &Request) -> Select<remark::Entity> {
    let user = request.user().map_or(0, seaview::User::id);
    remark::Entity::find()
        .join(JoinType::InnerJoin, remark::Relation::Page.def())
        .filter(page::Column::OwnerId.eq(user))
        .filter(remark::Column::AuthorId.eq(user))
}

pub(super) fn scopes() -> Scopes {
    Scopes::none().with(own_folders).with(own_pages).with(own_labels).with(own_remarks)
}

/// Of pages alone, so that what is behind them is seen.
pub(super) fn scope_of_pages() -> Scopes {
    Scopes::none().with(own_pages)
}

pub(super) fn scope_of_folders() -> Scopes {
    Scopes::none().with(own_folders)
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct TextSerializer {
    id: i64,
    text: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = remark::Entity)]
struct RemarkSerializer {
    text: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = folder::Entity)]
struct TitleSerializer {
    id: i64,
    title: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = folder::Entity)]
struct FolderSerializer {
    id: i64,
    slug: String,
    title: String,
    parent_id: Option<i64>,
    #[serializer(nested, keyed, required = false)]
    pages: Vec<TextSerializer>,
    #[serializer(related = page::Entity, count)]
    page_count: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct PageSerializer {
    id: i64,
    text: String,
    folder_id: Option<i64>,
    #[serializer(nested, read_only)]
    folder: Option<TitleSerializer>,
    #[serializer(source = folder.title)]
    title: Option<String>,
    #[serializer(related = folder::Entity, read_only)]
    shelf: Option<i64>,
    #[serializer(related = label::Entity, required = false)]
    labels: Vec<i64>,
    #[serializer(related = label::Entity, count)]
    label_count: i64,
    #[serializer(nested, read_only)]
    remarks: Vec<RemarkSerializer>,
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct SlugSerializer {
    id: i64,
    text: String,
    #[serializer(related = folder::Entity, slug_field = slug)]
    folder: Option<String>,
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct LinkSerializer {
    id: i64,
    text: String,
    // A queryset narrows further, and cannot widen.
    #[serializer(
        related = folder::Entity,
        view_name = "folder-detail",
        queryset = all_folders,
        prefetch = all_folders
    )]
    folder: Option<String>,
}

fn all_folders(_: &Request) -> Select<folder::Entity> {
    folder::Entity::find()
}

macro_rules! page_viewsets {
    ($($viewset:ident: $serializer:ident, $queryset:ident $(, $pagination:expr)?;)*) => {$(
        #[derive(ViewSet)]
        #[viewset(
            serializer = $serializer,
            filterset_fields(
                folder(exact, in, isnull),
                folder.title(exact, icontains, in, isnull),
                folder.color(isnull),
                labels(exact, in, isnull),
                labels.name(exact, startswith),
                remarks(isnull),
                remarks.text(icontains)
            ),
            search_fields(text, folder.title, labels.name, remarks.text),
            ordering_fields(text, folder.title)
            $(, pagination_class = $pagination)?
        )]
        struct $viewset;

        impl ModelViewSet for $viewset {
            fn get_queryset(&self, request: &Request) -> Select<page::Entity> {
                $queryset(request)
            }

            async fn perform_create(
                &self,
                request: &Request,
                mut page: Validated<$serializer>,
            ) -> Result<page::Model> {
                page.owner_id = Set(request.user_id()?);
                if let Ok(folder) = request.kwargs().parse("folder_pk") {
                    page.folder_id = Set(Some(folder));
                }
                page.insert(request.db()).await
            }
        }
    )*};
}

page_viewsets! {
    PageViewSet: PageSerializer, existing_pages;
    AllViewSet: PageSerializer, all_pages;
    NestedViewSet: TextSerializer, pages_in_folder;
    TextViewSet: TextSerializer, existing_pages;
    CursorViewSet: TextSerializer, existing_pages, by_folder();
    SlugViewSet: SlugSerializer, existing_pages;
    LinkViewSet: LinkSerializer, existing_pages;
}

/// Two at a time, in the order of the folders' titles.
fn by_folder() -> CursorPagination {
    let folder = Along::<page::Entity>::start().through(|page| &page.folder);
    let title = Ordering::asc(folder.column("title", |folder| &folder.title));
    CursorPagination { ordering: vec![title], ..CursorPagination::of(2) }
}

fn existing_pages(request: &Request) -> Select<page::Entity> {
    request.queryset()
}

fn all_pages(_: &Request) -> Select<page::Entity> {
    page::Entity::find()
}

fn pages_in_folder(request: &Request) -> Select<page::Entity> {
    let folder: Option<i64> = request.kwargs().parse("folder_pk").ok();
    page::Entity::find().filter(page::Column::FolderId.eq(folder))
}

#[actions]
impl AllViewSet {
    #[action(detail = true)]
    async fn text(&self, _: &Request, page: page::Model) -> Result {
        Response::json(&page.text)
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = FolderSerializer)]
struct FolderViewSet;

/// Another entity of the pages' table.
mod leaflet {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub text: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = leaflet::Model, search_fields(text))]
struct LeafletViewSet;

#[actions]
impl LeafletViewSet {
    #[action(detail = false)]
    async fn texts(&self, request: &Request) -> Result {
        let leaflets = request.queryset::<leaflet::Entity>().all(request.db()).await?;
        let texts: Vec<_> = leaflets.into_iter().map(|leaflet| leaflet.text).collect();
        Response::json(&texts)
    }
}

#[derive(ModelSerializer)]
#[serializer(entity = page::Entity)]
struct CodeSerializer {
    id: i64,
    code: Option<String>,
}

#[derive(ModelSerializer)]
#[serializer(entity = folder::Entity)]
struct CodesSerializer {
    #[serializer(nested, keyed)]
    pages: Vec<CodeSerializer>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CodesSerializer)]
struct CodesViewSet;

/// Nothing of a folder's relations is shown, but they are looked into.
struct TitleViewSet;

impl ViewSet for TitleViewSet {
    type Serializer = TitleSerializer;

    fn filterset_fields(&self) -> Vec<Filter> {
        let folder = Along::<folder::Entity>::start;
        let pages = || folder().through(|folder| &folder.pages);
        let labels = || pages().through(|page| &page.labels);
        let parent = || folder().by::<folder::Entity>(Relationship::of(folder::Relation::Parent));
        vec![
            Filter::exact("pages", pages().rows()),
            Filter::isnull("pages", pages().rows()),
            Filter::exact("not_pages", pages().rows()).exclude(),
            Filter::exact("pages__text", pages().column("text", |page| &page.text)),
            Filter::exact("pages__labels__name", labels().column("name", |label| &label.name)),
            Filter::exact("parent", parent().rows()),
            Filter::isnull("parent", parent().rows()),
            Filter::exact("parent__title", parent().column("title", |folder| &folder.title)),
        ]
    }

    fn search_fields(&self) -> Vec<SearchField> {
        let folder = Along::<folder::Entity>::start;
        let parent = folder().by::<folder::Entity>(Relationship::of(folder::Relation::Parent));
        let pages = folder().through(|folder| &folder.pages);
        vec![
            SearchField::icontains(folder().column("title", |folder| &folder.title)),
            SearchField::icontains(parent.column("title", |folder| &folder.title)),
            SearchField::icontains(pages.column("text", |page| &page.text)),
        ]
    }

    fn ordering_fields(&self) -> Vec<OrderingField> {
        let parent = Along::<folder::Entity>::start()
            .by::<folder::Entity>(Relationship::of(folder::Relation::Parent));
        vec![OrderingField::new("parent__title", parent.column("title", |folder| &folder.title))]
    }
}

impl ModelViewSet for TitleViewSet {}

pub(super) fn serving(database: &seaview::Database, scopes: Scopes) -> Client {
    let router = DefaultRouter::new()
        .policies(seaview::Policies { scopes, ..policies() })
        .register("folders", FolderViewSet)
        .register("pages", PageViewSet)
        .register_with_basename("titles", TitleViewSet, "title")
        .register_with_basename("texts", TextViewSet, "text")
        .register_with_basename("cursors", CursorViewSet, "cursor")
        .register_with_basename("all", AllViewSet, "all")
        .register("leaflets", LeafletViewSet)
        .register_with_basename("codes", CodesViewSet, "codes")
        .register_with_basename("slugs", SlugViewSet, "slug")
        .register_with_basename("links", LinkViewSet, "link")
        .nested("folders", |folder| {
            folder.register_with_basename("pages", NestedViewSet, "nested")
        });
    Client::new(router.into_router(database.clone()))
}
