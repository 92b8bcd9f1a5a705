use countries::country;
use seaview::prelude::*;

#[derive(FilterSet)]
#[filterset(entity = country::Entity)]
struct CountryFilter {
    #[filter(lookup = icontains)]
    nmae: String,
    #[filter(field = surface, min_max)]
    area: i64,
    #[filter(ordering(name, size = aera))]
    sort: String,
}

fn main() {}
