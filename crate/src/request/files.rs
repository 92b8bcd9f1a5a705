//! The files of a request, kept and shown.

use std::sync::{Arc, PoisonError};

use super::{Request, UploadedFile};
use crate::{Error, Result, storage::Storage};

impl Request {
    /// Keeps an uploaded file in the [storage](crate::Settings::default_storage), below a folder
    /// such as `docs`, and tells its path there, of at most `max_length` characters. If the
    /// request is answered with an error, the file is removed again.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no storage, or if it fails.
    pub async fn save_file(
        &self,
        file: &UploadedFile,
        folder: &str,
        max_length: Option<usize>,
    ) -> Result<String> {
        let path = format!("{folder}/{}", file.name);
        let path = self.storage()?.save(&path, file.content.clone(), max_length).await?;
        self.saved().push(path.clone());
        Ok(path)
    }

    /// What clients are shown of a file: its absolute URL, or its path in the storage if
    /// [`Settings::uploaded_files_use_url`](crate::Settings) is off.
    ///
    /// # Errors
    /// [`Error::Internal`] if there is no storage.
    pub fn file_url(&self, path: &str) -> Result<String> {
        if !self.settings().uploaded_files_use_url {
            return Ok(path.to_owned());
        }
        let url = self.storage()?.url(path);
        if !url.starts_with('/') || url.starts_with("//") {
            return Ok(url);
        }
        let scheme = self.parts.uri.scheme_str().unwrap_or("http");
        Ok(format!("{scheme}://{}{url}", self.host()))
    }

    /// Removes the files of a request that failed, as far as that is possible.
    pub(crate) async fn discard_files(&self) {
        let saved = std::mem::take(&mut *self.saved());
        for path in saved {
            let removed = match self.storage() {
                Ok(storage) => storage.delete(&path).await,
                Err(error) => Err(error),
            };
            if let Err(error) = removed {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, path, "the file of a failed request is left behind");
            }
        }
    }

    fn storage(&self) -> Result<&Arc<dyn Storage>> {
        let none = || Error::internal("there is no storage for files; set `default_storage`");
        self.settings().default_storage.as_ref().ok_or_else(none)
    }

    fn saved(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.saved_files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
