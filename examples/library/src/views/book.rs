//! Books.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use seaview::{
    pagination::PageNumberPagination,
    permissions::{IsAdminUser, IsAuthenticatedOrReadOnly},
    prelude::*,
};
use serde_json::json;

use super::language;
use crate::{
    entities::book,
    serializers::{BookSerializer, PriceSerializer},
};

#[derive(ModelViewSet)]
#[viewset(
    serializer = BookSerializer,
    filterset_fields(
        title(exact, iexact, contains, icontains, startswith, iendswith),
        isbn(exact, in),
        uuid,
        pages(exact, gt, gte, lt, lte, range, in),
        price(exact, gte, lte, range),
        rating(exact, gte, isnull),
        published(exact, gte, lt, range, year, year__gte, month, day),
        published_at(exact, gte, lt, isnull, date, hour),
        in_print,
        binding(exact, in),
        language,
        author(exact, in),
        author.name(exact, icontains),
        author.born(year__lt, isnull),
        publisher(exact, isnull),
        publisher.slug(exact, in),
        tags,
        tags.name(exact, in)
    ),
    search_fields(title, isbn(istartswith), language(iexact), author.name, tags.name),
    ordering_fields(title, pages, price, rating, published, author.name),
    pagination_class = PageNumberPagination {
        page_size: Some(10),
        page_size_query_param: Some("page_size"),
        max_page_size: Some(15),
        ..PageNumberPagination::default()
    },
    permissions(IsAuthenticatedOrReadOnly)
)]
pub struct BookViewSet;

#[actions]
impl BookViewSet {
    #[action(detail = false)]
    async fn recent(&self, request: &Request) -> Result {
        let latest = self.get_queryset(request).order_by_desc(book::Column::Published).limit(3);
        Ok(Response::ok(self.get_serializer(request).many(latest).await?))
    }

    #[action(
        detail = false,
        url_path = "by-language/{code}",
        url_values(code = language::is_code),
        url_name = "by-language"
    )]
    async fn by_language(&self, request: &Request) -> Result {
        let code = request.kwargs().get("code").unwrap_or_default();
        let books = self.get_queryset(request).filter(book::Column::Language.eq(code));
        match self.paginate_queryset(&books, request).await? {
            Some(page) => Ok(self.get_paginated_response(&page, request)),
            None => self.get_list_response(&books, request).await,
        }
    }

    #[action(detail = false, methods(get, post), permissions(IsAdminUser))]
    async fn audit(&self, request: &Request) -> Result {
        if request.method() == Method::POST {
            let accepted = Json::new(&json!({ "accepted": true }))?;
            return Ok(Response::new(StatusCode::ACCEPTED, accepted));
        }
        let fixtures = self.get_queryset(request).filter(book::Column::Id.lte(24));
        Response::json(&json!({ "books": fixtures.count(request.db()).await? }))
    }

    /// Withdraw a book.
    #[action(detail = true, methods(post), url_path = "out-of-print")]
    async fn out_of_print(&self, request: &Request, book: book::Model) -> Result {
        let id = book.id;
        let mut book = book.into_active_model();
        book.in_print = Set(false);
        book.update(request.db()).await?;
        Response::json(&json!({ "status": "out of print", "id": id }))
    }

    #[action(maps = out_of_print, methods(delete))]
    async fn back_in_print(&self, request: &Request, book: book::Model) -> Result {
        let mut book = book.into_active_model();
        book.in_print = Set(true);
        book.update(request.db()).await?;
        Ok(Response::no_content())
    }

    #[action(detail = true, methods(get, put, patch), serializer = PriceSerializer)]
    async fn price(&self, request: &Request, book: book::Model) -> Result {
        let mut price = PriceSerializer::of(&book);
        if !request.method().is_safe() {
            let partial = request.method() == Method::PATCH;
            price = price.update_from(request, partial).await?;
            let mut book = book.into_active_model();
            book.price = Set(price.price);
            book.update(request.db()).await?;
        }
        Response::json(&json!({ "price": format!("{:.2}", price.price) }))
    }
}
