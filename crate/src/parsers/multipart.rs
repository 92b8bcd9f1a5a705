//! `multipart/form-data`, read as Django reads it.

use std::collections::HashMap;

use bytes::Bytes;
use memchr::memmem;
use percent_encoding::percent_decode_str;

use super::{Parser, charset::Charset, form::push};
use crate::{
    Error, Result, Settings,
    encoding::b64decode,
    request::{Data, Form, FormValue, UploadedFile},
};

/// Multipart forms (RFC 7578); files are kept in memory.
///
/// As lenient as Django's own: what stands outside of parts, parts without a name and a missing end
/// are passed over, and a part that its sender encoded in base64 is decoded.
///
/// Source: <https://www.django-rest-framework.org/api-guide/parsers/#multipartparser>.
#[derive(Clone, Copy, Debug, Default)]
pub struct MultiPartParser;

impl Parser for MultiPartParser {
    fn media_type(&self) -> &'static str {
        "multipart/form-data"
    }

    fn parse(&self, body: Bytes, content_type: &str, settings: &Settings) -> Result<Data> {
        let boundary = boundary(content_type)?;
        let charset = Charset::of(content_type);
        let mut fields = Vec::new();
        for part in parts(&body, format!("--{boundary}").as_bytes()) {
            let Some(part) = Part::read(part, charset) else { continue };
            if let Some((name, value)) = part.value(charset, settings)? {
                push(&mut fields, name, value, settings)?;
            }
        }
        Ok(Data::Form(Form::new(fields)))
    }
}

/// The boundary of a content type: at most 201 visible ASCII characters, the last no blank.
fn boundary(content_type: &str) -> Result<String> {
    let boundary = Header::read(content_type).parameters.remove("boundary");
    let visible = |text: &&String| {
        (1..=201).contains(&text.len())
            && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            && !text.ends_with(' ')
    };
    if let Some(boundary) = boundary.as_ref().filter(visible) {
        return Ok(boundary.clone());
    }
    let shown = boundary.as_deref().unwrap_or("None");
    let message = format!("Multipart form parse error - Invalid boundary in multipart: {shown}");
    Err(Error::parse(message))
}

/// What stands between the boundaries, without the line break before each.
fn parts<'a>(body: &'a [u8], boundary: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut start = 0;
    let ends = memmem::find_iter(body, boundary).map(Some).chain([None]);
    ends.map(move |found| {
        let part = &body[start..found.unwrap_or(body.len())];
        start = found.map_or(body.len(), |at| at + boundary.len());
        if found.is_none() {
            return part;
        }
        let part = part.strip_suffix(b"\n").unwrap_or(part);
        part.strip_suffix(b"\r").unwrap_or(part)
    })
}

/// A part with a name.
struct Part<'a> {
    name: String,
    file_name: Option<String>,
    content_type: String,
    base64: bool,
    content: &'a [u8],
}

impl<'a> Part<'a> {
    /// `None` for what has no header or no name.
    fn read(part: &'a [u8], charset: Charset) -> Option<Self> {
        let end = memmem::find(part, b"\r\n\r\n")?;
        let mut headers = HashMap::new();
        for line in charset.decode_lossy(&part[..end]).split("\r\n") {
            let header = Header::read(line);
            if let Some((name, value)) = header.value.split_once(':') {
                let value = value.trim().to_owned();
                headers.insert(name.trim().to_owned(), (value, header.parameters));
            }
        }
        let (_, mut disposition) = headers.remove("content-disposition")?;
        let value = |name: &str| headers.get(name).map(|(value, _)| value.clone());
        Some(Self {
            name: disposition.remove("name")?.trim().to_owned(),
            file_name: disposition.remove("filename").filter(|name| !name.is_empty()),
            content_type: value("content-type").unwrap_or_default(),
            base64: value("content-transfer-encoding").as_deref() == Some("base64"),
            content: &part[end + 4..],
        })
    }

