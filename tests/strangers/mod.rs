//! Two users, every route: what is another's is to a user as if it was not there.

mod filters;
mod keys;
mod querysets;
mod relations;
mod scopes;

use std::sync::Arc;

use http::Method;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use seaview::{
    Policies, User,
    authentication::{Authenticated, Authentication, Authenticators},
    permissions::{IsAuthenticated, Permissions},
    prelude::*,
};

use crate::support::{Answer, Client};

mod folder {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "folder")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub owner_id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(40))")]
        pub slug: String,
        pub title: String,
        pub color: Option<String>,
        pub parent_id: Option<i64>,
        #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
        pub parent: BelongsTo<Option<Entity>>,
        #[sea_orm(has_many)]
        pub pages: HasMany<super::page::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod page {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "page")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub owner_id: i64,
        pub folder_id: Option<i64>,
        pub text: String,
        #[sea_orm(unique, column_type = "String(StringLen::N(40))")]
        pub code: Option<String>,
        #[sea_orm(belongs_to, from = "folder_id", to = "id")]
        pub folder: BelongsTo<Option<super::folder::Entity>>,
        #[sea_orm(has_many, via = "page_label")]
        pub labels: HasMany<super::label::Entity>,
        #[sea_orm(has_many)]
        pub remarks: HasMany<super::remark::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod label {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "label")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub owner_id: i64,
        pub name: String,
        #[sea_orm(has_many, via = "page_label")]
        pub pages: HasMany<super::page::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod page_label {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "page_label")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub page_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub label_id: i64,
        #[sea_orm(belongs_to, from = "page_id", to = "id")]
        pub page: BelongsTo<super::page::Entity>,
        #[sea_orm(belongs_to, from = "label_id", to = "id")]
        pub label: BelongsTo<super::label::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod remark {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "remark")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub author_id: i64,
        pub page_id: i64,
        pub text: String,
        #[sea_orm(belongs_to, from = "page_id", to = "id")]
        pub page: BelongsTo<super::page::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A user, by number.
struct Somebody(i64);

impl User for Somebody {
    fn id(&self) -> i64 {
        self.0
    }

    fn username(&self) -> &str {
        if self.0 == ADA { "ada" } else { "bob" }
    }
}

/// `X-User: 1`
struct NumberAuthentication;

impl Authentication for NumberAuthentication {
    async fn authenticate(&self, request: &Request) -> Result<Option<Authenticated>> {
        let id = request.header("x-user").and_then(|text| text.parse().ok());
        Ok(id.map(|id| Authenticated { user: Arc::new(Somebody(id)), auth: None }))
    }
}

fn own_folders(request: &Request) -> Select<folder::Entity> {
    let own = request.user().map(|user| folder::Column::OwnerId.eq(user.id()));
    folder::Entity::find().filter(own.unwrap_or_else(|| folder::Column::Id.is_null()))
}

fn own_pages(request: &Request) -> Select<page::Entity> {
    let own = request.user().map(|user| page::Column::OwnerId.eq(user.id()));
    page::Entity::find().filter(own.unwrap_or_else(|| page::Column::Id.is_null()))
}

fn own_labels(request: &Request) -> Select<label::Entity> {
    let own = request.user().map(|user| label::Column::OwnerId.eq(user.id()));
    label::Entity::find().filter(own.unwrap_or_else(|| label::Column::Id.is_null()))
}

const ADA: i64 = 1;
const BOB: i64 = 2;

/// The key of all that is bob's, and one that nothing has.
const HIDDEN: &str = "7777";
const MISSING: &str = "8888";

async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(folder::Entity).await.unwrap();
    database.create_table(page::Entity).await.unwrap();
    database.create_table(label::Entity).await.unwrap();
    database.create_table(page_label::Entity).await.unwrap();
    database.create_table(remark::Entity).await.unwrap();
    for statement in [
        "INSERT INTO folder (id, owner_id, slug, title) VALUES
            (1001, 1, 'ada-1001', 'of ada'), (7777, 2, 'bob-7777', 'of bob')",
        // Bob has put one of his into ada's folder, and a label on ada's page.
        "INSERT INTO page (id, owner_id, folder_id, text) VALUES
            (1001, 1, 1001, 'of ada'), (7777, 2, 7777, 'of bob'),
            (7778, 2, 1001, 'of bob')",
        "INSERT INTO label (id, owner_id, name) VALUES (1001, 1, 'of ada'), (7777, 2, 'of bob')",
        "INSERT INTO page_label (page_id, label_id) VALUES (1001, 1001), (1001, 7777)",
    ] {
        database.connection().execute_unprepared(statement).await.unwrap();
    }
    database
}

fn policies() -> Policies {
    Policies {
        authentication: Authenticators::none().with(NumberAuthentication),
        permissions: Permissions::none().with(IsAuthenticated),
        ..Policies::default()
    }
}

/// What ada is answered.
async fn ask(client: &Client, method: &Method, url: &str, body: &str) -> Answer {
    let headers = [("x-user", "1"), ("content-type", "application/json")];
    client.send(method.clone(), url, &headers, body).await
}

/// Sends each request with the key of a row of bob's and with one that no row has: the answers are
/// the same, byte for byte, and tell nothing.
async fn assert_alike(client: &Client, requests: &[(Method, &str, &str)]) {
    for (method, url, body) in requests {
        let with = |id: &str| (url.replace("{id}", id), body.replace("{id}", id));
        let ((hidden, sent), (missing, also_sent)) = (with(HIDDEN), with(MISSING));
        let hidden = ask(client, method, &hidden, &sent).await;
        let missing = ask(client, method, &missing, &also_sent).await;
        let told = (hidden.status, hidden.text().replace(HIDDEN, MISSING));
        assert_eq!(told, (missing.status, missing.text()), "{method} {url} {body}");
        assert_eq!(hidden.headers, missing.headers, "{method} {url} {body}");
        let empty = missing.status == 200 && !missing.text().contains("ada");
        assert!(missing.status.is_client_error() || empty, "{method} {url} {}", missing.text());
    }
}

async fn rows_of_bob(database: &Database) -> String {
    let db = database.connection();
    let folders = folder::Entity::find().filter(folder::Column::OwnerId.eq(BOB)).all(db).await;
    let pages = page::Entity::find().filter(page::Column::OwnerId.eq(BOB));
    let pages = pages.order_by_asc(page::Column::Id).all(db).await;
    let labels = label::Entity::find().filter(label::Column::OwnerId.eq(BOB)).all(db).await;
    let labelled = page_label::Entity::find().filter(page_label::Column::LabelId.ne(1001));
    format!("{folders:?} {pages:?} {labels:?} {:?}", labelled.all(db).await)
}
