//! The person or program behind a request.

use std::{any::Any, collections::HashSet, fmt, pin::Pin};

use super::Request;
use crate::Result;

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

    /// `true` for those who hold all permissions. `false` unless stated.
    fn is_superuser(&self) -> bool {
        false
    }

    /// The permissions it holds, those of its groups among them, such as `country.add_country`:
    /// table and codename. None unless stated. Asked once a request, by [`Request::has_perm`], and
    /// not at all for users who hold all or are not active.
    ///
    /// # Errors
    /// What keeps it from looking, such as a lost connection.
    fn get_all_permissions<'a>(&'a self, request: &'a Request) -> HeldPermissions<'a> {
        let _ = request;
        Box::pin(std::future::ready(Ok(HashSet::new())))
    }

    /// What changes with the password, such as a digest of its hash: a session that was begun
    /// under another is over. `None`, unless stated, lets sessions outlive passwords.
    ///
    /// Source: Django's `get_session_auth_hash`.
    fn session_auth_hash(&self) -> Option<String> {
        None
    }
}

/// Permissions on their way from the database.
pub type HeldPermissions<'a> = Pin<Box<dyn Future<Output = Result<HashSet<String>>> + Send + 'a>>;

impl Request {
    /// `true` if the user holds a permission such as `country.add_country`. Superusers hold all,
    /// users who were switched off and anonymous clients none. The user's permissions are fetched
    /// at the first question and kept with the request.
    ///
    /// # Errors
    /// What keeps [`User::get_all_permissions`] from looking.
    pub async fn has_perm(&self, permission: &str) -> Result<bool> {
        let Some(user) = self.user().filter(|user| user.is_active()) else { return Ok(false) };
        if user.is_superuser() {
            return Ok(true);
        }
        let held = self.permissions.get_or_try_init(|| user.get_all_permissions(self)).await?;
        Ok(held.contains(permission))
    }
}

impl fmt::Debug for dyn User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("id", &self.id()).field("username", &self.username()).finish()
    }
}
