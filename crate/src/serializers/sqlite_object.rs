//! The SQL by which SQLite writes the JSON of a row.

use std::borrow::Cow;

use sea_orm::DbBackend;

use super::{
    flexible::Planned,
    plan::{Leaf, Plan},
    table::Table,
};
use crate::{
    database::Database,
    fields::{FieldOptions, Kind, SqliteJson},
};

/// Older versions of SQLite take no more than 127 arguments, two a member.
const MAX_MEMBERS: usize = 60;

impl Table {
    /// The SQL of one row's JSON, where SQLite writes all members as the plan would and rows cost
    /// more than that.
    pub(super) fn sqlite_object<'a>(
        &'a self,
        plan: &Planned<'_>,
        database: &Database,
    ) -> Option<Cow<'a, str>> {
        match plan {
            _ if database.backend() != DbBackend::Sqlite || database.is_direct() => None,
            Planned::Declared(plan) => {
                let object = self.sqlite_object.get_or_init(|| object(plan));
                object.as_deref().map(Cow::Borrowed)
            }
            Planned::Chosen(plan) => object(plan).map(Cow::Owned),
        }
    }
}

/// `json_object('id', c0, 'name', c1)`.
fn object(plan: &Plan) -> Option<String> {
    let members = &plan.shape.members;
    if !plan.is_flat() || !(1..=MAX_MEMBERS).contains(&members.len()) {
        return None;
    }
    let members = members.iter().map(|(key, leaf)| {
        let Leaf::Column { ordinal, kind, options } = leaf else { return None };
        let name = String::from_utf8_lossy(&key[2..key.len() - 2]).replace('\'', "''");
        let value = value(plan.level.place(*ordinal), kind, options)?;
        Some(format!("'{name}', {value}"))
    });
    let members: Vec<_> = members.collect::<Option<_>>()?;
    Some(format!("json_object({})", members.join(", ")))
}

fn value(place: usize, kind: &Kind, options: &FieldOptions) -> Option<String> {
    if !kind.is_written_as_kept(options) {
        return None;
    }
    match kind.schema.sqlite_json {
        SqliteJson::Differs => None,
        SqliteJson::Same => Some(format!("c{place}")),
        SqliteJson::Boolean => Some(format!(
            "CASE WHEN c{place} THEN json('true') WHEN c{place} IS NOT NULL THEN json('false') END"
        )),
    }
}
