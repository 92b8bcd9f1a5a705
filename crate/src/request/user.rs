//! The person or program behind a request.

use std::{any::Any, fmt};

/// A user as policies and hooks see it. Implemented by the application's own user type (often its
/// entity's `Model`); made by an [`Authentication`](crate::authentication::Authentication).
///
/// ```
/// use seaview::User;
///
/// struct Member { id: i64, name: String, staff: bool }
///
/// impl User for Member {
///     fn id(&self) -> i64 { self.id }
///     fn username(&self) -> &str { &self.name }
///     fn is_staff(&self) -> bool { self.staff }
/// }
/// ```
pub trait User: Any + Send + Sync {
    /// The key of its row.
    fn id(&self) -> i64;

    /// The name it logs in with.
    fn username(&self) -> &str;

    /// `true` for those who may use what is for staff. `false` unless stated.
    fn is_staff(&self) -> bool {
        false
    }

    /// `false` for an account that was switched off. `true` unless stated.
    fn is_active(&self) -> bool {
        true
    }
}

impl fmt::Debug for dyn User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id()).field("username", &self.username()).finish()
    }
}
