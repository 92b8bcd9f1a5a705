//! Documents, whose revisions are counted.

use sea_orm::Set;
use seaview::prelude::*;

use crate::{entities::document, serializers::DocumentSerializer};

#[derive(ViewSet)]
#[viewset(serializer = DocumentSerializer, ordering(title))]
pub struct DocumentViewSet;

impl ModelViewSet for DocumentViewSet {
    async fn perform_update(
        &self,
        request: &Request,
        mut document: Validated<DocumentSerializer>,
    ) -> Result<document::Model> {
        if let Some(revision) = document.revision.try_as_ref().copied() {
            document.revision = Set(revision + 1);
        }
        document.update(request.db()).await
    }
}
