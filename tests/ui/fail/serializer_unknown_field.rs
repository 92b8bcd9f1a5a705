use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    nmae: String,
    #[serializer(source = captial)]
    seat: String,
}

fn main() {}
