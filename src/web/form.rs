//! Forms as they come in: their fields, and the hidden token that a browser too old to say where a form comes from must bring.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, RawForm, Request},
    http::StatusCode,
};

use super::{Site, guard::TokenNeeded, problem::Problem, session};

/// The name of the hidden field.
pub const TOKEN: &str = "token";

/// The fields of a form that may be acted upon, each with its values in order.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// Every value of a field, as checkboxes send them.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Reads `application/x-www-form-urlencoded`.
    pub fn read(body: &[u8]) -> Fields {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            fields.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Fields(fields)
    }
}

impl FromRequest<Site> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Fields, Problem> {
        let token_needed = request.extensions().get::<TokenNeeded>().is_some();
        let pass = session::read(request.headers(), site.app.is_https());
        let RawForm(body) = request.extract().await.map_err(|rejection: axum::extract::rejection::RawFormRejection| Problem::status(axum::response::IntoResponse::into_response(rejection).status()))?;
        let fields = Fields::read(&body);
        let bound_to = pass.map(|pass| pass.token).unwrap_or_default();
        if token_needed && !fields.get(TOKEN).is_some_and(|token| site.app.keyring.knows_form_token(token, &bound_to, site.app.now())) {
            return Err(Problem::status(StatusCode::FORBIDDEN));
        }
        Ok(fields)
    }
}
