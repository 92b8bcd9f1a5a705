//! Orders on the wire.

use sea_orm::prelude::DateTimeUtc;
use seaview::prelude::*;

use crate::entities::{order, order_item};

/// An order.
#[derive(ModelSerializer)]
#[serializer(entity = order::Entity)]
pub struct OrderSerializer {
    #[serializer(read_only)]
    id: i64,
    customer: String,
    #[serializer(read_only)]
    placed: DateTimeUtc,
    #[serializer(nested, allow_empty = false)]
    items: Vec<OrderItemSerializer>,
}

/// How many of what an order is for; written along with the order.
#[derive(ModelSerializer)]
#[serializer(entity = order_item::Entity)]
pub struct OrderItemSerializer {
    #[serializer(read_only)]
    id: i64,
    sku: String,
    #[serializer(min_value = 1)]
    quantity: i64,
}
