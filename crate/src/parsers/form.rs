//! `application/x-www-form-urlencoded` and `multipart/form-data`.

use std::borrow::Cow;

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use percent_encoding::percent_decode;

use super::{Parser, charset::Charset};
use crate::{
    Error, Result, Settings,
    request::{Data, Form, FormValue, UploadedFile},
};

/// Urlencoded forms.
#[derive(Clone, Copy, Debug, Default)]
pub struct FormParser;

impl Parser for FormParser {
    fn media_type(&self) -> &'static str {
        "application/x-www-form-urlencoded"
    }

    fn parse(&self, body: Bytes, content_type: &str, settings: &Settings) -> Result<Data> {
        let charset = Charset::of(content_type);
        let mut fields = Vec::new();
        for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let mut half = || decoded(halves.next().unwrap_or_default(), charset);
            push(&mut fields, half(), FormValue::Text(half()), settings)?;
        }
        Ok(Data::Form(Form::new(fields)))
    }
}

/// Blanks for `+`, bytes for `%XX`, characters for the bytes.
fn decoded(half: &[u8], charset: Charset) -> String {
    let blanks: Vec<u8> = half.iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
    let bytes: Cow<'_, [u8]> = percent_decode(&blanks).into();
    charset.decode_lossy(&bytes).into_owned()
}

/// Multipart forms (RFC 7578); files are kept in memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct MultiPartParser;

impl Parser for MultiPartParser {
    fn media_type(&self) -> &'static str {
        "multipart/form-data"
    }

    fn parse(&self, body: Bytes, content_type: &str, settings: &Settings) -> Result<Data> {
        let boundary = multer::parse_boundary(content_type).map_err(|_| {
            Error::parse("Multipart form parse error - Invalid boundary in multipart: None")
        })?;
        // The whole body is at hand, so the asynchronous reader never waits.
        let fields = read(body, boundary, Charset::of(content_type), settings).now_or_never();
        Ok(Data::Form(Form::new(
            fields.unwrap_or_else(|| Err(Error::parse("Multipart form parse error")))?,
        )))
    }
}

async fn read(
    body: Bytes,
    boundary: String,
    charset: Charset,
    settings: &Settings,
) -> Result<Vec<(String, FormValue)>> {
    let body = stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut parts = multer::Multipart::new(body, boundary);
    let mut fields = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        // A file input that nobody chose a file for has no name: Django takes it for text.
        let file_name = part.file_name().filter(|name| !name.is_empty()).map(base_name);
        let content_type = part.content_type().map(ToString::to_string);
        let content = part.bytes().await.map_err(malformed)?;
        if file_name.as_ref().is_some_and(String::is_empty) {
            continue;
        }
        if file_name.is_some() {
            check_size(&content, settings)?;
        }
        let value = match file_name {
            Some(name) => FormValue::File(UploadedFile { name, content_type, content }),
            None => FormValue::Text(charset.decode_lossy(&content).into_owned()),
        };
        push(&mut fields, name, value, settings)?;
    }
    Ok(fields)
}

fn malformed(error: multer::Error) -> Error {
    Error::parse(format!("Multipart form parse error - {error}"))
}

/// Refuses a file above the limit.
pub(super) fn check_size(content: &Bytes, settings: &Settings) -> Result<()> {
    match settings.file_upload_max_size {
        Some(limit) if content.len() > limit => Err(Error::file_too_large(limit)),
        _ => Ok(()),
    }
}

/// Browsers may send a path; only its last part is a name.
pub(super) fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

fn push(
    fields: &mut Vec<(String, FormValue)>,
    name: String,
    value: FormValue,
    settings: &Settings,
) -> Result<()> {
    if fields.len() == settings.data_upload_max_number_fields {
        return Err(Error::too_many_fields(settings.data_upload_max_number_fields));
    }
    fields.push((name, value));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings { data_upload_max_number_fields: 2, ..Settings::default() }
    }

    #[test]
    fn a_form_may_have_so_many_fields_and_not_one_more() {
        let parse = |body: &'static str| {
            FormParser.parse(Bytes::from_static(body.as_bytes()), "", &settings())
        };
        assert!(matches!(parse("a=1&b=2"), Ok(Data::Form(_))));
        assert!(matches!(parse("a=1&b=2&c=3"), Err(Error::PayloadTooLarge(_))));
    }

    #[test]
    fn parts_are_text_or_files() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\n\
                    Content-Disposition: form-data; name=\"f\"; filename=\"../b.txt\"\r\n\
                    Content-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
        let data =
            MultiPartParser.parse(body.into(), "multipart/form-data; boundary=x", &settings());
        let Ok(Data::Form(form)) = data else { panic!("{data:?}") };
        assert_eq!(form.last("a"), Some(&FormValue::Text("1".into())));
        let Some(FormValue::File(file)) = form.last("f") else { panic!("{form:?}") };
        assert_eq!((file.name.as_str(), &file.content[..]), ("b.txt", &b"hello"[..]));
    }

    #[test]
    fn a_multipart_body_needs_its_boundary() {
        let error = MultiPartParser.parse(Bytes::new(), "multipart/form-data", &settings());
        assert_eq!(
            error.unwrap_err().to_string(),
            "Multipart form parse error - Invalid boundary in multipart: None"
        );
    }
}
