//! Which resource is where.

use axum::Router;
use countries::CountryViewSet;
use seaview::prelude::*;

use crate::{settings, views};

/// The countries at `/`, the library at `/api/`.
pub fn routes(database: Database) -> Router {
    let library = library().into_router(database.clone());
    countries().into_router(database).nest_service("/api", library)
}

fn countries() -> DefaultRouter {
    DefaultRouter::new()
        .policies(settings::framework_policies())
        .register("countries", CountryViewSet)
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
        .view("contacts", views::ContactView)
        .view("echo", views::EchoView)
        .view("echo-json", views::JsonOnlyEchoView)
        .view("whoami", views::WhoAmIView)
        .view("token-auth", views::ObtainAuthTokenView)
        .view("fail/{kind}", views::FailView)
        .view("limited", views::LimitedView)
        .view("limited-uploads", views::UploadLimitedView)
        .view("rates", views::RateView);
    let gates = views::GateView::all().into_iter();
    gates.fold(router, |router, (name, gate)| router.view(&format!("gates/{name}"), gate))
}
