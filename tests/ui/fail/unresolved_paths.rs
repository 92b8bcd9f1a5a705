use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = contry::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct NationSerializer {
    id: i64,
    name: Sting,
}

#[derive(ModelViewSet)]
#[viewset(serializer = NationSerialiser, search_fields(name), ordering_fields(name))]
struct NationViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = NationSerializer, permissions(IsStaff), lookup_value = is_short)]
struct StateViewSet;

fn main() {}
