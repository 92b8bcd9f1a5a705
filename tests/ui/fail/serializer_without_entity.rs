use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
struct CountrySerializer {
    id: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = country::Model)]
struct NationSerializer {
    id: i64,
    name: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = "country::Entity")]
struct RealmSerializer {
    id: i64,
}

fn main() {}
