use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    #[serializer(read_only, write_only)]
    id: i64,
    #[serializer(read_only, required)]
    name: String,
    #[serializer(required, default = 0)]
    area: i64,
}

fn main() {}
