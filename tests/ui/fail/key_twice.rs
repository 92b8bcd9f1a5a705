use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    #[serializer(max_length = 10, max_length = 20)]
    name: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer, ordering(name), ordering(-id), actions(list, list))]
struct CountryViewSet;

fn main() {}
