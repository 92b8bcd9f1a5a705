use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    #[serializer(default = 5, max_length = "ten", validate = shout)]
    name: String,
    #[serializer(required = 1, label = true)]
    area: i64,
}

fn shout(name: &str) -> String {
    name.to_uppercase()
}

fn main() {}
