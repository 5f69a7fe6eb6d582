//! An event as its organiser describes it: what it is, where, when, for whom, at which price.

use std::collections::BTreeSet;

use jiff::{civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{
    question::{Question, USUAL_DAYS},
    series::Series,
    vocabulary::{Audience, Format, Pillar},
};
use crate::base::search_key;

/// The zone of events that are in no place overseas.
pub const PARIS: &str = "Europe/Paris";

/// What stands in the place of the slug of a badge where an event has one of its own for those who come: no slug has this sign.
pub const OWN_BADGE: &str = "*";

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The title.
    pub title: String,
    /// One or two sentences, as lists and feeds show them.
    #[serde(default)]
    pub summary: String,
    /// More, in paragraphs of plain text.
    #[serde(default)]
    pub about: String,
    /// The family of its format.
    pub format: Format,
    /// The format in words of its own; empty where the family says it.
    #[serde(default)]
    pub format_words: String,
    /// The pillars of a café that it stands on.
    #[serde(default)]
    pub pillars: BTreeSet<Pillar>,
    /// What it is about, in a few words each.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Where it is; nothing where it is online alone.
    #[serde(default)]
    pub place: Option<Place>,
    /// How it is joined online; nothing where it is in a place alone.
    #[serde(default)]
    pub online: Option<Online>,
    /// Who it is thought for; everybody where empty.
    #[serde(default)]
    pub audience: BTreeSet<Audience>,
    /// The languages in which it is held (BCP 47).
    #[serde(default)]
    pub languages: BTreeSet<String>,
    /// What it costs.
    #[serde(default)]
    pub price: Price,
    /// How many may come on one date; nothing where that is not limited.
    #[serde(default)]
    pub seats: Option<u32>,
    /// How one registers.
    #[serde(default)]
    pub registration: Registration,
    /// What is asked of those who register, beside their name and how they are reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// For how many days after a date the answers are kept.
    #[serde(default = "usual_days")]
    pub answer_days: u32,
    /// The modules that are played there, by their ids.
    #[serde(default)]
    pub modules: Vec<String>,
    /// The achievement that is given for attending, by its slug; [`OWN_BADGE`] where it is made of the event.
    #[serde(default)]
    pub achievement: Option<String>,
    /// Who organises, as the public is told.
    #[serde(default)]
    pub organisers: Vec<String>,
    /// The zone of its hours (IANA).
    pub zone: String,
    /// When it begins first, by the clocks of its zone.
    pub begins: DateTime,
    /// How many minutes it lasts.
    pub minutes: u32,
    /// How it comes again; nothing where it is held once.
    #[serde(default)]
    pub series: Option<Series>,
}

/// A place where people meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The commune, by its code.
    pub commune: String,
    /// What the place is called.
    #[serde(default)]
    pub name: String,
    /// Number and street.
    #[serde(default)]
    pub address: String,
    /// How disabled people get in, and what awaits them.
    #[serde(default)]
    pub access: String,
}

/// How an event is joined online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Online {
    /// The address (https); empty where it is told later.
    #[serde(default)]
    pub link: String,
    /// Whether everybody sees it, or only those who registered.
    #[serde(default)]
    pub open: bool,
}

/// What it costs. It is always told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// In cents of a euro; 0 is free.
    #[serde(default)]
    pub cents: u32,
    /// What is to be said of it: who pays less, what is shared.
    #[serde(default)]
    pub words: String,
}

/// How one registers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", content = "link", rename_all = "snake_case")]
pub enum Registration {
    /// On this site.
    #[default]
    Here,
    /// On another site, at this address.
    Elsewhere(String),
    /// Not at all: one comes.
    None,
}

/// The language of texts where it is not the reader's, by the languages in which an event is held; a signed one is not written.
pub fn foreign<'l>(languages: &'l BTreeSet<String>, reader: &str) -> Option<&'l str> {
    let spoken = || {
        let all = languages.iter().map(String::as_str);
        all.filter(|tag| *tag != "fsl")
    };
    if spoken().any(|tag| tag == reader) {
        return None;
    }
    spoken()
        .find(|tag| *tag == "fr")
        .or_else(|| spoken().next())
}

impl Event {
    /// The zone of its hours; that of Paris where the name is none that is known.
    pub fn time_zone(&self) -> TimeZone {
        zone(&self.zone)
    }

    /// The place whose clocks its hours follow, as a reader is told; empty where they are those of Paris.
    pub fn clocks_of(&self) -> String {
        if self.zone == PARIS {
            return String::new();
        }
        let place = self.zone.rsplit('/').next().unwrap_or_default();
        place.replace('_', " ")
    }

    /// The language of its texts where that is not the reader's, as far as the languages in which it is held tell it.
    pub fn foreign_to(&self, reader: &str) -> Option<&str> {
        foreign(&self.languages, reader)
    }

    /// The title as words are looked for in it.
    pub fn title_key(&self) -> String {
        search_key(&self.title)
    }

