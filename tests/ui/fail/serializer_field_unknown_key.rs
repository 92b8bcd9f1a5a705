use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    #[serializer(readonly)]
    id: i64,
    #[serializer(max_lenght = 10, min_length = 2)]
    name: String,
}

fn main() {}
