//! An event as feeds tell of it, with what a room does not know by itself: where its page is, and what its commune is called.

use super::standing::{Occurrence, Standing};

/// An event that a feed tells of.
#[derive(Clone, Debug)]
pub struct Told {
    /// The event.
    pub standing: Standing,
    /// Its dates.
    pub dates: Vec<Occurrence>,
    /// The address of its page.
    pub url: String,
    /// The name of its commune; empty where it is online alone.
    pub commune: String,
    /// The postal code, where there is one.
    pub postal: String,
    /// The department.
    pub department: String,
    /// Latitude and longitude of the commune.
    pub at: Option<(f64, f64)>,
    /// What it costs, in words.
    pub price: String,
    /// Its format in words, its pillars and themes.
    pub tags: Vec<String>,
}

impl Told {
    /// Summary and description as one text of several lines.
    pub fn text(&self) -> String {
        let event = &self.standing.event;
        let parts = [event.summary.as_str(), &event.about, &self.price];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n\n")
    }

    /// Where it is, in one line: the place, its street, its commune; else the page of the meeting where everybody may see it, else nothing.
    pub fn location(&self) -> String {
        let event = &self.standing.event;
        let town = format!("{} {}", self.postal, self.commune);
        match &event.place {
            Some(place) => [place.name.as_str(), &place.address, town.trim()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            None if event.tells_link(false) => event
                .online
                .as_ref()
                .map_or(String::new(), |online| online.link.clone()),
            None => String::new(),
        }
    }
}
