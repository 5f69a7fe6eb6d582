//! A form as it comes back to who sent it: what was typed, and what is wrong with it, field by field.

use axum::http::StatusCode;

use crate::web::form::Fields;

/// What was typed, and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    fields: Fields,
    wrong: Vec<(&'static str, String)>,
}

impl Sent {
    /// A form that was sent, with nothing wrong yet.
    pub fn of(fields: Fields) -> Sent {
        Sent {
            fields,
            wrong: Vec::new(),
        }
    }

    /// Says what is wrong with a field.
    pub fn refuse(&mut self, field: &'static str, words: String) {
        self.wrong.push((field, words));
    }

    /// Whether something is wrong.
    pub fn is_wrong(&self) -> bool {
        !self.wrong.is_empty()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        let found = self.wrong.iter().find(|(name, _)| *name == field);
        found.map(|(_, words)| words.as_str())
    }

    /// What was typed into a field.
    pub fn typed(&self, field: &str) -> &str {
        self.fields.get(field).unwrap_or_default()
    }

    /// The status of the page that shows it.
    pub fn status(&self) -> StatusCode {
        if self.is_wrong() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}
