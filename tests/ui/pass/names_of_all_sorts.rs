#![deny(warnings)]
#![allow(non_snake_case)] // `double__underscore`, and what SeaORM makes of `_hidden`.

use seaview::{prelude::*, serializers::SerializerClass};

mod place {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "place")]
    pub struct Model {
        #[sea_orm(primary_key, column_name = "place_id")]
        pub id: i64,
        #[sea_orm(column_name = "Name-Of-Place")]
        pub name: String,
        pub r#type: String,
        pub r#in: i64,
        pub self_: String,
        pub model: String,
        pub entity: String,
        pub address_2: String,
        pub a_1: String,
        pub a1b: String,
        pub _hidden: String,
        pub trailing_: String,
        pub double__underscore: String,
        pub x: f64,
        pub ipv4_address: String,
        pub größe: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = place::Entity)]
struct PlaceSerializer {
    id: i64,
    name: String,
    r#type: String,
    #[serializer(source = r#in)]
    r#where: i64,
    self_: String,
    model: String,
    entity: String,
    address_2: String,
    a_1: String,
    a1b: String,
    _hidden: String,
    trailing_: String,
    double__underscore: String,
    x: f64,
    ipv4_address: String,
    größe: i64,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = PlaceSerializer,
    lookup_field = a_1,
    search_fields(r#type, address_2, model, self_),
    ordering_fields(r#in, _hidden),
    ordering(-r#in, trailing_),
    filterset_fields(r#in(in, gte), r#type(exact, in), entity, double__underscore)
)]
struct PlaceViewSet;

fn main() {
    let _ = DefaultRouter::new().register("places", PlaceViewSet);
    let _ = SerializerClass::of::<place::Model>();
    let place = SerializerClass::of::<PlaceSerializer>();
    assert!(["type", "where", "address_2", "a_1", "_hidden"].iter().all(|name| place.has_field(name)));
}
