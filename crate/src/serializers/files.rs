//! Files of serializers: kept when all is valid, shown as URLs.

use sea_orm::Value;

use super::{FieldBuilder, field::TableField, read::Read, table::Table};
use crate::{
    Error, Request, Result,
    fields::{FileLike, is_upload, upload_of},
    json::write_str,
};

impl<T: FileLike> FieldBuilder<T> {
    /// The folder of the storage that files of this field go to, such as `docs` or `docs/2024`.
    pub fn upload_to(mut self, folder: &'static str) -> Self {
        self.field.options.upload_to = folder;
        self
    }

    /// Takes files without content.
    pub fn allow_empty_file(mut self, allow: bool) -> Self {
        self.field.options.allow_empty_file = allow;
        self
    }

    /// The most characters of a file's name; by default the column's length.
    pub fn max_name_length(mut self, length: usize) -> Self {
        self.field.options.max_length = Some(length);
        self
    }
}

impl Table {
    /// Keeps the files of valid input: in place of each upload stands its path then.
    pub(super) async fn keep_files(
        &self,
        values: &mut [Option<Read>],
        request: &Request,
    ) -> Result<()> {
        let fields = self.fields.iter().zip(values).filter(|(field, _)| field.schema.file);
        for (field, value) in fields {
            if let Some(Read::Value(Value::String(Some(path)))) = value
                && is_upload(path)
            {
                *path = keep(field, path, request).await?;
            }
        }
        Ok(())
    }
}

async fn keep(field: &TableField, upload: &str, request: &Request) -> Result<String> {
    let gone = || Error::internal("the file of a form is gone");
    let file = upload_of(upload, request).ok_or_else(gone)?;
    let max_length = field.column().and_then(|column| column.max_length);
    request.save_file(file, field.options.upload_to, max_length).await
}

/// Puts the URL of a file in place of its path, with which `out` ends.
pub(super) fn show(start: usize, request: &Request, out: &mut Vec<u8>) -> Result<()> {
    let Ok(path) = serde_json::from_slice::<String>(&out[start..]) else { return Ok(()) };
    out.truncate(start);
    write_str(&request.file_url(&path)?, out);
    Ok(())
}
