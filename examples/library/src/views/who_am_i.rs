//! Who is asking, and how that is known.

use seaview::{User, prelude::*};
use serde_json::json;

pub struct WhoAmIView;

impl ApiView for WhoAmIView {
    const METHODS: &'static [Method] = &[Method::GET];

    async fn get(&self, request: &Request) -> Result {
        let user = request.user();
        Response::json(&json!({
            "user": user.map(User::username),
            "is_staff": user.is_some_and(User::is_staff),
            "scheme": request.auth_scheme(),
        }))
    }
}
