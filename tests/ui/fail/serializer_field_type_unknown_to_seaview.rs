use seaview::prelude::*;

mod shop {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveValueType)]
    pub struct Price(pub i64);

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shop")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub price: Price,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = shop::Entity)]
struct ShopSerializer {
    id: i64,
    price: shop::Price,
}

fn main() {}
