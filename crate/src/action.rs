//! The names of what a request can ask of a viewset.

use std::fmt;

/// What a request does: DRF's `view.action`.
///
/// Hooks match on it to choose by action: `if request.action() == Action::List { … }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// `GET` on the collection.
    List,
    /// `POST` on the collection.
    Create,
    /// `GET` on one row.
    Retrieve,
    /// `PUT` on one row.
    Update,
    /// `PATCH` on one row.
    PartialUpdate,
    /// `DELETE` on one row.
    Destroy,
    /// `OPTIONS` anywhere.
    Metadata,
    /// An extra action, or a view that is no viewset; by its name.
    Custom(&'static str),
}

impl Action {
    /// The six actions of DRF's `ModelViewSet`.
    pub const ALL: &'static [Self] = &[
        Self::List,
        Self::Create,
        Self::Retrieve,
        Self::Update,
        Self::PartialUpdate,
        Self::Destroy,
    ];

    /// The two of `ReadOnlyModelViewSet`.
    pub const READ_ONLY: &'static [Self] = &[Self::List, Self::Retrieve];

    /// DRF's name of it, such as `partial_update`.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Create => "create",
            Self::Retrieve => "retrieve",
            Self::Update => "update",
            Self::PartialUpdate => "partial_update",
            Self::Destroy => "destroy",
            Self::Metadata => "metadata",
            Self::Custom(name) => name,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
