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
#[viewset(serializer = CountrySerializer, serch_fields(name), colour = "red")]
struct CountryViewSet;

fn main() {}
