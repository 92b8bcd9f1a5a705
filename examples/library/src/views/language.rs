//! Languages, known by their codes.

use seaview::prelude::*;

use crate::serializers::LanguageSerializer;

#[derive(ReadOnlyModelViewSet)]
#[viewset(
    serializer = LanguageSerializer,
    lookup_field = code,
    lookup_value = is_code,
    ordering(code)
)]
pub struct LanguageViewSet;

pub(super) fn is_code(value: &str) -> bool {
    value.len() == 2 && value.bytes().all(|letter| letter.is_ascii_lowercase())
}
