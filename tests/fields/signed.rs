//! The same columns without those of which SeaORM reads none from PostgreSQL: unsigned integers,
//! and those of 8 bits.

use seaview::prelude::*;

pub(super) mod thing {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "thing")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub i16: i16,
        pub i32: i32,
        pub i64: i64,
        pub f32: f32,
        pub f64: f64,
        pub bool: bool,
        pub text: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = thing::Entity)]
pub(super) struct ThingSerializer {
    id: i64,
    i16: i16,
    i32: i32,
    i64: i64,
    f32: f32,
    f64: f64,
    bool: bool,
    text: String,
}

#[derive(ModelViewSet)]
#[viewset(serializer = ThingSerializer)]
pub(super) struct ThingViewSet;

pub(super) mod maybe {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "maybe")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub i16: Option<i16>,
        pub i32: Option<i32>,
        pub i64: Option<i64>,
        pub f32: Option<f32>,
        pub f64: Option<f64>,
        pub bool: Option<bool>,
        pub text: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = maybe::Entity)]
pub(super) struct MaybeSerializer {
    id: i64,
    i16: Option<i16>,
    i32: Option<i32>,
    i64: Option<i64>,
    f32: Option<f32>,
    f64: Option<f64>,
    bool: Option<bool>,
    text: Option<String>,
}

#[derive(ModelViewSet)]
#[viewset(serializer = MaybeSerializer)]
pub(super) struct MaybeViewSet;