    /// The end of its address: words of its title, then signs that nothing else has.
    pub fn slug(&self, mark: &str) -> String {
        let mut words = String::new();
        for word in self
            .title_key()
            .split(' ')
            .filter(|word| word.is_ascii() && !word.is_empty())
        {
            if words.len() + word.len() > 50 {
                break;
            }
            words.push_str(word);
            words.push('-');
        }
        format!("{words}{mark}")
    }

    /// Whether the address of the meeting is told to somebody.
    pub fn tells_link(&self, registered: bool) -> bool {
        self.online
            .as_ref()
            .is_some_and(|online| online.open || registered)
    }

    /// Whether it lasts whole days, from midnight to midnight.
    pub fn is_whole_days(&self) -> bool {
        self.begins.time() == jiff::civil::Time::midnight()
            && self.minutes > 0
            && self.minutes.is_multiple_of(24 * 60)
    }

    /// Takes out what says who organises it, as when their account is erased.
    pub fn without_people(&mut self) {
        self.organisers.clear();
    }
}

fn usual_days() -> u32 {
    USUAL_DAYS
}

/// A zone by its name; that of Paris where the name is none that is known.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name)
        .or_else(|_| TimeZone::get(PARIS))
        .unwrap_or(TimeZone::UTC)
}

/// The zone of a commune, by its code and that of its department: overseas each has its own.
pub fn zone_of(department: &str, commune: &str) -> &'static str {
    match department {
        "971" => "America/Guadeloupe",
        "972" => "America/Martinique",
        "973" => "America/Cayenne",
        "974" => "Indian/Reunion",
        "975" => "America/Miquelon",
        "976" => "Indian/Mayotte",
        "977" => "America/St_Barthelemy",
        "978" => "America/Marigot",
        "984" => "Indian/Kerguelen",
        "986" => "Pacific/Wallis",
        "987" => match commune {
            "98719" => "Pacific/Gambier",
            "98718" | "98723" | "98731" | "98746" | "98750" | "98751" => "Pacific/Marquesas",
            _ => "Pacific/Tahiti",
        },
        "988" => "Pacific/Noumea",
        _ => PARIS,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A café of an hour and a half, once.
    pub fn a_cafe(begins: &str) -> Event {
        Event {
            title: "Café IA à la médiathèque".into(),
            summary: "On parle, on essaie.".into(),
            about: String::new(),
            format: Format::Discuss,
            format_words: String::new(),
            pillars: BTreeSet::from([Pillar::Discuss]),
            themes: Vec::new(),
            place: Some(Place {
                commune: "59350".into(),
                name: "Médiathèque".into(),
                ..Place::default()
            }),
            online: None,
            audience: BTreeSet::new(),
            languages: BTreeSet::from(["fr".to_owned()]),
            price: Price::default(),
            seats: Some(12),
            registration: Registration::Here,
            questions: Vec::new(),
            answer_days: USUAL_DAYS,
            modules: Vec::new(),
            achievement: None,
            organisers: vec!["Ada".into()],
            zone: PARIS.into(),
            begins: begins.parse().unwrap(),
            minutes: 90,
            series: None,
        }
    }

    #[test]
    fn an_event_is_stored_as_it_is() {
        let event = a_cafe("2027-03-04T13:30");
        let text = serde_json::to_string(&event).unwrap();
        assert!(
            text.contains("\"begins\":\"2027-03-04T13:30:00\""),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
        let least = r#"{"title":"x","format":"play","zone":"Europe/Paris","begins":"2027-03-04T13:30:00","minutes":60}"#;
        let least: Event = serde_json::from_str(least).unwrap();
        assert_eq!(least.price.cents, 0);
        assert_eq!(least.registration, Registration::Here);
    }

    #[test]
    fn an_address_has_words_of_the_title() {
        let event = a_cafe("2027-03-04T13:30");
        assert_eq!(event.slug("k3f9"), "cafe-ia-a-la-mediatheque-k3f9");
        let other = Event {
            title: "人工知能".into(),
            ..event.clone()
        };
        assert_eq!(other.slug("k3f9"), "k3f9");
        let long = Event {
            title: "mot ".repeat(40),
            ..event
        };
        assert!(long.slug("k3f9").len() < 60);
    }

    #[test]
    fn every_department_has_a_zone_that_is_known() {
        for department in [
            "59", "2A", "971", "972", "973", "974", "975", "976", "977", "978", "984", "986",
            "987", "988",
        ] {
            let name = zone_of(department, "");
            assert!(TimeZone::get(name).is_ok(), "{name}");
        }
        for commune in ["98719", "98731", "98735"] {
            assert!(TimeZone::get(zone_of("987", commune)).is_ok());
        }
    }

    #[test]
    fn a_link_is_told_to_who_may_know_it() {
        let mut event = a_cafe("2027-03-04T13:30");
        assert!(!event.tells_link(true));
        event.online = Some(Online {
            link: "https://visio.example/x".into(),
            open: false,
        });
        assert!(event.tells_link(true) && !event.tells_link(false));
    }
}
