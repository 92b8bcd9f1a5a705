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
#[viewset(serializer = CountrySerializer, filterset_fields(name(exact, gte), area(icontains)))]
struct CountryViewSet;

fn main() {}
