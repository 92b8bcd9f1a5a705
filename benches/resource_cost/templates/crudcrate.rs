pub mod model {
    use crudcrate::EntityToModels;
    use sea_orm::entity::prelude::*;

    use crate::owner::Owner;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, EntityToModels)]
    #[sea_orm(table_name = "resource_0")]
    #[crudcrate(api_struct = "Resource0", generate_router)]
    pub struct Model {
        #[sea_orm(primary_key)]
        #[crudcrate(primary_key, exclude(create, update))]
        pub id: i64,
        #[crudcrate(filterable, sortable, fulltext)]
        pub name: String,
        pub description: Option<String>,
        #[crudcrate(filterable, sortable)]
        pub amount: i64,
        pub ratio: f64,
        #[crudcrate(filterable)]
        pub active: bool,
        #[crudcrate(filterable)]
        pub owner_id: i64,
        #[sea_orm(ignore)]
        #[crudcrate(non_db_attr, exclude(create, update), join(one, all, depth = 1))]
        pub owner: Option<Owner>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "crate::owner::Entity", from = "Column::OwnerId", to = "crate::owner::Column::Id")]
        Owner,
    }

    impl Related<crate::owner::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Owner.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use axum::{extract::{Path, State}, http::StatusCode, routing::post};
use crate::owner; // where the derive looks for it
use sea_orm::{ActiveModelTrait, DatabaseConnection, EntityTrait, IntoActiveModel, Set};

async fn archive(State(db): State<DatabaseConnection>, Path(id): Path<i64>) -> Result<StatusCode, StatusCode> {
    let failed = |_| StatusCode::INTERNAL_SERVER_ERROR;
    let resource = model::Entity::find_by_id(id).one(&db).await.map_err(failed)?;
    let mut resource = resource.ok_or(StatusCode::NOT_FOUND)?.into_active_model();
    resource.active = Set(false);
    resource.update(&db).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT)
}

pub fn routes(db: &DatabaseConnection) -> axum::Router {
    let actions = axum::Router::new().route("/resource-0/{id}/archive", post(archive)).with_state(db.clone());
    let (router, _) = utoipa_axum::router::OpenApiRouter::new()
        .nest("/resource-0", model::Resource0::router(db))
        .split_for_parts();
    router.merge(actions)
}
