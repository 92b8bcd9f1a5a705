//! Builds the HTTP request that a step describes.

use axum::body::Body;
use axum::http;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::http::request::Builder;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::case::{Part, Request};
use super::json::Json;
use super::variables::{CaptureError, Variables};

const BOUNDARY: &str = "xYzZY";

/// What `http::Uri` refuses in a path or in a query or, as with `#`, cuts off.
const NOT_IN_A_PATH: &AsciiSet = &CONTROLS.add(b'"').add(b'#').add(b'<').add(b'>').add(b'`');

/// What Python's `quote_plus` encodes; the space is replaced afterwards.
const NOT_IN_A_FORM: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');

/// The request of a step, to be given to the router as it is; or why there is none.
pub fn build(request: &Request, variables: &Variables) -> Result<http::Request<Body>, String> {
    let body = body(request, variables)?;
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(target(&request.path, variables)?);
    for (name, value) in request.headers.iter() {
        let value = variables.fill_text(value)?;
        // A server over a socket strips the white space around a value.
        builder = builder.header(name, value.trim_matches([' ', '\t']).as_bytes());
    }
    builder = with_implied(builder, body.as_ref(), request, variables.base());
    let bytes = body.map(|(bytes, _)| bytes).unwrap_or_default();
    let built = builder.body(Body::from(bytes));
    built.map_err(|error| format!("no answer: {error}"))
}

type Content = (Vec<u8>, Option<String>);

/// The bytes of the body, and the content type that its kind implies.
fn body(request: &Request, variables: &Variables) -> Result<Option<Content>, CaptureError> {
    let content = if let Some(json) = &request.json {
        let text = format!("{:#}", variables.fill(json)?);
        (text.into_bytes(), Some("application/json".to_owned()))
    } else if let Some(pairs) = &request.form {
        let kind = "application/x-www-form-urlencoded".to_owned();
        (form(pairs, variables)?.into_bytes(), Some(kind))
    } else if let Some(parts) = &request.multipart {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        (multipart(parts, variables)?.into_bytes(), Some(kind))
    } else if let Some(text) = &request.body {
        (variables.fill_text(text)?.into_bytes(), None)
    } else if let Some(text) = &request.body_b64 {
        let bytes = STANDARD.decode(text).expect("`body_b64` holds base64");
        (bytes, None)
    } else if let Some(pieces) = &request.body_repeat {
        let pieces = pieces.iter().map(|(piece, times)| piece.repeat(*times));
        (pieces.collect::<String>().into_bytes(), None)
    } else {
        return Ok(None);
    };
    Ok(Some(content))
}

fn form(pairs: &[(String, Json)], variables: &Variables) -> Result<String, CaptureError> {
    let mut encoded = Vec::new();
    for (name, value) in pairs {
        let value = variables.fill_text(&value.to_plain())?;
        encoded.push(format!("{}={}", quote_plus(name), quote_plus(&value)));
    }
    Ok(encoded.join("&"))
}

fn multipart(parts: &[Part], variables: &Variables) -> Result<String, CaptureError> {
    let mut body = String::new();
    for part in parts {
        let name = variables.fill_text(&part.name)?;
        let mut head = format!("Content-Disposition: form-data; name=\"{name}\"");
        if let Some(filename) = &part.filename {
            head += &format!("; filename=\"{}\"", variables.fill_text(filename)?);
        }
        if let Some(content_type) = &part.content_type {
            head += &format!("\r\nContent-Type: {}", variables.fill_text(content_type)?);
        }
        let value = variables.fill_text(&part.value)?;
        body += &format!("--{BOUNDARY}\r\n{head}\r\n\r\n{value}\r\n");
    }
    Ok(body + &format!("--{BOUNDARY}--\r\n"))
}

/// Links that a case follows are absolute; the request line has what comes after the host.
fn target(path: &str, variables: &Variables) -> Result<String, String> {
    let path = variables.fill_text(path)?;
    let path = path.strip_prefix(variables.base()).unwrap_or(&path);
    if path.contains(|character: char| character == ' ' || character.is_ascii_control()) {
        return Err(format!("no answer: {path:?} cannot be sent as a path"));
    }
    let path = if path.is_empty() { "/" } else { path };
    Ok(utf8_percent_encode(path, NOT_IN_A_PATH).to_string())
}

