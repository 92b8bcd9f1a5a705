//! A country as clients see it and as they send it.

use serde::{Deserialize, Serialize};

use crate::{Error, error::Invalid};

const MAX_LENGTH: usize = 100;

/// A row.
#[derive(Serialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::FromRow))]
#[allow(missing_docs)]
pub struct Country {
    pub id: i64,
    pub name: String,
    pub capital: String,
    pub area: i64,
}

/// The body of a POST or a PATCH.
#[derive(Deserialize)]
#[allow(missing_docs)]
pub struct CountryInput {
    pub name: Option<String>,
    pub capital: Option<String>,
    pub area: Option<i64>,
}

impl CountryInput {
    /// Checks the members; those of a `partial` country may be missing.
    ///
    /// # Errors
    /// The messages of each field.
    pub fn validate(&self, partial: bool) -> Result<(), Error> {
        let invalid = Invalid {
            name: text_errors(self.name.as_deref(), partial),
            capital: text_errors(self.capital.as_deref(), partial),
            area: (self.area.is_none() && !partial).then(required),
        };
        match invalid {
            Invalid { name: None, capital: None, area: None } => Ok(()),
            invalid => Err(Error::Invalid(invalid)),
        }
    }
}

fn text_errors(text: Option<&str>, partial: bool) -> Option<Vec<String>> {
    match text {
        None if partial => None,
        None => Some(required()),
        Some("") => Some(vec!["This field may not be blank.".into()]),
        Some(text) if text.chars().count() > MAX_LENGTH => {
            Some(vec![format!("Ensure this field has no more than {MAX_LENGTH} characters.")])
        }
        Some(_) => None,
    }
}

fn required() -> Vec<String> {
    vec!["This field is required.".into()]
}
