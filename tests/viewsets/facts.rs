//! The facts of a viewset without its derive, and the name that it shows.

use seaview::{
    filters::Lookup,
    pagination::{PageNumberPagination, PaginationClass},
    prelude::*,
};

use super::{note, serving};

/// The facts by hand.
struct ByHandViewSet;

impl ViewSet for ByHandViewSet {
    type Serializer = note::Model;

    const ACTIONS: &'static [Action] = Action::READ_ONLY;
    const DESCRIPTION: &'static str = "By hand.";

    fn lookup_field(&self) -> Option<Lookup> {
        Lookup::primary_key::<note::Model>().map(|lookup| lookup.url_kwarg("number"))
    }

    fn pagination_class(&self) -> PaginationClass {
        PageNumberPagination::of(2).into()
    }
}

impl ModelViewSet for ByHandViewSet {
    async fn retrieve(&self, request: &Request) -> Result {
        let number = request.kwargs().get("number");
        Response::json(&(number, request.kwargs().get("pk"), request.action().name()))
    }
}

#[tokio::test]
async fn the_facts_may_be_written_by_hand() {
    let (client, _) = serving(ByHandViewSet).await;
    client.get("/notes/7/").await.assert(200, r#"["7",null,"retrieve"]"#);
    let page = client.get("/notes/?page=2").await.json();
    assert_eq!(page["count"], 3);
    assert_eq!(page["results"][0]["id"], 3);
    assert_eq!(client.options("/notes/").await.json()["description"], "By hand.");
}

#[derive(ViewSet)]
#[viewset(serializer = note::Model)]
struct HTTPNoteViewSet;

impl ModelViewSet for HTTPNoteViewSet {}

#[tokio::test]
async fn the_name_of_a_view_is_the_viewsets_in_words() {
    let (client, _) = serving(HTTPNoteViewSet).await;
    assert_eq!(client.options("/notes/").await.json()["name"], "HTTP Note List");
    assert_eq!(client.options("/notes/1/").await.json()["name"], "HTTP Note Instance");
}
