//! Keys, methods, actions and captures that there are none of, in `#[actions]`.

mod book {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "book")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use seaview::prelude::*;

#[derive(ModelViewSet)]
#[viewset(serializer = book::Model)]
struct BookViewSet;

#[actions]
impl BookViewSet {
    #[action(detail = false, permisions(seaview::permissions::IsAdminUser))]
    async fn key(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    #[action(detail = false, methods(pots))]
    async fn method(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    #[action(maps = metod, methods(put))]
    async fn mapped(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    #[action(detail = false, url_path = "by/{code}", url_values(cod = |_: &str| true))]
    async fn capture(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    #[action(methods(get))]
    async fn nowhere(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }
}

fn main() {}
