use countries::country;
use seaview::prelude::*;

#[derive(ModelViewSet)]
struct CountryViewSet;

#[derive(ViewSet)]
#[viewset(search_fields(name))]
struct NationViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = country::Model, search_fields(name), ordering_fields(name, area))]
struct StateViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerialiser)]
struct RealmViewSet;

fn main() {}
