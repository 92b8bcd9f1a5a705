//! From what was read to what will be written: hooks, unique sets, checks of whole objects.

use std::{borrow::Cow, pin::Pin};

use sea_orm::Value;

use super::{
    children::Child,
    draft::{Draft, DraftField, Reading, Sent, Target},
    field::{Source, TableField},
    offspring::ChildDraft,
    read::Read,
    related::{Related, Show},
    table::Table,
};
use crate::{
    Error, Request, Result,
    error::{Detail, ErrorDetail, ValidationError},
};

impl Table {
    /// Reads and checks a body: the values of the fields, in their order.
    ///
    /// # Errors
    /// [`Error::Validation`] with the errors of all fields; whatever the parsers find.
    pub(super) async fn read(
        &self,
        target: Target<'_>,
        partial: bool,
        request: &Request,
    ) -> Result<Vec<Option<Read>>> {
        let new = target.is_new();
        let data = request.data().await?;
        let draft = Draft::read(self, data, Reading { request, partial, new })?;
        self.validate_draft(draft, target, request).await
    }

    /// Checks what was read.
    pub(super) async fn validate_draft(
        &self,
        mut draft: Draft,
        target: Target<'_>,
        request: &Request,
    ) -> Result<Vec<Option<Read>>> {
        self.check(&mut draft, target, request).await?;
        self.finish(draft, target.row(), request).await
    }

    /// Runs the hooks of fields that have no errors, and where there are none at all the checks
    /// of unique sets.
    fn finish<'a>(
        &'a self,
        draft: Draft,
        instance: Option<&'a [Value]>,
        request: &'a Request,
    ) -> Finishing<'a> {
        Box::pin(async move {
            let mut values = Vec::with_capacity(self.fields.len());
            let mut failed = Vec::new();
            for (field, read) in self.fields.iter().zip(draft.fields) {
                match finish_field(field, read, request).await? {
                    Ok(value) => values.push(value),
                    Err(mut detail) => {
                        field.error_messages.apply(&mut detail, &field.options);
                        failed.push((Cow::Borrowed(field.name), detail));
                        values.push(None);
                    }
                }
            }
            if !failed.is_empty() {
                return Err(Error::Validation(Detail::Fields(failed)));
            }
            match self.check_together(&values, instance, request).await? {
                Some(detail) => Err(Error::Validation(detail)),
                None => {
                    self.keep_files(&mut values, request).await?;
                    Ok(values)
                }
            }
        })
    }
}

type Finished<T> = Result<T, Detail>;

/// The values of the fields, on their way.
type Finishing<'a> = Pin<Box<dyn Future<Output = Result<Vec<Option<Read>>>> + Send + 'a>>;

async fn finish_field(
    field: &TableField,
    read: DraftField,
    request: &Request,
) -> Result<Finished<Option<Read>>> {
    if let Some(detail) = read.failed {
        return Ok(Err(detail));
    }
    if !read.errors.is_empty() {
        return Ok(Err(Detail::messages(read.errors)));
    }
    let value = match (read.sent, &field.source) {
        (None, _) => return Ok(Ok(None)),
        (Some(Sent::Read(value)), _) => value,
        (Some(Sent::Children(children)), Source::Related(related)) => {
            match finish_children(related, children, request).await? {
                Ok(children) => Read::Children(children, related.join.seen(request)),
                Err(detail) => return Ok(Err(detail)),
            }
        }
        // Everything else was looked up.
        (Some(_), _) => return Ok(Err(Detail::messages(vec![invalid()]))),
    };
    Ok(match &field.hook {
        Some(hook) => hook.run(value, request).map(Some).map_err(ValidationError::into_detail),
        None => Ok(Some(value)),
    })
}

fn invalid() -> ErrorDetail {
    ErrorDetail::new("Invalid value.", "invalid")
}

/// Finishes each child by itself; the errors of a list are an object by index.
async fn finish_children(
    related: &Related,
    drafts: Vec<Finished<ChildDraft>>,
    request: &Request,
) -> Result<Finished<Vec<Child>>> {
    let Show::Object { table, children: Some(children) } = &related.show else {
        return Ok(Ok(Vec::new()));
    };
    let mut finished = Vec::with_capacity(drafts.len());
    let mut failed = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let child = match draft {
            Ok(ChildDraft { draft, instance, .. }) => {
                let there = instance.as_ref().map(|instance| instance.values.as_slice());
                match table().finish(draft, there, request).await {
                    Ok(values) => children.assemble(values, instance, request).await,
                    Err(error) => Err(error),
                }
            }
            Err(detail) => Err(Error::Validation(detail)),
        };
        match child {
            Ok(child) => finished.push(child),
            Err(Error::Validation(detail)) => failed.push((index.to_string().into(), detail)),
            Err(error) => return Err(error),
        }
    }
    Ok(if failed.is_empty() { Ok(finished) } else { Err(Detail::Fields(failed)) })
}
