//! Which resource is where.

use axum::Router;
use countries::CountryViewSet;
use seaview::{SimpleRouter, authtoken::ObtainAuthToken, prelude::*};

use crate::{authentication::Users, settings, views};

/// The countries at `/`, the library at `/api/`.
pub fn routes(database: Database) -> Router {
    let library = library().into_router(database.clone());
    let namespace = namespace().into_router(database.clone());
    countries()
        .into_router(database)
        .nest_service("/api", library)
        .nest_service("/api/versions/ns/v1", namespace.clone())
        .nest_service("/api/versions/ns/v2", namespace.clone())
        .nest_service("/api/versions/ns/v9", namespace)
}

/// What each version has that is a router of its own.
fn namespace() -> SimpleRouter {
    SimpleRouter::new()
        .policies(settings::policies())
        .view("ping", views::VersionView::in_namespace())
}

fn countries() -> DefaultRouter {
    DefaultRouter::new()
        .policies(settings::framework_policies())
        .register("countries", CountryViewSet)
}

/// A token for a name and a password.
fn token_auth() -> ObtainAuthToken<Users> {
    ObtainAuthToken::new(Users).authentication(settings::framework_policies().authentication)
}

fn library() -> DefaultRouter {
    let router = DefaultRouter::new()
        .policies(settings::policies())
        .root_policies(settings::framework_policies())
        .register("authors", views::AuthorViewSet)
        .register("publishers", views::PublisherViewSet)
        .register("tags", views::TagViewSet)
        .register("languages", views::LanguageViewSet)
        .register("books", views::BookViewSet)
        .register("events", views::EventViewSet)
        .register("cars", views::CarViewSet)
        .register("samples", views::SampleViewSet)
        .register("stricts", views::StrictViewSet)
        .register("documents", views::DocumentViewSet)
        .register("shelves", views::ShelfViewSet)
        .register("members", views::MemberViewSet)
        .register("notes", views::NoteViewSet)
        .register("orders", views::OrderViewSet)
        .register("readings", views::ReadingViewSet)
        .nested("books", |book| book.register("reviews", views::ReviewViewSet))
        .nested("events", |event| event.register("guests", views::GuestViewSet))
        .view("contacts", views::ContactView)
        .view("echo", views::EchoView)
        .view("echo-json", views::JsonOnlyEchoView)
        .view("whoami", views::WhoAmIView)
        .view("token-auth", token_auth())
        .view("fail/{kind}", views::FailView)
        .view("limited", views::LimitedView)
        .view("limited-uploads", views::UploadLimitedView)
        .view("rates", views::RateView)
        .view("versions/path/{version}/ping", views::VersionView::in_path())
        .view_with_name("versions/path/ping", views::VersionView::in_path(), "versions-default")
        .view("versions/accept/ping", views::VersionView::in_accept_header())
        .view("versions/query/ping", views::VersionView::in_query())
        .view("versions/open/ping", views::VersionView::open());
    let gates = views::GateView::all().into_iter();
    gates.fold(router, |router, (name, gate)| router.view(&format!("gates/{name}"), gate))
}
