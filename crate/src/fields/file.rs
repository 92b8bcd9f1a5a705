//! Uploaded files.

use sea_orm::DeriveValueType;

use super::{Field, FieldOptions, FieldSchema, Input};
use crate::{
    Request,
    error::{ErrorDetail, ValidationError},
    json::write_str,
    request::{Data, FormValue, UploadedFile},
};

/// Files: `upload_to` and `allow_empty_file` suit them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a file",
    label = "not a file",
    note = "`upload_to` and `allow_empty_file` are for files; remove them here"
)]
pub trait FileLike: Field {}

impl<T: FileLike> FileLike for Option<T> {}

/// What an upload's value begins with until its file is kept; no path holds it.
const UPLOADED: char = '\0';

macro_rules! file {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveValueType)]
        pub struct $name(String);

        impl $name {
            /// A file that the storage holds under this path.
            pub fn new(path: impl Into<String>) -> Self {
                Self(path.into())
            }

            /// The path in the storage; the name that the client gave while the file is not kept
            /// yet, as in checks of the field.
            pub fn name(&self) -> &str {
                match self.0.strip_prefix(UPLOADED) {
                    Some(upload) => upload.split_once(UPLOADED).map_or("", |(_, name)| name),
                    None => &self.0,
                }
            }

            /// The file that this request brings, until it is kept: for checks of its type or
            /// content.
            pub fn upload<'a>(&self, request: &'a Request) -> Option<&'a UploadedFile> {
                upload_of(&self.0, request)
            }
        }

        impl FileLike for $name {}

        impl Field for $name {
            const SCHEMA: FieldSchema = FieldSchema { file: true, ..FieldSchema::new($kind) };

            fn parse(input: Input<'_>, options: &FieldOptions) -> Result<Self, ValidationError> {
                let file = read(&input, options)?;
                $check(file)?;
                let address = std::ptr::from_ref(file).addr();
                Ok(Self(format!("{UPLOADED}{address:x}{UPLOADED}{}", file.name)))
            }

            fn write(&self, _: &FieldOptions, out: &mut Vec<u8>) {
                match self.name() {
                    "" => out.extend_from_slice(b"null"),
                    name => write_str(name, out),
                }
            }
        }
    };
}

file! {
    /// A file: DRF's `FileField`. The column is text and holds the path in the
    /// [storage](crate::storage::Storage); clients send the file in a multipart form and are shown
    /// its URL.
    FileField, "file upload", any
}

#[cfg(feature = "image")]
file! {
    /// A picture: DRF's `ImageField`. As [`FileField`], for files that begin as a picture does
    /// and whose names say so.
    ImageField, "image upload", image
}

/// DRF's `FileField.to_internal_value`.
fn read<'a>(input: &Input<'a>, options: &FieldOptions) -> Result<&'a UploadedFile, ErrorDetail> {
    let Input::File(file) = input else {
        let message = "The submitted data was not a file. Check the encoding type on the form.";
        return Err(ErrorDetail::new(message, "invalid"));
    };
    let length = file.name.chars().count();
    if file.name.is_empty() {
        return Err(ErrorDetail::new("No filename could be determined.", "no_name"));
    }
    if file.content.is_empty() && !options.allow_empty_file {
        return Err(ErrorDetail::new("The submitted file is empty.", "empty"));
    }
    match options.max_length {
        Some(most) if length > most => {
            let message =
                format!("Ensure this filename has at most {most} characters (it has {length}).");
            Err(ErrorDetail::new(message, "max_length"))
        }
        _ => Ok(file),
    }
}

fn any(_: &UploadedFile) -> Result<(), ErrorDetail> {
    Ok(())
}

#[cfg(feature = "image")]
const IMAGES: [&str; 12] =
    ["avif", "bmp", "gif", "heic", "heif", "ico", "jpeg", "jpg", "png", "tif", "tiff", "webp"];

/// Django's `ImageField`: a picture, under the name of one, so that no browser takes it for a page.
#[cfg(feature = "image")]
fn image(file: &UploadedFile) -> Result<(), ErrorDetail> {
    if imagesize::blob_size(&file.content).is_err() {
        let message = "Upload a valid image. The file you uploaded was either not an image or a \
                       corrupted image.";
        return Err(ErrorDetail::new(message, "invalid_image"));
    }
    let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if IMAGES.contains(&extension.to_ascii_lowercase().as_str()) {
        return Ok(());
    }
    let message = format!(
        "File extension “{extension}” is not allowed. Allowed extensions are: {}.",
        IMAGES.join(", ")
    );
    Err(ErrorDetail::new(message, "invalid_extension"))
}

/// The file of a form that a value stands for. It is known by its place in memory, which nothing
/// moves while its request is there.
pub(crate) fn upload_of<'a>(value: &str, request: &'a Request) -> Option<&'a UploadedFile> {
    let (address, _) = value.strip_prefix(UPLOADED)?.split_once(UPLOADED)?;
    let address = usize::from_str_radix(address, 16).ok()?;
    let Data::Form(form) = request.data.get()? else { return None };
    form.iter().find_map(|(_, value)| match value {
        FormValue::File(file) if std::ptr::from_ref(file).addr() == address => Some(file),
        _ => None,
    })
}

/// `true` for a value whose file is not kept yet.
pub(crate) fn is_upload(value: &str) -> bool {
    value.starts_with(UPLOADED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &'static [u8]) -> UploadedFile {
        UploadedFile { name: name.into(), content_type: None, content: content.into() }
    }

    fn told<T: Field>(file: &UploadedFile, options: &FieldOptions) -> Option<String> {
        let error = T::parse(Input::File(file), options).err()?;
        let mut told = String::new();
        error.into_detail().for_each_message(&mut |_, error| told = error.to_string());
        Some(told)
    }

    #[test]
    fn files_are_refused_in_drfs_words() {
        let stated = |most| FieldOptions { max_length: Some(most), ..FieldOptions::default() };
        let some = file("été.txt", b"x");
        assert_eq!(told::<FileField>(&some, &stated(7)), None);
        assert_eq!(
            told::<FileField>(&some, &stated(6)).as_deref(),
            Some("Ensure this filename has at most 6 characters (it has 7).")
        );
        let empty = file("a.txt", b"");
        let message = told::<FileField>(&empty, &stated(7));
        assert_eq!(message.as_deref(), Some("The submitted file is empty."));
        let allowed = FieldOptions { allow_empty_file: true, ..stated(7) };
        assert_eq!(told::<FileField>(&empty, &allowed), None);
        let message = told::<FileField>(&file("", b"x"), &stated(7));
        assert_eq!(message.as_deref(), Some("No filename could be determined."));
    }

    #[cfg(feature = "image")]
    #[test]
    fn images_are_images_by_content_and_by_name() {
        let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00";
        let options = FieldOptions::default();
        assert_eq!(told::<ImageField>(&file("a.GIF", gif), &options), None);
        let page = told::<ImageField>(&file("a.html", gif), &options).unwrap();
        assert!(page.starts_with("File extension “html” is not allowed."), "{page}");
        let text = told::<ImageField>(&file("a.gif", b"<html>"), &options).unwrap();
        assert!(text.starts_with("Upload a valid image."), "{text}");
    }

    #[test]
    fn a_file_is_called_as_its_client_calls_it_until_it_is_kept() {
        let some = file("a.txt", b"x");
        let read = FileField::parse(Input::File(&some), &FieldOptions::default()).unwrap();
        assert_eq!(read.name(), "a.txt");
        assert_eq!(FileField::new("docs/a.txt").name(), "docs/a.txt");
    }
}
