//! Books.

use seaview::{pagination::PageNumberPagination, prelude::*};

use crate::serializers::BookSerializer;

#[derive(ModelViewSet)]
#[viewset(
    serializer = BookSerializer,
    pagination_class = PageNumberPagination {
        page_size: Some(10),
        page_size_query_param: Some("page_size"),
        max_page_size: Some(15),
        ..PageNumberPagination::default()
    }
)]
pub struct BookViewSet;
