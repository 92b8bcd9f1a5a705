#![deny(warnings)]

use seaview::prelude::*;

mod models {
    pub mod country {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
        #[sea_orm(table_name = "country")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i64,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }

    pub mod order_item {
        use sea_orm::entity::prelude::*;

        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
        #[sea_orm(table_name = "order_item")]
        pub struct Model {
            #[sea_orm(primary_key)]
            pub id: i64,
        }

        impl ActiveModelBehavior for ActiveModel {}
    }
}

use models::country;

seaview::resources! {
    countries => country,
    "order-items" => crate::models::order_item,
}

fn main() {
    let _ = DefaultRouter::discover();
    assert_eq!(CountryViewSet::ACTIONS, OrderItemViewSet::ACTIONS);
}
