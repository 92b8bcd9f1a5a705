#![deny(warnings)]

use seaview::{DefaultRouter, prelude::*};

mod currency {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "currency")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod seat {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "seat")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub row: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        #[sea_orm(unique)]
        pub label: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = currency::Model)]
struct CurrencyViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = seat::Model, lookup_field = label)]
struct SeatViewSet;

#[derive(ModelViewSet)]
#[viewset(serializer = seat::Model, actions(list, create))]
struct SeatListViewSet;

fn main() {
    let _ = DefaultRouter::new()
        .register("currencies", CurrencyViewSet)
        .register("seats", SeatViewSet)
        .register_with_basename("seat-list", SeatListViewSet, "seat-list");
    assert!(CurrencyViewSet.lookup_field().is_some());
    assert!(SeatViewSet.lookup_field().is_some());
    assert!(SeatListViewSet.lookup_field().is_none());
}
