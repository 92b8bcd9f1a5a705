//! Fields that a client chooses: `?fields=`, `?omit=`, `?expand=`.

use std::ops::Deref;

use super::{
    field::TableField,
    plan::{Choice, Plan},
    table::Table,
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail},
};

/// More names than this in one parameter are refused.
const MAX_NAMES: usize = 100;

/// The plan of a serializer, or one made for a request.
pub(super) enum Planned<'a> {
    Declared(&'a Plan),
    Chosen(Box<Plan>),
}

impl Deref for Planned<'_> {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        match self {
            Self::Declared(plan) => plan,
            Self::Chosen(plan) => plan,
        }
    }
}

impl Table {
    /// How the serializer shows its fields to this request.
    ///
    /// # Errors
    /// [`Error::Validation`] if a parameter has too many names.
    pub(super) fn planned(&self, request: &Request) -> Result<Planned<'_>> {
        let declared = Planned::Declared(self.plan());
        if !self.flexible {
            return Ok(declared);
        }
        let chosen = Chosen::read(request)?;
        Ok(if chosen.is_empty() {
            declared
        } else {
            Planned::Chosen(Box::new(Plan::of(self, &chosen)))
        })
    }
}

/// What a client asks to see; names of fields in nested objects have dots, `author.name`.
#[derive(Default)]
pub(super) struct Chosen<'a> {
    fields: Option<Vec<&'a str>>,
    omit: Vec<&'a str>,
    expand: Vec<&'a str>,
}

impl<'a> Chosen<'a> {
    fn read(request: &'a Request) -> Result<Self> {
        let settings = request.settings();
        let fields = names(request, settings.fields_param)?;
        Ok(Self {
            fields: (!fields.is_empty()).then_some(fields),
            omit: names(request, settings.omit_param)?,
            expand: names(request, settings.expand_param)?,
        })
    }

    fn is_empty(&self) -> bool {
        self.fields.is_none() && self.omit.is_empty() && self.expand.is_empty()
    }
}

fn names<'a>(request: &'a Request, parameter: &'static str) -> Result<Vec<&'a str>> {
    let list = request.query_param(parameter).unwrap_or_default();
    let names: Vec<_> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.len() <= MAX_NAMES {
        return Ok(names);
    }
    let message = format!("No more than {MAX_NAMES} names are allowed.");
    let error = Detail::messages(vec![ErrorDetail::new(message, "max_names")]);
    Err(Error::Validation(Detail::Fields(vec![(parameter.into(), error)])))
}

impl Choice for Chosen<'_> {
    fn shows(&self, path: &[&'static str], field: &TableField) -> bool {
        let own: Vec<_> = path.iter().copied().chain([field.name]).collect();
        let expanded = self.expand.iter().any(|name| is_within(name, &own));
        let omitted = self.omit.iter().any(|name| name.split('.').eq(own.iter().copied()));
        let chosen = self.fields.as_ref().is_none_or(|names| {
            names.iter().any(|name| is_within(name, &own) || is_around(name, &own))
        });
        (expanded || !field.expandable) && !omitted && chosen
    }
}

/// `author.name` is within `author`, and within itself.
fn is_within(name: &str, path: &[&str]) -> bool {
    let mut segments = name.split('.');
    path.iter().all(|segment| segments.next() == Some(segment))
}

/// `author` is around `author.name`: all of it is asked for.
fn is_around(name: &str, path: &[&str]) -> bool {
    let mut path = path.iter();
    name.split('.').all(|segment| path.next() == Some(&segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_paths() {
        assert!(is_within("author.name", &["author"]));
        assert!(is_within("author", &["author"]));
        assert!(!is_within("author", &["author", "name"]));
        assert!(!is_within("authors", &["author"]));
        assert!(is_around("author", &["author", "name"]));
        assert!(!is_around("author.id", &["author", "name"]));
        assert!(!is_around("author.name.first", &["author", "name"]));
    }
}
