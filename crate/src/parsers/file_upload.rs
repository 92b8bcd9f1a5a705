//! Bodies that are one file.

use bytes::Bytes;
use http::header;
use percent_encoding::percent_decode_str;

use super::{Parser, form::base_name};
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
        let sent = sent.and_then(|value| filename(&String::from_utf8_lossy(value.as_bytes())));
        let name = captured.or(sent).map(|name| base_name(&name));
        let name = name.filter(|name| !name.is_empty()).ok_or_else(missing_filename)?;
        super::form::check_size(&body, request.settings())?;
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

/// The parameter `filename*` (RFC 8187), or else `filename`.
fn filename(disposition: &str) -> Option<String> {
    let mut plain = None;
    for (key, value) in parameters(disposition) {
        match key.to_ascii_lowercase().as_str() {
            "filename*" => {
                let mut parts = value.splitn(3, '\'');
                let (Some(_), Some(_), Some(text)) = (parts.next(), parts.next(), parts.next())
                else {
                    continue;
                };
                return Some(percent_decode_str(text).decode_utf8_lossy().into_owned());
            }
            "filename" => plain = Some(value),
            _ => {}
        }
    }
    plain
}

/// The parameters of a header, values without their quotes.
fn parameters(header: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((key, after)) = rest.split_once('=') {
        let mut value = String::new();
        let mut characters = after.trim_start().chars();
        let quoted = after.trim_start().starts_with('"');
        if quoted {
            characters.next();
        }
        while let Some(c) = characters.next() {
            match c {
                '"' if quoted => break,
                ';' if !quoted => break,
                '\\' if quoted => value.extend(characters.next()),
                c => value.push(c),
            }
        }
        rest = characters.as_str();
        found
            .push((key.trim_matches([' ', ';']), if quoted { value } else { value.trim().into() }));
    }
    found
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
            assert_eq!(filename(header).as_deref(), name, "{header}");
        }
    }
}
