#![deny(warnings)]

use countries::country;
use sea_orm::{EntityTrait, QueryFilter, Select};
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
}

#[derive(ViewSet)]
#[viewset(serializer = CountrySerializer)]
struct LargeCountryViewSet {
    least_area: i64,
}

impl ModelViewSet for LargeCountryViewSet {
    fn get_queryset(&self, _: &Request) -> Select<country::Entity> {
        country::Entity::find().filter(country::COLUMN.area.gte(self.least_area))
    }
}

#[derive(Default, ModelViewSet)]
#[viewset(serializer = CountrySerializer, register = "countries")]
struct CountryViewSet {}

#[derive(ModelViewSet)]
#[viewset(serializer = S, actions(list), lookup_url_kwarg = "key")]
struct AnyViewSet<S: ModelSerializer>(std::marker::PhantomData<S>);

fn main() {
    let _ = DefaultRouter::new()
        .register("countries", LargeCountryViewSet { least_area: 1_000_000 })
        .register_with_basename("any", AnyViewSet::<CountrySerializer>(Default::default()), "any");
    let _ = DefaultRouter::discover();
}
