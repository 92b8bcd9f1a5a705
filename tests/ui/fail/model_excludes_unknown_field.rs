mod member {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "member")]
    #[serializer(exclude(pasword))]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub password: String,
        #[serializer(read_olny)]
        pub joined: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn main() {}
