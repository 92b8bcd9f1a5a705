use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
    area: i64,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = CountrySerializer,
    search_fields = ["name"],
    ordering_fields("name", "area"),
    lookup_field("id"),
    filterset_fields(area()),
    serializer_class(list: CountrySerializer)
)]
struct CountryViewSet;

fn main() {}
