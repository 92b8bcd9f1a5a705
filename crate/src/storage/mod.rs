#![doc = include_str!("../../docs/files.md")]

mod file_system;
mod name;

use std::pin::Pin;

use bytes::Bytes;

pub use file_system::FileSystemStorage;

use crate::Result;

/// Where uploaded files are kept: Django's `Storage`.
///
/// [`FileSystemStorage`] keeps them in a folder; implement this for any other place. Called by
/// [`Request::save_file`](crate::Request::save_file), which file fields go through, and when such
/// fields are shown.
pub trait Storage: Send + Sync + 'static {
    /// Keeps a file under this path, or under another if that is taken, and tells which: relative,
    /// with `/` between folders, of at most `max_length` characters. The path's last part is what
    /// a client sent.
    ///
    /// # Errors
    /// What keeps it from keeping the file, such as a full disk.
    fn save<'a>(
        &'a self,
        path: &'a str,
        content: Bytes,
        max_length: Option<usize>,
    ) -> Stored<'a, String>;

    /// Removes a file, if it is there.
    ///
    /// # Errors
    /// What keeps it from removing the file.
    fn delete<'a>(&'a self, path: &'a str) -> Stored<'a, ()>;

    /// Where clients find a file: an absolute URL, or a path from the root of the host.
    fn url(&self, path: &str) -> String;
}

/// The outcome of work on a [`Storage`].
pub type Stored<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;
