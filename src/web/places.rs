//! Communes as pages ask for them: a field that is typed into, the few that fit, and the same for the script that completes it.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::geography::{self, Commune, Reading};

/// How many communes are proposed while somebody types.
const PROPOSED: usize = 10;

/// A field for a commune as a page shows it: what was typed, what is wrong, and the communes to choose among where it fits several.
#[derive(Clone, Debug, Default)]
pub struct PlaceField {
    /// What was typed, or the label of the commune.
    pub typed: String,
    /// What is wrong.
    pub error: Option<String>,
    /// The communes to choose among: code and words.
    pub choices: Vec<(String, String)>,
}

/// What a field for a commune was found to say.
pub enum Chosen {
    /// Nothing.
    Nowhere,
    /// A commune.
    Here(&'static Commune),
    /// Several fit: these are to be chosen among.
    Among(Vec<&'static Commune>),
    /// None fits.
    Unknown,
}

/// Reads the two fields: the text, and the commune that was chosen among several. A choice that does not belong to the text counts for nothing, so that who types
/// another name is not held to the one before.
pub fn chosen(typed: &str, code: Option<&str>) -> Chosen {
    let picked = code.and_then(geography::find);
    match (geography::read(typed), picked) {
        (Reading::Blank, _) => Chosen::Nowhere,
        (Reading::Several(several), Some(picked))
            if several.iter().any(|one| one.code == picked.code) =>
        {
            Chosen::Here(picked)
        }
        (Reading::One(one), _) => Chosen::Here(one),
        (Reading::Several(several), _) => Chosen::Among(several),
        (Reading::Unknown, _) => Chosen::Unknown,
    }
}

/// A commune in words that tell it from every other: « Saint-Denis (93200), Seine-Saint-Denis ».
pub fn in_full(commune: &Commune) -> String {
    match geography::department_name(commune.department()) {
        Some(department) if department != commune.name => {
            format!("{}, {department}", commune.label())
        }
        _ => commune.label(),
    }
}

/// What was typed so far.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// `GET /communes.json?q=`: the communes that fit, for the script of the field. The same for everybody and for long.
pub async fn suggestions(Query(typed): Query<Typed>) -> Response {
    let found = geography::suggest(&typed.q, PROPOSED);
    let communes: Vec<Value> = found
        .iter()
        .map(|found| {
            json!({
                "code": found.commune.code,
                "name": found.commune.name,
                "department": geography::department_name(found.commune.department()),
                "label": found.commune.label(),
            })
        })
        .collect();
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=86400"),
        ],
        json!({ "communes": communes }).to_string(),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str, code: Option<&str>) -> String {
        match chosen(typed, code) {
            Chosen::Nowhere => "nowhere".into(),
            Chosen::Here(commune) => commune.code.clone(),
            Chosen::Among(several) => format!("{} of them", several.len()),
            Chosen::Unknown => "unknown".into(),
        }
    }

    #[test]
    fn a_choice_counts_only_for_the_text_it_was_made_for() {
        assert_eq!(told("Saint-Denis", None), "12 of them");
        assert_eq!(told("Saint-Denis", Some("93066")), "93066");
        assert_eq!(told("Saint-Denis", Some("75056")), "12 of them");
        assert_eq!(told("Saint-Denis", Some("x")), "12 of them");
        assert_eq!(told("Paris", Some("93066")), "75056");
        assert_eq!(told("", Some("93066")), "nowhere");
        assert_eq!(told("Poudlard", Some("93066")), "unknown");
    }

    #[test]
    fn words_tell_a_commune_from_every_other() {
        let words = |code: &str| in_full(geography::find(code).unwrap());
        assert_eq!(words("93066"), "Saint-Denis (93), Seine-Saint-Denis");
        assert_eq!(words("75056"), "Paris (75)");
    }
}
