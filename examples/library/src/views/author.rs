//! Authors.

use seaview::prelude::*;

use crate::serializers::AuthorSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = AuthorSerializer, filterset_fields(email))]
pub struct AuthorViewSet;
