#![deny(warnings)]

use countries::country;
use sea_orm::{EntityTrait, QueryFilter, Select, Set};
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
}

#[derive(ViewSet)]
#[viewset(serializer = CountrySerializer)]
struct CountryViewSet;

impl ModelViewSet for CountryViewSet {
    fn get_queryset(&self, _request: &Request) -> Select<country::Entity> {
        country::Entity::find().filter(country::COLUMN.area.gt(0))
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut country: Validated<CountrySerializer>,
    ) -> Result<country::Model> {
        country.capital = Set("Poseidonis".to_owned());
        country.insert(request.db()).await
    }
}

fn main() {
    let _ = DefaultRouter::new().register("countries", CountryViewSet);
}
