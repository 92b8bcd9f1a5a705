use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer]
#[serializer(entity = country::Entity, model_name)]
struct CountrySerializer {
    #[serializer(read_only = true)]
    id: i64,
    #[serializer(max_length, min_length(2))]
    name: String,
    #[serializer(source = "capital", skip)]
    seat: String,
    #[serializer(min_value = 0 max_value = 9)]
    area: i64,
}

fn main() {}
