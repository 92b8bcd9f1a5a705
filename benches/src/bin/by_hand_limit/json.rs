//! Values to JSON, straight into the body.

/// The members of one row.
pub(crate) struct Row<'a> {
    pub(crate) id: i64,
    pub(crate) name: &'a [u8],
    pub(crate) capital: &'a [u8],
    pub(crate) area: i64,
}

impl Row<'_> {
    /// Appends the row as an object.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"id\":");
        write_integer(self.id, out);
        out.extend_from_slice(b",\"name\":");
        write_text(self.name, out);
        out.extend_from_slice(b",\"capital\":");
        write_text(self.capital, out);
        out.extend_from_slice(b",\"area\":");
        write_integer(self.area, out);
        out.push(b'}');
    }

    /// The row as an object of its own.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(128);
        self.write(&mut out);
        out
    }
}

/// The envelope around an array of rows.
pub(crate) fn page(count: u64, links: [Option<String>; 2], results: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(results.len() + 256);
    out.extend_from_slice(b"{\"count\":");
    out.extend_from_slice(itoa::Buffer::new().format(count).as_bytes());
    for (key, link) in [",\"next\":", ",\"previous\":"].into_iter().zip(links) {
        out.extend_from_slice(key.as_bytes());
        match link {
            Some(link) => write_text(link.as_bytes(), &mut out),
            None => out.extend_from_slice(b"null"),
        }
    }
    out.extend_from_slice(b",\"results\":");
    out.extend_from_slice(results);
    out.push(b'}');
    out
}

fn write_integer(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Copies what needs no escape in one go.
fn write_text(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        out.extend_from_slice(&rest[..at]);
        match rest[at] {
            byte @ (b'"' | b'\\') => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            byte => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}
