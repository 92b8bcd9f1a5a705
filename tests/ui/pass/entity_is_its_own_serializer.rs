#![deny(warnings)]

use seaview::{prelude::*, serializers::SerializerClass};

mod author {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "author")]
    #[serializer(exclude(password))]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[serializer(min_length = 2)]
        pub name: String,
        pub password: String,
        #[serializer(skip)]
        pub recovery_code: Option<String>,
        #[sea_orm(has_many)]
        pub books: HasMany<super::book::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod book {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, seaview::ModelSerializer)]
    #[sea_orm(table_name = "book")]
    #[serializer(model_name = "Novel")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        /// As on the title page.
        pub title: String,
        pub author_id: i64,
        #[sea_orm(ignore)]
        pub rating: u8,
        #[sea_orm(belongs_to, from = "author_id", to = "id")]
        pub author: BelongsTo<super::author::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelViewSet)]
#[viewset(serializer = author::Model, search_fields(name))]
struct AuthorViewSet;

#[derive(ReadOnlyModelViewSet)]
#[viewset(serializer = book::Model, filterset_fields(author_id))]
struct BookViewSet;

fn main() {
    let _ = DefaultRouter::new().register("authors", AuthorViewSet).register("books", BookViewSet);
    let author = SerializerClass::of::<author::Model>();
    let fields = ["id", "name", "password", "recovery_code", "books"];
    assert_eq!(fields.map(|name| author.has_field(name)), [true, true, false, false, false]);
    let book = SerializerClass::of::<book::Model>();
    let fields = ["id", "title", "author_id", "rating", "author"];
    assert_eq!(fields.map(|name| book.has_field(name)), [true, true, true, false, false]);
    assert!(format!("{:?}", book::Model::table()).contains("As on the title page."));
}
