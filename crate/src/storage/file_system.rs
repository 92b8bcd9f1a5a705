//! Files in a folder.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::task::spawn_blocking;

use super::{
    Storage, Stored,
    name::{fitted, random_suffix, valid_path},
};
use crate::{Error, Result};

/// What stands in a URL as it is: Django's `filepath_to_uri`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')')
    .remove(b'\'')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// Files in a folder of this machine, Django's `MEDIA_ROOT`, which clients find below a URL, its
/// `MEDIA_URL`.
///
/// Names are made safe: nothing leads out of the folder, and a name that is taken gets a suffix,
/// so that no file replaces another, however many come at once.
#[derive(Clone, Debug)]
pub struct FileSystemStorage {
    location: PathBuf,
    base_url: String,
}

impl FileSystemStorage {
    /// The files of a folder, which is made when the first comes, below `/media/`.
    pub fn new(location: impl Into<PathBuf>) -> Self {
        Self { location: location.into(), base_url: "/media/".into() }
    }

    /// Where clients find the files: a path from the root of the host, or an absolute URL.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        let mut base_url = url.into();
        if !base_url.ends_with('/') {
            base_url.push('/');
        }
        Self { base_url, ..self }
    }
}

impl Storage for FileSystemStorage {
    fn save<'a>(
        &'a self,
        path: &'a str,
        content: Bytes,
        max_length: Option<usize>,
    ) -> Stored<'a, String> {
        let (location, path) = (self.location.clone(), valid_path(path));
        let work = move || keep(&location, &path, &content, max_length);
        Box::pin(async { blocking(work).await?.map_err(Error::internal) })
    }

    fn delete<'a>(&'a self, path: &'a str) -> Stored<'a, ()> {
        // Only what `save` would write can have been saved.
        let file = (path == valid_path(path)).then(|| self.location.join(path));
        Box::pin(async {
            let Some(file) = file else { return Ok(()) };
            match blocking(move || fs::remove_file(file)).await? {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::internal(error)),
                _ => Ok(()),
            }
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{}", self.base_url, utf8_percent_encode(path, ESCAPED))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    spawn_blocking(work).await.map_err(Error::internal)
}

/// Writes a file under the first name that is free.
fn keep(
    location: &Path,
    path: &str,
    content: &[u8],
    max_length: Option<usize>,
) -> io::Result<String> {
    let mut more = String::new();
    for _ in 0..100 {
        let Some(path) = fitted(path, &more, max_length) else {
            return Err(io::Error::other("the column is too short for the path of a file"));
        };
        match write_new(&location.join(&path), content) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => more = random_suffix(),
            written => return written.map(|()| path),
        }
    }
    Err(io::Error::other("no name is free for a file"))
}

fn write_new(file: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut open = OpenOptions::new().write(true).create_new(true).open(file)?;
    open.write_all(content).inspect_err(|_| {
        // Half a file is none; why it was not written is told.
        _ = fs::remove_file(file);
    })
}
