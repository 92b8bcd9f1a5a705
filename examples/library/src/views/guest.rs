//! Guests, each at its event.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use seaview::prelude::*;

use crate::{entities::guest, serializers::GuestSerializer};

#[derive(ViewSet)]
#[viewset(serializer = GuestSerializer)]
pub struct GuestViewSet;

impl ModelViewSet for GuestViewSet {
    /// The event is that of the path, whatever is sent.
    async fn initial(&self, request: &mut Request) -> Result<()> {
        let event = request.kwargs().get("event_pk").unwrap_or_default().to_owned();
        request.data_mut().await?.insert("event", event);
        Ok(())
    }

    fn get_queryset(&self, request: &Request) -> Select<guest::Entity> {
        let event: Option<i64> = request.kwargs().parse("event_pk").ok();
        guest::Entity::find().filter(guest::Column::EventId.eq(event))
    }
}