    /// `None` for a file whose name is none.
    fn value(self, charset: Charset, settings: &Settings) -> Result<Option<(String, FormValue)>> {
        let Some(file_name) = self.file_name else {
            let decoded = self.base64.then(|| b64decode(self.content)).flatten();
            let content = decoded.as_deref().unwrap_or(self.content);
            let text = charset.decode_lossy(content).into_owned();
            return Ok(Some((self.name, FormValue::Text(text))));
        };
        let Some(name) = base_name(&file_name) else { return Ok(None) };
        let content = match self.base64 {
            true => decoded_file(self.content).ok_or_else(|| {
                Error::parse("Multipart form parse error - Could not decode base64 data.")
            })?,
            false => self.content.to_vec(),
        };
        let (content, content_type) = (Bytes::from(content), Some(self.content_type));
        check_size(&content, settings)?;
        let file = UploadedFile { name, content_type, content };
        Ok(Some((self.name, FormValue::File(file))))
    }
}

/// Refuses a file above the limit.
pub(super) fn check_size(content: &Bytes, settings: &Settings) -> Result<()> {
    match settings.file_upload_max_size {
        Some(limit) if content.len() > limit => Err(Error::file_too_large(limit)),
        _ => Ok(()),
    }
}

/// A file's base64 has its padding, and blanks alone beside it do not count.
fn decoded_file(base64: &[u8]) -> Option<Vec<u8>> {
    let symbols: Vec<u8> =
        base64.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if symbols.len().is_multiple_of(4) { b64decode(&symbols) } else { None }
}

/// Browsers may send a path; only its last part is a name, of at most 255 characters. Django's
/// `sanitize_file_name` and `UploadedFile.name`.
pub(super) fn base_name(path: &str) -> Option<String> {
    let last = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name: String = last.chars().filter(|letter| !letter.is_control()).collect();
    (!matches!(name.as_str(), "" | "." | "..")).then(|| shortened(name))
}

const MAX_NAME: usize = 255;

/// A long name is cut in front of its extension.
fn shortened(name: String) -> String {
    if name.chars().count() <= MAX_NAME {
        return name;
    }
    let stem = name.trim_start_matches('.');
    let extension = stem.rfind('.').map_or("", |dot| &stem[dot..]);
    let stem = name[..name.len() - extension.len()].chars();
    let extension: String = extension.chars().take(MAX_NAME).collect();
    let room = MAX_NAME - extension.chars().count();
    stem.take(room).collect::<String>() + &extension
}

/// The name that a `Content-Disposition` gives a file.
pub(super) fn file_name(disposition: &str) -> Option<String> {
    Header::read(disposition).parameters.remove("filename")
}

/// `form-data; name="a"; filename*=UTF-8''%C3%A9.txt`: Django's `parse_header_parameters`.
struct Header {
    /// In lower case.
    value: String,
    parameters: HashMap<String, String>,
}

impl Header {
    fn read(text: &str) -> Self {
        let mut pieces = pieces(text).into_iter();
        let value = pieces.next().unwrap_or_default().trim().to_lowercase();
        let (encoded, plain): (Vec<_>, Vec<_>) = pieces
            .filter_map(|piece| piece.split_once('='))
            .map(|(name, value)| (name.trim().to_lowercase(), unquoted(value.trim())))
            .partition(|(name, _)| name.ends_with('*'));
        let encoded = encoded
            .into_iter()
            .map(|(name, value)| (name.trim_end_matches('*').to_owned(), decoded(&value)));
        // What is encoded counts, wherever it stands.
        Self { value, parameters: plain.into_iter().chain(encoded).collect() }
    }
}

/// What stands between the semicolons that are not in quotes.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            ';' if !quoted => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
    }
    pieces.push(&text[start..]);
    pieces
}

fn unquoted(value: &str) -> String {
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\\", "\\").replace("\\\"", "\""),
        None => value.to_owned(),
    }
}

