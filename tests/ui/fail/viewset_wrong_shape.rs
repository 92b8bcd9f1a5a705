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
#[viewset(serializer = CountrySerializer)]
enum CountryViewSet {
    Large,
    Small,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer, register = "nations")]
struct NationViewSet {
    area: i64,
}

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = CountrySerializer, actions(list))]
struct StateViewSet;

fn main() {}
