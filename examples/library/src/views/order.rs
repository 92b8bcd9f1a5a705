//! Orders.

use seaview::prelude::*;

use crate::serializers::OrderSerializer;

#[derive(ModelViewSet)]
#[viewset(serializer = OrderSerializer)]
pub struct OrderViewSet;
