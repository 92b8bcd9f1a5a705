//! `application/xml`.

use bytes::Bytes;
use quick_xml::escape::partial_escape;

use super::{RenderContext, Renderer};
use crate::{Json, Result, json::Tree};

/// XML as djangorestframework-xml writes it: members are elements of their names, the items of a
/// list are `<list-item>`s, null is an empty element, and booleans are Python's `True` and `False`.
///
/// ```
/// use seaview::renderers::{Renderers, XmlRenderer};
///
/// // <book><title>…</title><authors><author><name>…</name></author></authors></book>
/// let book = XmlRenderer::new().root("book").list("authors", "author");
/// let renderers = Renderers::none().with(book);
/// ```
///
/// A name that XML does not know gets `_` in place of each character that it does not, and a
/// character that no XML document may hold becomes U+FFFD.
///
/// Source: <https://jpadilla.github.io/django-rest-framework-xml/>.
#[derive(Clone, Debug)]
pub struct XmlRenderer {
    root: &'static str,
    item: &'static str,
    lists: Vec<(&'static str, &'static str)>,
    declaration: bool,
}

impl XmlRenderer {
    /// The root is `<root>`, and each item of a list is `<list-item>`.
    pub fn new() -> Self {
        Self { root: "root", item: "list-item", lists: Vec::new(), declaration: true }
    }

    /// What the outermost element is called.
    pub fn root(self, name: &'static str) -> Self {
        Self { root: name, ..self }
    }

    /// What the items of lists are called.
    pub fn item(self, name: &'static str) -> Self {
        Self { item: name, ..self }
    }

    /// What the items of the lists of one name are called.
    pub fn list(mut self, name: &'static str, item: &'static str) -> Self {
        self.lists.push((name, item));
        self
    }

    /// Whether the text begins with `<?xml version="1.0" encoding="utf-8"?>` and a new line, as it
    /// does unless stated.
    pub fn declaration(self, written: bool) -> Self {
        Self { declaration: written, ..self }
    }

    fn write(&self, name: &str, value: &Tree<'_>, out: &mut String) {
        let element = safe_name(name);
        out.extend(["<", &element, ">"]);
        match value {
            Tree::Null => {}
            Tree::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
            Tree::Number(number) => out.push_str(number),
            Tree::Text(text) => push_text(text, out),
            Tree::List(items) => {
                let own = self.lists.iter().find(|(list, _)| *list == name);
                let item = own.map_or(self.item, |(_, item)| item);
                items.iter().for_each(|value| self.write(item, value, out));
            }
            Tree::Object(members) => {
                members.iter().for_each(|(name, value)| self.write(name, value, out));
            }
        }
        out.extend(["</", &element, ">"]);
    }
}

impl Default for XmlRenderer {
    fn default() -> Self {
        Self::new()
    }
}

impl Renderer for XmlRenderer {
    fn media_type(&self) -> &'static str {
        "application/xml"
    }

    fn format(&self) -> &'static str {
        "xml"
    }

    fn content_type(&self) -> &'static str {
        "application/xml; charset=utf-8"
    }

    fn render(&self, data: Json, _: &RenderContext<'_>) -> Result<Bytes> {
        let mut out = String::with_capacity(data.as_bytes().len() * 2);
        if self.declaration {
            out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        }
        self.write(self.root, &Tree::of(&data)?, &mut out);
        Ok(out.into())
    }
}

/// Readers make a line feed of a carriage return, unless it is written as a reference.
fn push_text(text: &str, out: &mut String) {
    let is_character = |c: char| !matches!(c, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{fffe}' | '\u{ffff}');
    for (index, line) in partial_escape(text).split('\r').enumerate() {
        if index > 0 {
            out.push_str("&#13;");
        }
        let known = |c| if is_character(c) { c } else { char::REPLACEMENT_CHARACTER };
        out.extend(line.chars().map(known));
    }
}

/// A name (XML 1.0, section 2.3) without colons, which would name a namespace.
fn safe_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 1);
    if !name.starts_with(is_name_start) {
        out.push('_');
    }
    let more = |c: char| {
        is_name_start(c)
            || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}')
    };
    let mut rest = name.chars();
    if out.is_empty() {
        out.extend(rest.next());
    }
    out.extend(rest.map(|c| if more(c) { c } else { '_' }));
    out
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
        | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(renderer: &XmlRenderer, json: &str) -> String {
        let (mut out, json) = (String::new(), Json::from_bytes(json.into()));
        renderer.write(renderer.root, &Tree::of(&json).unwrap(), &mut out);
        out
    }

    #[test]
    fn values_are_elements() {
        for (json, xml) in [
            (
                r#"{"a":1,"b":[true,null]}"#,
                "<a>1</a><b><list-item>True</list-item><list-item></list-item></b>",
            ),
            (r#"["x",1.50]"#, "<list-item>x</list-item><list-item>1.50</list-item>"),
            (r#"{"a":"<&>\"'"}"#, "<a>&lt;&amp;&gt;\"'</a>"),
            (r#"{"a":"1\r\n2\u0000\u001f"}"#, "<a>1&#13;\n2\u{fffd}\u{fffd}</a>"),
            (r#"{"a":[],"b":{},"c":""}"#, "<a></a><b></b><c></c>"),
            ("null", ""),
        ] {
            assert_eq!(written(&XmlRenderer::new(), json), format!("<root>{xml}</root>"), "{json}");
        }
    }

    #[test]
    fn lists_may_name_their_items() {
        let book = XmlRenderer::new().root("book").list("authors", "author");
        let json = r#"{"page_count":635,"authors":[{"name":"A"},{"name":"B"}],"tags":["x"]}"#;
        assert_eq!(
            written(&book, json),
            "<book><page_count>635</page_count><authors><author><name>A</name></author><author>\
             <name>B</name></author></authors><tags><list-item>x</list-item></tags></book>"
        );
    }

    #[test]
    fn names_are_made_safe() {
        for (name, safe) in [
            ("a-b.c1", "a-b.c1"),
            ("été", "été"),
            ("1a", "_1a"),
            ("", "_"),
            ("-", "_-"),
            ("a b<c>/", "a_b_c__"),
            ("x:y", "x_y"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
    }
}
