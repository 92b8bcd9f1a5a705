//! Prices by themselves.

use sea_orm::prelude::Decimal;
use seaview::prelude::*;

use crate::entities::book;

/// What a book costs, and why.
#[derive(Clone, Serializer)]
pub struct PriceSerializer {
    #[serializer(max_digits = 8, decimal_places = 2, min_value = 0)]
    pub(crate) price: Decimal,
    #[serializer(allow_null = false, max_length = 20)]
    reason: Option<String>,
}

impl PriceSerializer {
    /// The price of a book.
    pub(crate) fn of(book: &book::Model) -> Self {
        Self { price: book.price, reason: None }
    }
}
