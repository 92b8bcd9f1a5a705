//! Users by their keys.

use std::sync::Arc;

use crate::{Request, Result, User};

/// Knows users by their keys. Implemented by the application; called by authenticators that find
/// a key in what they trust, such as a session or a signed token.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know users by their keys",
    label = "no source of users",
    note = "write `impl UserIds for {Self}`, with a query for the user of the key"
)]
pub trait UserIds: Send + Sync + 'static {
    /// The user with this [`User::id`], whether active or not; `None` if there is none.
    ///
    /// # Errors
    /// What keeps it from looking, such as a lost connection.
    fn user_of_id(
        &self,
        id: i64,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Arc<dyn User>>>> + Send;
}
