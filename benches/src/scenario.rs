//! What the servers are asked to do.

use std::fmt;

use clap::ValueEnum;

/// A kind of request, repeated with changing values. Those that change the table come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// One row.
    Retrieve,
    /// A page of 20 rows with the count of all.
    #[value(name = "page-20")]
    Page20,
    /// A page of 100 rows.
    #[value(name = "page-100")]
    Page100,
    /// A page of 1,000 rows.
    #[value(name = "list-1000")]
    List1000,
    /// The first 20 of about 500 rows above a bound, the largest first.
    #[value(name = "filter-20")]
    Filter20,
    /// The first 100 of them.
    #[value(name = "filter-100")]
    Filter100,
    /// One of the last pages of 100 rows.
    DeepPage,
    /// The 10,000th page of 10 rows by cursor, against the first one.
    Cursor,
    /// A change of one field of one row.
    Patch,
    /// A new row.
    Create,
    /// One row less.
    Delete,
}

impl Scenario {
    /// The name in the file of floors, and by which it is asked for.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Retrieve => "retrieve",
            Self::Page20 => "page-20",
            Self::Page100 => "page-100",
            Self::List1000 => "list-1000",
            Self::Filter20 => "filter-20",
            Self::Filter100 => "filter-100",
            Self::DeepPage => "deep-page",
            Self::Cursor => "cursor",
            Self::Patch => "patch",
            Self::Create => "create",
            Self::Delete => "delete",
        }
    }

    /// Whether it needs a table of many rows.
    pub(crate) fn is_deep(self) -> bool {
        matches!(self, Self::DeepPage | Self::Cursor)
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Retrieve => "retrieve",
            Self::Page20 => "page of 20",
            Self::Page100 => "page of 100",
            Self::List1000 => "list of 1,000",
            Self::Filter20 => "filter, ordering, 20",
            Self::Filter100 => "filter, ordering, 100",
            Self::DeepPage => "deep page of 100",
            Self::Cursor => "cursor, page 10,000 / page 1",
            Self::Patch => "PATCH",
            Self::Create => "create",
            Self::Delete => "delete",
        })
    }
}
