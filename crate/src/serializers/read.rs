//! What was read for one field.

use sea_orm::Value;

use super::{children::Child, join::Seen};
use crate::fields::Extra;

/// The validated value of a field, on its way to where the field keeps it.
pub(crate) enum Read {
    /// For a column.
    Value(Value),
    /// For hooks.
    Extra(Extra),
    /// For a junction table: the keys of the rows on its other side.
    Keys(Vec<Value>, Seen),
    /// For another table: the rows that belong to this one.
    Children(Vec<Child>, Seen),
    /// For nothing.
    Nothing,
}

impl Read {
    pub(super) fn into_value(self) -> Option<Value> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }

    pub(super) fn into_extra(self) -> Option<Extra> {
        if let Self::Extra(extra) = self { Some(extra) } else { None }
    }

    pub(super) fn as_extra(&self) -> Option<&Extra> {
        if let Self::Extra(extra) = self { Some(extra) } else { None }
    }

    pub(super) fn as_value(&self) -> Option<&Value> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }
}
