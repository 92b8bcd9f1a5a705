//! Notes: those for all and one's own.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select, Set};
use seaview::{permissions::IsAuthenticated, prelude::*};

use crate::{entities::note, permissions::IsOwnerOrReadOnly, serializers::NoteSerializer};

#[derive(ViewSet)]
#[viewset(serializer = NoteSerializer, permissions(IsAuthenticated, IsOwnerOrReadOnly))]
pub struct NoteViewSet;

impl ModelViewSet for NoteViewSet {
    fn get_queryset(&self, request: &Request) -> Select<note::Entity> {
        let own = request.user().map(|user| note::Column::OwnerId.eq(user.id()));
        let visible = Condition::any().add(note::Column::IsPublic.eq(true)).add_option(own);
        note::Entity::find().filter(visible)
    }

    async fn perform_create(
        &self,
        request: &Request,
        mut note: Validated<NoteSerializer>,
    ) -> Result<note::Model> {
        note.owner_id = Set(request.user_id()?);
        note.insert(request.db()).await
    }

    async fn perform_update(
        &self,
        request: &Request,
        mut note: Validated<NoteSerializer>,
    ) -> Result<note::Model> {
        note.owner_id = Set(request.user_id()?);
        note.update(request.db()).await
    }
}
