//! `application/xml` and `text/xml`.

use bytes::Bytes;
use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};
use serde_json::value::RawValue;

use super::{Parser, charset::Charset};
use crate::{Error, Result, Settings, json::write_str, request::Data};

/// XML in the shapes that [`XmlRenderer`](crate::renderers::XmlRenderer) writes, as
/// djangorestframework-xml reads it: an element with elements in it is an object, or a list if the
/// first is a `<list-item>`; an element without anything is null, and one with text is an integer
/// or text. Attributes, comments and text beside elements are passed over.
///
/// A document type declaration is refused, and with it every entity of one's own; so are elements
/// in each other beyond 64 levels.
///
/// ```
/// use seaview::parsers::{JsonParser, Parsers, XmlParser};
///
/// let book = XmlParser::new().list("authors", "author");
/// let parsers = Parsers::none().with(JsonParser).with(book.clone()).with(book.text_xml());
/// ```
#[derive(Clone, Debug)]
pub struct XmlParser {
    media_type: &'static str,
    item: &'static str,
    lists: Vec<(&'static str, &'static str)>,
}

impl XmlParser {
    /// Reads `application/xml`, in which each item of a list is `<list-item>`.
    pub fn new() -> Self {
        Self { media_type: "application/xml", item: "list-item", lists: Vec::new() }
    }

    /// The same for the older name `text/xml`.
    pub fn text_xml(self) -> Self {
        Self { media_type: "text/xml", ..self }
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

    /// The document as JSON text.
    fn convert(&self, text: &str) -> Result<String, String> {
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let (mut open, mut root) = (Vec::<Element>::new(), None);
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(_) | Event::Empty(_) if root.is_some() => {
                    return Err("junk after document element".into());
                }
                Event::Start(_) if open.len() == MAX_DEPTH => {
                    return Err(format!("more than {MAX_DEPTH} elements in each other"));
                }
                Event::Start(start) => open.push(Element::new(start.name().into_inner())),
                Event::Empty(start) => {
                    let element = Element::new(start.name().into_inner());
                    self.close(element, &mut open, &mut root);
                }
                Event::End(_) => {
                    let Some(element) = open.pop() else { return Err("mismatched tag".into()) };
                    self.close(element, &mut open, &mut root);
                }
                Event::Text(text) => push(&text.xml10_content(), &mut open)?,
                Event::CData(text) => push(&text.xml10_content(), &mut open)?,
                Event::GeneralRef(reference) => push(&character(&reference)?, &mut open)?,
                Event::DocType(_) => {
                    return Err("document type declarations are not allowed".into());
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof if open.is_empty() => {
                    return root.ok_or_else(|| "no element found".into());
                }
                Event::Eof => return Err("an element is not closed".into()),
            }
        }
    }

    fn close(&self, element: Element, open: &mut [Element], root: &mut Option<String>) {
        let value = self.value(&element);
        match open.last_mut() {
            Some(parent) => parent.children.push((element.name, value)),
            None => *root = Some(value),
        }
    }

    /// The JSON of an element.
    fn value(&self, element: &Element) -> String {
        let list = self.lists.iter().find(|(list, _)| *list == element.name);
        let item = list.map_or(self.item, |(_, item)| item);
        match element.children.first() {
            None if element.text.is_empty() => if list.is_some() { "[]" } else { "null" }.into(),
            None if is_integer(&element.text) => element.text.clone(),
            None => string(&element.text),
            Some((first, _)) if first == item => {
                let items: Vec<_> =
                    element.children.iter().map(|(_, value)| value.as_str()).collect();
                format!("[{}]", items.join(","))
            }
            Some(_) => {
                let member = |(name, value): &(String, String)| format!("{}:{value}", string(name));
                let members: Vec<_> = element.children.iter().map(member).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }
}

impl Default for XmlParser {
    fn default() -> Self {
        Self::new()
    }
}

impl Parser for XmlParser {
    fn media_type(&self) -> &'static str {
        self.media_type
    }

    fn parse(&self, body: Bytes, content_type: &str, _: &Settings) -> Result<Data> {
        let refused = |why: String| Error::parse(format!("XML parse error - {why}"));
        let text = Charset::of(content_type).decode(&body);
        let text =
            text.map_err(|_| refused("the body is not in the charset of its type".into()))?;
        let json = self.convert(&text).map_err(refused)?;
        Ok(Data::Json(RawValue::from_string(json).map_err(Error::internal)?))
    }
}

/// Each level is copied into the one around it.
const MAX_DEPTH: usize = 64;

/// An element on its way: its text, and the names and the JSON of the elements in it.
struct Element {
    name: String,
    text: String,
    children: Vec<(String, String)>,
}

impl Element {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), text: String::new(), children: Vec::new() }
    }
}

fn push(text: &str, open: &mut [Element]) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("text outside of the document element".into()),
    }
    Ok(())
}

/// What a reference stands for: the five names of XML itself, and numbers.
fn character(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character.into());
    }
    let known = [("lt", "<"), ("gt", ">"), ("amp", "&"), ("apos", "'"), ("quot", "\"")];
    let found = known.iter().find(|(name, _)| **name == **reference);
    found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "undefined entity".into())
}

/// An integer as Python prints it. Anything else that Python would read as a number stays text,
/// from which number fields read it as well, and of which text fields lose nothing.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (text == "0" || !digits.starts_with('0'))
}

fn string(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    write_str(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(xml: &str) -> Result<String, String> {
        XmlParser::new().list("authors", "author").convert(xml)
    }

    #[test]
    fn elements_are_values() {
        for (xml, json) in [
            ("<root><a>1</a><b>x</b></root>", r#"{"a":1,"b":"x"}"#),
            (
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root><list-item>1</list-item><list-item><a/></list-item></root>",
                r#"[1,{"a":null}]"#,
            ),
            ("<r><a></a><b/><c> </c></r>", r#"{"a":null,"b":null,"c":" "}"#),
            (
                "<r><a>007</a><b>-5</b><c>1.50</c><d>True</d><e>-0</e></r>",
                r#"{"a":"007","b":-5,"c":"1.50","d":"True","e":"-0"}"#,
            ),
            ("<r><a>&lt;&amp;&#233;&quot;<![CDATA[<x>]]></a></r>", r#"{"a":"<&é\"<x>"}"#),
            ("<r><authors><author>A</author></authors></r>", r#"{"authors":["A"]}"#),
            ("<r><authors/></r>", r#"{"authors":[]}"#),
            ("<r x='1'> <!-- c --> <a>1<!-- c -->2</a> </r>", r#"{"a":12}"#),
            ("<r/>", "null"),
            ("<r>5</r>\n", "5"),
        ] {
            assert_eq!(converted(xml).as_deref(), Ok(json), "{xml}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for xml in
            ["", "x", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "<a>&b;</a>", "<a", "<a>&</a>"]
        {
            assert!(converted(xml).is_err(), "{xml}");
        }
    }

    #[test]
    fn entities_are_never_expanded() {
        let laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><r>&b;</r>";
        let refused =
            XmlParser::new().parse(laughs.into(), "application/xml", &Settings::default());
        assert_eq!(
            refused.unwrap_err().to_string(),
            "XML parse error - document type declarations are not allowed"
        );
        assert_eq!(converted("<a>&xxe;</a>").unwrap_err(), "undefined entity");
    }

    #[test]
    fn so_deep_and_no_deeper() {
        let deep = |levels| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert!(converted(&deep(64)).is_ok());
        assert_eq!(converted(&deep(65)).unwrap_err(), "more than 64 elements in each other");
    }
}
