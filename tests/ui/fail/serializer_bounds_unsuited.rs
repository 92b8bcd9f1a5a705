use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    #[serializer(min_value = 1)]
    name: String,
    #[serializer(max_length = 10)]
    area: i64,
}

fn main() {}
