use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
    area: i64,
}

struct Nobody;

fn is_short(value: String) -> bool {
    value.len() < 3
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = CountrySerializer,
    lookup_value = is_short,
    pagination_class = 10,
    permissions(Nobody),
    throttles(Nobody),
    authentication(Nobody),
    filter_backends = Nobody,
    register = 7
)]
struct CountryViewSet;

fn main() {}
