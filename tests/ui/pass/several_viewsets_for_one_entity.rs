#![deny(warnings)]

use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
    area: i64,
}

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CapitalSerializer {
    id: i64,
    #[serializer(source = capital)]
    name: String,
    #[serializer(source = name)]
    country: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer, serializer_class(list = CapitalSerializer))]
struct CountryViewSet;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = CapitalSerializer, search_fields(capital))]
struct CapitalViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = CountrySerializer, actions(list, create), ordering(-area, name))]
struct LargestViewSet;

fn main() {
    let _ = DefaultRouter::new()
        .register("countries", CountryViewSet)
        .register_with_basename("capitals", CapitalViewSet, "capital")
        .register_with_basename("largest", LargestViewSet, "largest");
    assert_eq!(CapitalViewSet::ACTIONS, Action::READ_ONLY);
    assert_eq!(LargestViewSet::ACTIONS, [Action::List, Action::Create]);
}
