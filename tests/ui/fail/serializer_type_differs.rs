use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: Option<String>,
    #[serializer(min_value = 0)]
    area: i32,
}

fn main() {}