/// The headers that a client adds by itself.
fn with_implied(
    mut builder: Builder,
    body: Option<&Content>,
    request: &Request,
    base: &str,
) -> Builder {
    let own = |name: &http::HeaderName| {
        let mut names = request.headers.iter().map(|(own, _)| own);
        names.any(|own| own.eq_ignore_ascii_case(name.as_str()))
    };
    if !own(&HOST) {
        builder = builder.header(HOST, base.trim_start_matches("http://"));
    }
    if let Some((_, Some(content_type))) = body
        && !own(&CONTENT_TYPE)
    {
        builder = builder.header(CONTENT_TYPE, content_type);
    }
    match body {
        Some((bytes, _)) => builder.header(CONTENT_LENGTH, bytes.len()),
        None if ["POST", "PUT", "PATCH"].contains(&request.method.as_str()) => {
            builder.header(CONTENT_LENGTH, 0)
        }
        None => builder,
    }
}

fn quote_plus(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_A_FORM).to_string().replace("%20", "+")
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;

    use super::*;

    #[test]
    fn every_other_character_can_stand_in_a_path_and_in_a_query() {
        let variables = Variables::new("http://testserver");
        for character in (0x21..=0x17f).filter(|code| *code != 0x7f).filter_map(char::from_u32) {
            for path in [format!("/a{character}b"), format!("/?a{character}b")] {
                let target = target(&path, &variables).expect("no variables");
                let uri =
                    Uri::try_from(&target).unwrap_or_else(|error| panic!("{path:?}: {error}"));
                assert_eq!(uri.to_string(), target, "{path:?}");
            }
        }
    }

    #[test]
    fn absolute_links_are_followed_within_the_router() {
        let variables = Variables::new("http://testserver");
        for (path, expected) in [
            ("http://testserver/books/?page=2", "/books/?page=2"),
            ("${base}/books/", "/books/"),
            ("http://testserver", "/"),
            ("/caf%C3%A9/é/", "/caf%C3%A9/%C3%A9/"),
        ] {
            assert_eq!(target(path, &variables), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn forms_are_encoded_as_python_does() {
        assert_eq!(quote_plus("a b+c~d*é/_.-"), "a+b%2Bc~d%2A%C3%A9%2F_.-");
    }

    #[test]
    fn a_path_with_a_space_is_not_sent() {
        let error = target("/a b/", &Variables::new("http://testserver"));
        let problem = r#"no answer: "/a b/" cannot be sent as a path"#;
        assert_eq!(error, Err(problem.to_owned()));
    }

    #[test]
    fn header_values_are_sent_as_a_server_reads_them() {
        let request = r#"{"method": "GET", "path": "/", "headers": {"X-Magic": " é \t"}}"#;
        let request = serde_json::from_str(&request.replace('\t', "\\t")).expect("a valid request");
        let built = build(&request, &Variables::new("http://testserver")).expect("a request");
        assert_eq!(built.headers()["x-magic"].as_bytes(), "é".as_bytes());
    }

    #[test]
    fn a_body_has_a_length_and_so_has_a_post_without_one() {
        let length = |method: &str, body: Option<&str>| {
            let request = Request {
                method: method.to_owned(),
                path: "/".to_owned(),
                body: body.map(str::to_owned),
                ..Request::default()
            };
            let built = build(&request, &Variables::new("http://testserver"));
            let headers = built.expect("no variables").headers().clone();
            headers.get(CONTENT_LENGTH).map(|value| value.as_bytes().to_vec())
        };
        assert_eq!(length("POST", Some("é")), Some(b"2".to_vec()));
        assert_eq!(length("GET", Some("x")), Some(b"1".to_vec()));
        assert_eq!(length("PATCH", None), Some(b"0".to_vec()));
        assert_eq!(length("DELETE", None), None);
    }
}
