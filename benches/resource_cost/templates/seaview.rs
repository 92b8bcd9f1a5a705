pub mod model {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "resource_0")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "String(StringLen::N(100))")]
        pub name: String,
        pub description: Option<String>,
        pub amount: i64,
        pub ratio: f64,
        pub active: bool,
        pub owner_id: i64,
        #[sea_orm(belongs_to, from = "owner_id", to = "id")]
        pub owner: BelongsTo<crate::owner::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = crate::owner::Entity)]
pub struct OwnerSerializer {
    id: i64,
    name: String,
}

#[derive(ModelSerializer)]
#[serializer(entity = model::Entity)]
pub struct Resource0Serializer {
    #[serializer(read_only)]
    id: i64,
    name: String,
    description: Option<String>,
    amount: i64,
    ratio: f64,
    active: bool,
    #[serializer(write_only)]
    owner_id: i64,
    #[serializer(nested)]
    owner: OwnerSerializer,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = Resource0Serializer,
    filterset_fields(amount(gte, lte), active, owner.name(icontains)),
    search_fields(name),
    ordering_fields(name, amount)
)]
pub struct Resource0ViewSet;

#[actions]
impl Resource0ViewSet {
    #[action(detail = true, methods(post))]
    async fn archive(&self, request: &Request, resource: model::Model) -> Result {
        let mut resource = resource.into_active_model();
        resource.active = Set(false);
        resource.update(request.db()).await?;
        Ok(Response::no_content())
    }
}
