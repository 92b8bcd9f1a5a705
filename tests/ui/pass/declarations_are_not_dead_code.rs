//! A binary whose types are private: nothing is said to be unused.
#![deny(warnings, unused, dead_code)]
#![deny(clippy::all, clippy::pedantic)]

use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    #[serializer(read_only)]
    id: i64,
    #[serializer(default = "Atlantis")]
    name: String,
    #[serializer(default = 7)]
    area: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct Empty {}

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer, register = "countries", search_fields(name))]
struct CountryViewSet;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = Empty)]
struct EmptyViewSet;

fn main() {
    let _ = DefaultRouter::discover().register_with_basename("empty", EmptyViewSet, "empty");
}
