//! Gates that let through a few of each client, by scope.

use seaview::{
    prelude::*,
    throttling::{ScopedRateThrottle, Throttles},
};

use super::gate::passed;

pub struct LimitedView;

impl ApiView for LimitedView {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    fn throttles(&self) -> Option<Throttles> {
        Some(Throttles::none().with(ScopedRateThrottle::new("limited", "3/hour")))
    }

    async fn get(&self, request: &Request) -> Result {
        passed(request)
    }

    async fn post(&self, request: &Request) -> Result {
        Ok(passed(request)?.with_status(StatusCode::CREATED))
    }
}

pub struct UploadLimitedView;

impl ApiView for UploadLimitedView {
    const METHODS: &'static [Method] = LimitedView::METHODS;

    fn throttles(&self) -> Option<Throttles> {
        Some(Throttles::none().with(ScopedRateThrottle::new("uploads", "2/day")))
    }

    async fn get(&self, request: &Request) -> Result {
        passed(request)
    }

    async fn post(&self, request: &Request) -> Result {
        LimitedView.post(request).await
    }
}
