//! Contacts, which are stored nowhere.

use seaview::{fields::Dict, prelude::*};

/// Where to send a letter.
#[derive(Clone, Serializer)]
pub struct Address {
    #[serializer(max_length = 20)]
    street: String,
    #[serializer(regex = r"^\d{5}$")]
    zip: String,
}

/// Whom to send it to.
#[derive(Clone, Serializer)]
pub struct Contact {
    #[serializer(max_length = 20)]
    name: String,
    address: Address,
    #[serializer(allow_null = false)]
    previous: Option<Vec<Address>>,
    billing: Option<Address>,
    #[serializer(allow_null = false, allow_empty = false, child(max_length = 6))]
    phones: Option<Vec<String>>,
    #[serializer(allow_null = false)]
    limits: Option<Dict<i64>>,
    #[serializer(allow_null = false)]
    matrix: Option<Vec<Vec<i64>>>,
    #[serializer(default = false)]
    newsletter: bool,
}
