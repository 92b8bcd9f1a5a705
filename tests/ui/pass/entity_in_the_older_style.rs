#![deny(warnings)]

use seaview::prelude::*;

mod city {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "city")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub population: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = city::Entity)]
struct CitySerializer {
    name: String,
    population: Option<i64>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = city::Model, serializer_class(list = CitySerializer))]
struct CityViewSet;

fn main() {
    let _ = DefaultRouter::new().register("cities", CityViewSet);
}
