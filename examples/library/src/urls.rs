//! Which resource is where.

use axum::Router;
use seaview::{Policies, TrailingSlash, prelude::*};

use crate::{settings, views};

/// The countries at `/`, the library at `/api/`.
pub fn routes(database: Database) -> Router {
    let library = library().into_router(database.clone());
    countries::app(database, TrailingSlash::Required).nest_service("/api", library)
}

fn library() -> DefaultRouter {
    DefaultRouter::new()
        .policies(settings::policies())
        .root_policies(Policies::default())
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
        .view("contacts", views::ContactView)
        .view("echo", views::EchoView)
        .view("echo-json", views::JsonOnlyEchoView)
        .view("fail/{kind}", views::FailView)
}
