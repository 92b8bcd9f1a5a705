//! Members.

use seaview::prelude::*;

use crate::serializers::MemberSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = MemberSerializer)]
pub struct MemberViewSet;
