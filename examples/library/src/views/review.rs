//! Reviews, each under its book.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Select, Set, sea_query::Expr};
use seaview::{
    permissions::{IsAuthenticated, IsAuthenticatedOrReadOnly},
    prelude::*,
};
use serde_json::json;

use crate::{
    entities::{book, review},
    permissions::IsOwnerOrReadOnly,
    serializers::ReviewSerializer,
};

#[derive(ViewSet)]
#[viewset(
    serializer = ReviewSerializer,
    filterset_fields(stars(exact, gte), owner.username),
    ordering_fields(stars),
    permissions(IsAuthenticatedOrReadOnly, IsOwnerOrReadOnly)
)]
pub struct ReviewViewSet;

impl ModelViewSet for ReviewViewSet {
    fn get_queryset(&self, request: &Request) -> Select<review::Entity> {
        let book: Option<i64> = request.kwargs().parse("book_pk").ok();
        review::Entity::find().filter(review::Column::BookId.eq(book))
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut review: Validated<ReviewSerializer>,
    ) -> Result<review::Model> {
        let book: i64 = request.kwargs().parse("book_pk")?;
        if book::Entity::find_by_id(book).one(request.db()).await?.is_none() {
            return Err(Error::not_found_because("No Book matches the given query."));
        }
        review.book_id = Set(book);
        review.owner_id = Set(request.user_id()?);
        review.insert(request.db()).await
    }
}

#[actions]
impl ReviewViewSet {
    #[action(detail = true, methods(post), permissions(IsAuthenticated))]
    async fn like(&self, request: &Request, review: review::Model) -> Result {
        // Added up by the database: of two likes at once both count.
        review::Entity::update_many()
            .col_expr(review::Column::Likes, Expr::col(review::Column::Likes).add(1))
            .filter(review::Column::Id.eq(review.id))
            .exec(request.db())
            .await?;
        let review = review::Entity::find_by_id(review.id).one(request.db()).await?;
        Response::json(&json!({ "likes": review.map(|review| review.likes) }))
    }
}
