//! Contacts, checked and sent back.

use seaview::prelude::*;

use crate::serializers::Contact;

pub struct ContactView;

impl ApiView for ContactView {
    const METHODS: &'static [Method] = &[Method::POST];

    async fn post(&self, request: &Request) -> Result {
        let contact = Contact::from_request(request).await?;
        Ok(Response::ok(contact.to_representation()))
    }
}
