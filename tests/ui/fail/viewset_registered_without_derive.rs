use countries::country;
use seaview::prelude::*;

struct CountryViewSet;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
}

#[derive(ViewSet)]
#[viewset(serializer = CountrySerializer)]
struct NationViewSet;

fn main() {
    let _ = DefaultRouter::new().register("countries", CountryViewSet);
    let _ = DefaultRouter::new().register("nations", NationViewSet);
}
