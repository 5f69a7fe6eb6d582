//! Forms as they come in: their fields, and the hidden token that a browser too old to say where a form comes from must bring.

use std::collections::BTreeMap;

use axum::{
    RequestExt,
    extract::{FromRequest, RawForm, Request, rejection::RawFormRejection},
    http::StatusCode,
    response::IntoResponse,
};

use super::{Site, guard::TokenNeeded, problem::Problem, session};

/// A choice that a form offers.
pub struct Choice {
    /// Its value.
    pub value: String,
    /// Its words.
    pub words: String,
    /// Whether it is made.
    pub chosen: bool,
}

/// A choice that a form offers: its value, its words, whether it is made.
pub fn choice(value: &str, words: String, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        words,
        chosen,
    }
}

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
            fields
                .entry(name.into_owned())
                .or_default()
                .push(value.into_owned());
        }
        Fields(fields)
    }
}

impl FromRequest<Site> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Fields, Problem> {
        let guard = TokenGuard::of(&request, site);
        let RawForm(body) = request
            .extract()
            .await
            .map_err(|refused: RawFormRejection| {
                Problem::status(refused.into_response().status())
            })?;
        let fields = Fields::read(&body);
        guard.check(site, fields.get(TOKEN))?;
        Ok(fields)
    }
}

/// Whether a form must bring its token, and which.
pub struct TokenGuard {
    needed: bool,
    bound_to: String,
}

impl TokenGuard {
    /// What the head of a request asks for.
    pub fn of(request: &Request, site: &Site) -> TokenGuard {
        TokenGuard {
            needed: request.extensions().get::<TokenNeeded>().is_some(),
            bound_to: session::binding(request.headers(), site.app.is_https()),
        }
    }

    /// Refuses the form (403) where its token is needed and does not fit.
    ///
    /// # Errors
    /// The refusal.
    pub fn check(&self, site: &Site, token: Option<&str>) -> Result<(), Problem> {
        let known = || {
            token.is_some_and(|token| {
                site.app
                    .keyring
                    .knows_form_token(token, &self.bound_to, site.app.now())
            })
        };
        if self.needed && !known() {
            Err(Problem::status(StatusCode::FORBIDDEN))
        } else {
            Ok(())
        }
    }
}
