//! A gate that lets through fewer strangers than users.

use seaview::{
    prelude::*,
    throttling::{AnonRateThrottle, Throttles, UserRateThrottle},
};

use super::gate::passed;

pub struct RateView;

impl ApiView for RateView {
    const METHODS: &'static [Method] = &[Method::GET, Method::POST];

    fn throttles(&self) -> Option<Throttles> {
        let anonymous = AnonRateThrottle::new("2/hour");
        Some(Throttles::none().with(anonymous).with(UserRateThrottle::new("4/hour")))
    }

    async fn get(&self, request: &Request) -> Result {
        passed(request)
    }

    async fn post(&self, request: &Request) -> Result {
        Ok(passed(request)?.with_status(StatusCode::CREATED))
    }
}
