//! The name that a proxy put into a header.

use std::sync::Arc;

use http::Method;
use seaview::{
    User,
    authentication::{RemoteUserAuthentication, RemoteUsers},
    prelude::*,
};

use super::{ask, who};
use crate::checks::Member;

struct Directory;

impl RemoteUsers for Directory {
    async fn user_of_name(&self, username: &str, _: &Request) -> Result<Option<Arc<dyn User>>> {
        let user = Member { active: username != "off", ..Member::of(username) };
        Ok((username != "nobody").then(|| Arc::new(user) as Arc<dyn User>))
    }
}

#[tokio::test]
async fn the_proxy_is_believed_and_no_other_header_is() {
    let client = who(RemoteUserAuthentication::new("x-remote-user", Directory)).await;
    let ada = ask(&client, "x-remote-user", "ada").await;
    ada.assert(200, r#"["ada","RemoteUser",null]"#);
    assert_eq!(ada.header("vary"), "x-remote-user");
    for (header, value) in [
        ("remote-user", "ada"),
        ("x-remote-user", ""),
        ("x-remote-user", "nobody"),
        ("x-remote-user", "off"),
    ] {
        ask(&client, header, value).await.assert(200, "[null,null,null]");
    }
}

#[tokio::test]
async fn two_names_are_none() {
    let client = who(RemoteUserAuthentication::new("x-remote-user", Directory)).await;
    let headers = [("x-remote-user", "ada"), ("x-remote-user", "root")];
    let answer = client.send(Method::GET, "/who/", &headers, "").await;
    answer.assert(403, r#"{"detail":"Invalid remote user."}"#);
}

#[test]
#[should_panic = "`authorization` is no header for a proxy; name one such as `x-remote-user`"]
fn a_header_that_clients_set_is_refused() {
    RemoteUserAuthentication::new("authorization", Directory);
}
