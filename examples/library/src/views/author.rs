//! Authors.

use seaview::{pagination::LimitOffsetPagination, prelude::*};

use crate::{filters::AuthorFilter, serializers::AuthorSerializer};

#[derive(ModelViewSet)]
#[viewset(serializer = AuthorSerializer, pagination_class = pages(), filterset_class = AuthorFilter)]
pub struct AuthorViewSet;

fn pages() -> LimitOffsetPagination {
    LimitOffsetPagination { max_limit: Some(8), ..LimitOffsetPagination::of(5) }
}
