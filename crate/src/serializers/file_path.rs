//! Choices that are the files of a folder.

use std::path::Path;

use super::FieldBuilder;
use crate::fields::{Choice, Text};

impl<T: Text> FieldBuilder<T> {
    /// The files of a folder, by their paths, as the folder is when the serializer is first used:
    /// DRF's `FilePathField`. Folders in it and files whose names are not UTF-8 are left out.
    ///
    /// # Panics
    /// If the folder cannot be read.
    ///
    /// Source: <https://www.django-rest-framework.org/api-guide/fields/#filepathfield>.
    #[track_caller]
    pub fn file_path(mut self, folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let entries = match folder.read_dir() {
            Ok(entries) => entries,
            Err(error) => panic!("`{}` cannot be read: {error}", folder.display()),
        };
        let files = entries.flatten().filter(|entry| entry.path().is_file());
        let mut choices: Vec<_> = files
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let path = entry.path().into_os_string().into_string().ok()?;
                Some((path, name))
            })
            .collect();
        choices.sort();
        let choices = choices.into_iter().map(|(path, name)| Choice::new(path, name));
        self.field.options.choices = Some(choices.collect());
        self.field.options.file_path = true;
        self
    }
}
