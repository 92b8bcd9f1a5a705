//! Relations: how related rows are shown, named and written.

mod flexible;
mod keyed;
mod links;
mod nested;
mod queries;
mod shown;
mod written;

use sea_orm::{ActiveModelTrait, EntityTrait, QueryFilter, Select, Set};
use seaview::prelude::*;

use crate::support::Client;

/// Who writes articles.
mod author {
    use std::fmt;

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "author")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub name: String,
        pub hidden: bool,
        #[sea_orm(has_many)]
        pub articles: HasMany<super::article::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}

    impl fmt::Display for Model {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} the author", self.name)
        }
    }
}

/// Who prints them, named by a code.
mod press {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "press")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub code: String,
        #[sea_orm(has_many)]
        pub articles: HasMany<super::article::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is written, by one author and perhaps an editor, who is an author too.
mod article {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "article")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique_key = "title_author")]
        pub title: String,
        #[sea_orm(unique_key = "title_author")]
        pub author_id: i64,
        pub press_id: Option<i32>,
        #[sea_orm(belongs_to, from = "author_id", to = "id")]
        pub author: BelongsTo<super::author::Entity>,
        #[sea_orm(belongs_to, from = "press_id", to = "id")]
        pub press: BelongsTo<Option<super::press::Entity>>,
        #[sea_orm(has_many, via = "article_topic")]
        pub topics: HasMany<super::topic::Entity>,
        #[sea_orm(has_many)]
        pub parts: HasMany<super::part::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What articles are about.
mod topic {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "topic")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique)]
        pub name: String,
        #[sea_orm(has_many, via = "article_topic")]
        pub articles: HasMany<super::article::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod article_topic {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "article_topic")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub article_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub topic_id: i64,
        #[sea_orm(belongs_to, from = "article_id", to = "id", on_delete = "Cascade")]
        pub article: BelongsTo<super::article::Entity>,
        #[sea_orm(belongs_to, from = "topic_id", to = "id")]
        pub topic: BelongsTo<super::topic::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What articles are made of.
mod part {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "part")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub article_id: i64,
        #[sea_orm(unique)]
        pub heading: String,
        pub press_id: Option<i32>,
        #[sea_orm(belongs_to, from = "article_id", to = "id", on_delete = "Cascade")]
        pub article: BelongsTo<super::article::Entity>,
        #[sea_orm(belongs_to, from = "press_id", to = "id")]
        pub press: BelongsTo<Option<super::press::Entity>>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Two authors (a third is hidden), two presses, three topics; no articles.
async fn database() -> Database {
    let database = crate::support::database().await;
    database.create_table(author::Entity).await.expect("authors");
    database.create_table(press::Entity).await.expect("presses");
    database.create_table(article::Entity).await.expect("articles");
    database.create_table(topic::Entity).await.expect("topics");
    database.create_table(article_topic::Entity).await.expect("their topics");
    database.create_table(part::Entity).await.expect("their parts");
    let db = database.connection();
    for (name, hidden) in [("Ada", false), ("Bob", false), ("Eve", true)] {
        let author = author::ActiveModel {
            name: Set(name.into()),
            hidden: Set(hidden),
            ..Default::default()
        };
        author.insert(db).await.expect("an author");
    }
    for code in ["north", "south"] {
        let press = press::ActiveModel { code: Set(code.into()), ..Default::default() };
        press.insert(db).await.expect("a press");
    }
    for name in ["sea", "view", "rust"] {
        let topic = topic::ActiveModel { name: Set(name.into()), ..Default::default() };
        topic.insert(db).await.expect("a topic");
    }
    database
}

/// The authors that may be named.
fn visible(_: &Request) -> Select<author::Entity> {
    use sea_orm::ColumnTrait;

    author::Entity::find().filter(author::Column::Hidden.eq(false))
}

fn client<V: ModelViewSet>(database: Database, viewset: V) -> Client {
    Client::new(DefaultRouter::new().register("articles", viewset).into_router(database))
}
