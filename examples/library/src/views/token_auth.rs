//! A token for a name and a password.

use seaview::{
    ErrorDetail, Policies,
    authentication::Authenticators,
    parsers::{FormParser, JsonParser, MultiPartParser, Parsers},
    permissions::Permissions,
    prelude::*,
    serializers::plain::ValueFields,
};

use crate::{authentication::token_for, serializers::AuthToken, settings};

pub struct ObtainAuthTokenView;

impl ApiView for ObtainAuthTokenView {
    const METHODS: &'static [Method] = &[Method::POST];

    fn parsers(&self) -> Option<Parsers> {
        Some(Parsers::none().with(FormParser).with(MultiPartParser).with(JsonParser))
    }

    fn authentication(&self) -> Option<Authenticators> {
        let Policies { authentication, .. } = settings::framework_policies();
        Some(authentication)
    }

    fn permissions(&self) -> Option<Permissions> {
        Some(Permissions::none())
    }

    fn serializer(&self) -> Option<&'static ValueFields> {
        Some(AuthToken::fields())
    }

    async fn post(&self, request: &Request) -> Result {
        let mut auth = AuthToken::from_request(request).await?;
        auth.token = token_for(&auth.username, &auth.password, request).await?;
        if auth.token.is_none() {
            return Err(wrong(request));
        }
        Ok(Response::ok(auth.to_representation()))
    }
}

fn wrong(request: &Request) -> Error {
    let message = "Unable to log in with provided credentials.";
    let errors = ValidationError::messages([ErrorDetail::new(message, "authorization")]);
    Error::validation(ValidationError::field(request.settings().non_field_errors_key, errors))
}
