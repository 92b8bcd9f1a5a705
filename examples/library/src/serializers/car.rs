//! Cars on the wire.

use seaview::prelude::*;

use crate::entities::car;

/// A car.
#[derive(ModelSerializer)]
#[serializer(entity = car::Entity)]
pub struct CarSerializer {
    #[serializer(read_only)]
    id: i64,
    make: String,
    model: String,
    #[serializer(min_value = 0)]
    year: i64,
    #[serializer(label = "VIN")]
    vin: String,
    #[serializer(allow_blank)]
    color: String,
}
