//! `application/x-www-form-urlencoded`.

use std::borrow::Cow;

use bytes::Bytes;
use percent_encoding::percent_decode;

use super::{Parser, charset::Charset};
use crate::{
    Error, Result, Settings,
    request::{Data, Form, FormValue},
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
        let body = readable(&body, charset);
        let mut fields = Vec::new();
        for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let mut half = || decoded(halves.next().unwrap_or_default(), charset);
            push(&mut fields, half(), FormValue::Text(half()), settings)?;
        }
        Ok(Data::Form(Form::new(fields)))
    }
}

/// Bytes of a body that is not in its charset are taken for Latin-1, all of them, as in Django.
fn readable(body: &[u8], charset: Charset) -> Cow<'_, [u8]> {
    match charset.decode(body) {
        Err(_) if charset == Charset::Utf8 => {
            let text: String = body.iter().map(|&byte| char::from(byte)).collect();
            Cow::Owned(text.into_bytes())
        }
        _ => Cow::Borrowed(body),
    }
}

/// Blanks for `+`, bytes for `%XX`, characters for the bytes.
fn decoded(half: &[u8], charset: Charset) -> String {
    let blanks: Vec<u8> = half.iter().map(|&b| if b == b'+' { b' ' } else { b }).collect();
    let bytes: Cow<'_, [u8]> = percent_decode(&blanks).into();
    charset.decode_lossy(&bytes).into_owned()
}

/// Adds a field, if there may be another.
pub(super) fn push(
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
}
