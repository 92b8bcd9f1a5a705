//! Books.

use seaview::{
    pagination::PageNumberPagination, permissions::IsAuthenticatedOrReadOnly, prelude::*,
};

use crate::serializers::BookSerializer;

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
