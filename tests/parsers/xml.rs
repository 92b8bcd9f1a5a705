//! XML, in and out.

use seaview::{
    Policies,
    parsers::{JsonParser, Parsers, XmlParser},
    renderers::{JsonRenderer, Renderers, XmlRenderer},
};

use super::{app, post};
use crate::support::Client;

async fn client() -> Client {
    let (parser, renderer) = (XmlParser::new(), XmlRenderer::new());
    let policies = Policies {
        parsers: Parsers::none().with(JsonParser).with(parser.clone()).with(parser.text_xml()),
        renderers: Renderers::none().with(JsonRenderer).with(renderer),
        ..Policies::default()
    };
    Client::new(app(policies).await)
}

#[tokio::test]
async fn xml_is_read_and_written_as_djangorestframework_xml_does() {
    let client = client().await;
    let memo = "<root><text>a &amp; b</text><number>5</number><done>True</done></root>";
    let created = post(&client, "application/xml", memo).await;
    created.assert(201, r#"{"id":1,"text":"a & b","number":5,"done":true}"#);
    let created =
        post(&client, "text/xml; charset=utf-8", "<r><text>007</text><number/></r>").await;
    created.assert(201, r#"{"id":2,"text":"007","number":null,"done":false}"#);

    let list = client.get("/memos.xml").await;
    assert_eq!(list.header("content-type"), "application/xml; charset=utf-8");
    list.assert(
        200,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root><list-item><id>1</id><text>a &amp; b</text>\
         <number>5</number><done>True</done></list-item><list-item><id>2</id><text>007</text>\
         <number></number><done>False</done></list-item></root>",
    );
    let missing = client.get("/memos/9.xml").await;
    let detail = "<root><detail>No Memo matches the given query.</detail></root>";
    missing.assert(404, &format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{detail}"));
}

#[tokio::test]
async fn what_is_no_xml_is_a_400_and_entities_are_never_expanded() {
    let client = client().await;
    for (body, detail) in [
        (
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            "document type declarations are not allowed",
        ),
        ("<a><text>&b;</text></a>", "undefined entity"),
        ("   ", "no element found"),
    ] {
        let refused = post(&client, "application/xml", body).await;
        refused.assert(400, &format!(r#"{{"detail":"XML parse error - {detail}"}}"#));
    }
    let refused = post(&client, "application/xml", "<root>5</root>").await;
    let told = r#"{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]}"#;
    refused.assert(400, told);
}
