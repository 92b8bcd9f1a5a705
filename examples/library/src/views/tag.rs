//! Tags, which are never changed.

use seaview::{
    prelude::*,
    renderers::{CsvRenderer, JsonRenderer},
};

use crate::serializers::TagSerializer;

#[derive(ModelViewSet)]
#[viewset(
    serializer = TagSerializer,
    actions(list, create, retrieve),
    renderers(JsonRenderer, CsvRenderer)
)]
pub struct TagViewSet;

#[actions]
impl TagViewSet {
    #[action(detail = false, methods(post))]
    async fn bulk(&self, request: &Request) -> Result {
        let serializer = self.get_serializer(request);
        let tags = serializer.validate_many::<TagSerializer>().await?;
        let tags = Validated::insert_all(tags, request.db()).await?;
        Ok(Response::created(serializer.many_of(&tags).await?))
    }
}
