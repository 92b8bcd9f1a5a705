//! Readings, the newest first.

use seaview::{pagination::CursorPagination, prelude::*};

use crate::serializers::ReadingSerializer;

#[derive(ReadOnlyModelViewSet)]
#[viewset(
    serializer = ReadingSerializer,
    pagination_class = pages(),
    filterset_fields(sensor),
    ordering(-taken_at)
)]
pub struct ReadingViewSet;

fn pages() -> CursorPagination {
    CursorPagination {
        page_size_query_param: Some("page_size"),
        max_page_size: Some(8),
        ..CursorPagination::of(5)
    }
}
