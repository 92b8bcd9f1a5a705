//! Names and passwords in, tokens out.

use seaview::prelude::*;

/// Who wants a token, and the token.
#[derive(Clone, Serializer)]
pub struct AuthToken {
    #[serializer(write_only)]
    pub(crate) username: String,
    #[serializer(write_only, trim_whitespace = false)]
    pub(crate) password: String,
    #[serializer(read_only)]
    pub(crate) token: Option<String>,
}
