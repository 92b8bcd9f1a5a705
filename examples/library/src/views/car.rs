//! Cars.

use seaview::prelude::*;

use crate::serializers::CarSerializer;

#[derive(ModelViewSet)]
#[viewset(
    serializer = CarSerializer,
    filterset_fields(make, model, year, color),
    search_fields(make, color(iexact)),
    ordering_fields(..),
    ordering(-year)
)]
pub struct CarViewSet;