/// `UTF-8''%C3%A9` (RFC 2231).
fn decoded(value: &str) -> String {
    let mut parts = value.split('\'');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(_), Some(text), None) => {
            percent_decode_str(text).decode_utf8_lossy().into_owned()
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &'static str, content_type: &str) -> Result<Form> {
        match MultiPartParser.parse(
            Bytes::from_static(body.as_bytes()),
            content_type,
            &Settings::default(),
        )? {
            Data::Form(form) => Ok(form),
            data => panic!("{data:?}"),
        }
    }

    /// The fields as `name=text` and `name<file name:content`.
    fn shown(body: &'static str) -> Vec<String> {
        let form = parse(body, "multipart/form-data; boundary=x").unwrap();
        let shown = form.iter().map(|(name, value)| match value {
            FormValue::Text(text) => format!("{name}={text}"),
            FormValue::File(file) => {
                let content = String::from_utf8_lossy(&file.content);
                format!("{name}<{}:{content}", file.name)
            }
        });
        shown.collect()
    }

    #[test]
    fn parts_are_texts_or_files_and_what_is_neither_is_passed_over() {
        let cases: [(&str, &[&str]); 16] = [
            ("", &[]),
            ("{}", &[]),
            ("--x--\r\n", &[]),
            (
                "--y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--y--",
                &["a=1\r\n--y--"],
            ),
            ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n", &["a=1"]),
            ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r--x--\r\n", &["a=1"]),
            (
                "before\r\n--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n\r\n--x",
                &["a=1\r\n"],
            ),
            ("--x\r\ncontent-disposition: form-data; name=\"a;b\\\"c\"\r\n\r\n1", &["a;b\"c=1"]),
            ("--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n", &[]),
            ("--x\nContent-Disposition: form-data; name=\"a\"\n\n1\n--x--\n", &[]),
            (
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\dir\\..\\b.txt\"\r\n\r\nhello\r\n--x--",
                &["f<b.txt:hello"],
            ),
            (
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--x--",
                &["f="],
            ),
            (
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../..\"\r\n\r\n1\r\n--x--",
                &[],
            ),
            (
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''%C3%A9.txt\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\naGk=\r\n--x--",
                &["f<é.txt:hi"],
            ),
            (
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\na*Gk\r\n=***\r\n--x--",
                &["f<a:hi"],
            ),
            (
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\na*G\r\nk=\r\n--x\r\n\
                 Content-Disposition: form-data; name=\"b\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\naGk\r\n--x--",
                &["a=hi", "b=aGk"],
            ),
        ];
        for (body, fields) in cases {
            assert_eq!(shown(body), fields, "{body}");
        }
    }

    #[test]
    fn a_boundary_has_at_most_201_visible_characters() {
        let error = |content_type: &str| parse("", content_type).unwrap_err().to_string();
        let message = "Multipart form parse error - Invalid boundary in multipart: ";
        assert_eq!(error("multipart/form-data"), format!("{message}None"));
        assert_eq!(error("multipart/form-data; boundary="), message);
        let long = "b".repeat(202);
        assert_eq!(
            error(&format!("multipart/form-data; boundary={long}")),
            format!("{message}{long}")
        );
        assert!(parse("", &format!("multipart/form-data; boundary={}", &long[1..])).is_ok());
        assert!(parse("", "multipart/form-data; boundary=\"a b\"").is_ok());
    }

    #[test]
    fn a_long_name_is_cut_in_front_of_its_extension() {
        let long = |letter: &str, length| letter.repeat(length);
        for (name, cut) in [
            (long("a", 255), long("a", 255)),
            (long("a", 256), long("a", 255)),
            (long("é", 252) + ".txt", long("é", 251) + ".txt"),
            (".".to_owned() + &long("a", 255), ".".to_owned() + &long("a", 254)),
            ("a.".to_owned() + &long("b", 300), ".".to_owned() + &long("b", 254)),
        ] {
            assert_eq!(base_name(&name), Some(cut));
        }
    }

    #[test]
    fn a_file_that_is_not_the_base64_it_says_is_refused() {
        let part = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\
                    Content-Transfer-Encoding: base64\r\n\r\n***\r\n--x--";
        let error = parse(part, "multipart/form-data; boundary=x").unwrap_err();
        let message = "Multipart form parse error - Could not decode base64 data.";
        assert_eq!(error.to_string(), message);
    }
}
