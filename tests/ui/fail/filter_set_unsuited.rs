use countries::country;
use seaview::prelude::*;

#[derive(FilterSet)]
#[filterset(entity = country::Entity)]
struct CountryFilter {
    #[filter(lookup = icontains)]
    area: i64,
    #[filter(lookup = year)]
    name: String,
    #[filter(field = area)]
    size: String,
    #[filter(field = name, multiple)]
    names: i64,
}

fn main() {}
