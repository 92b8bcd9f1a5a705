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
    lookup_field = iso_code,
    search_fields(nmae),
    ordering_fields(name, aera),
    ordering(-population),
    filterset_fields(captal)
)]
struct CountryViewSet;

fn main() {}
