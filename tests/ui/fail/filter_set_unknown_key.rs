use countries::country;
use seaview::prelude::*;

#[derive(FilterSet)]
#[filterset(entity = country::Entity, fields = name)]
struct CountryFilter {
    #[filter(lookp = icontains)]
    name: String,
    #[filter(lookup = icontain)]
    capital: String,
    #[filter(min_max, multiple)]
    area: i64,
}

#[derive(FilterSet)]
struct NoEntityFilter {
    name: String,
}

#[derive(FilterSet)]
#[filterset(entity = country::Entity)]
enum NoStructFilter {
    Name,
}

fn main() {}
