//! Members: anybody may become one, the staff does the rest.

use seaview::{
    permissions::{AllowAny, IsAdminUser, Permissions},
    prelude::*,
};

use crate::serializers::MemberSerializer;

pub struct MemberViewSet;

impl ViewSet for MemberViewSet {
    type Serializer = MemberSerializer;

    fn permissions(&self, action: Action) -> Option<Permissions> {
        Some(match action {
            Action::Create => Permissions::none().with(AllowAny),
            _ => Permissions::none().with(IsAdminUser),
        })
    }
}

impl ModelViewSet for MemberViewSet {}
