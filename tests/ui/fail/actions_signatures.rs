//! Methods that are no actions, and a viewset that cannot have any.

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

struct NotAViewSet;

#[actions]
impl BookViewSet {
    #[action(detail = true)]
    async fn without_the_row(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    #[action(detail = true)]
    async fn with_another_row(&self, _: &Request, _: String) -> Result {
        Ok(Response::no_content())
    }

    #[action(detail = false)]
    fn not_async(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }

    #[action(detail = false)]
    async fn another_result(&self, _: &Request) -> String {
        String::new()
    }

    #[action(detail = false, serializer = String)]
    async fn no_serializer(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }
}

#[actions]
impl NotAViewSet {
    #[action(detail = false)]
    async fn nothing(&self, _: &Request) -> Result {
        Ok(Response::no_content())
    }
}

fn main() {}
