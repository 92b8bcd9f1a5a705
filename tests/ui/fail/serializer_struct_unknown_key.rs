use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity, modelname = "Nation")]
struct CountrySerializer {
    id: i64,
}

fn main() {}
