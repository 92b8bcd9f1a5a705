//! Bodies that are one file.

use bytes::Bytes;
use http::header;

use super::{
    Parser,
    multipart::{base_name, file_name},
};
use crate::{
    Error, Request, Result, Settings,
    request::{Data, Form, FormValue, UploadedFile},
};

/// A body of any type as the file of the field `file`: DRF's `FileUploadParser`. The file is
/// called as the captured value `filename` of the URL says, or else `Content-Disposition`.
///
/// Source: <https://www.django-rest-framework.org/api-guide/parsers/#fileuploadparser>.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileUploadParser;

impl Parser for FileUploadParser {
    fn media_type(&self) -> &'static str {
        "*/*"
    }

    fn parse(&self, _: Bytes, _: &str, _: &Settings) -> Result<Data> {
        Err(missing_filename())
    }

    fn parse_request(&self, body: Bytes, content_type: &str, request: &Request) -> Result<Data> {
        let captured = request.kwargs().get("filename").map(str::to_owned);
        let sent = request.headers().get(header::CONTENT_DISPOSITION);
        let sent = sent.and_then(|value| file_name(&String::from_utf8_lossy(value.as_bytes())));
        let name = captured.or(sent).and_then(|name| base_name(&name));
        let name = name.ok_or_else(missing_filename)?;
        super::multipart::check_size(&body, request.settings())?;
        let content_type = (!content_type.is_empty()).then(|| content_type.to_owned());
        let file = UploadedFile { name, content_type, content: body };
        Ok(Data::Form(Form::new(vec![("file".into(), FormValue::File(file))])))
    }
}

fn missing_filename() -> Error {
    Error::parse(
        "Missing filename. Request should include a Content-Disposition header with a filename \
         parameter.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_a_parameter() {
        for (header, name) in [
            ("attachment; filename=upload.jpg", Some("upload.jpg")),
            ("attachment;filename=\"a;\\\"b.txt\" ; size=3", Some("a;\"b.txt")),
            ("attachment; filename=\"a\"; filename*=utf-8''%C3%A9%20b.txt", Some("é b.txt")),
            ("attachment; filename*=utf-8''x; filename=a", Some("x")),
            ("attachment; name=\"filename=x\"", None),
            ("filename=x", None),
            ("", None),
        ] {
            assert_eq!(file_name(header).as_deref(), name, "{header}");
        }
    }
}
