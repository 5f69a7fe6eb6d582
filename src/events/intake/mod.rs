//! Events as others write them, read into ours: an iCalendar file (RFC 5545) or an export of OpenAgenda's second version. Everything is bounded before it is
//! looked at; what cannot be taken over as it was is told, event by event.

mod agenda;
mod ical;

use std::collections::BTreeSet;

use jiff::{civil::DateTime, tz::TimeZone};

use super::{
    event::{Event, Online, PARIS, Place, Price, Registration},
    question::USUAL_DAYS,
    read::{
        Flaw, MOST_ABOUT, MOST_ACCESS, MOST_LINE, MOST_NAMED, MOST_SUMMARY, MOST_TITLE, Typed,
        line, lines, page,
    },
    series::Series,
    vocabulary::Format,
};

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 1 << 20;
/// The most events that are taken from one file.
pub const MOST_EVENTS: usize = 500;
/// The longest theme, in characters.
const MOST_THEME: usize = 60;

/// Why a file is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is larger than [`MOST_BYTES`].
    TooLarge,
    /// It holds more than [`MOST_EVENTS`] events.
    TooMany,
    /// It is neither a calendar nor an export.
    Unknown,
    /// It is one, and broken: parts within parts, a part that is not closed, no JSON.
    Broken,
    /// It holds no event.
    Empty,
}

impl Unreadable {
    /// The name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            Unreadable::TooLarge => "large",
            Unreadable::TooMany => "many",
            Unreadable::Unknown => "unknown",
            Unreadable::Broken => "broken",
            Unreadable::Empty => "empty",
        }
    }
}

/// What was not taken over as it stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A text was longer than fits here.
    Shortened,
    /// Its zone is none that is known: its hours are read as those of Paris.
    Zone,
    /// No end was told: an hour is reckoned.
    NoEnd,
    /// One date lasts longer or less long than the others: all last as long as the first.
    Lengths,
    /// It has no name for calendars: one is made of what it says.
    NoUid,
}

impl Note {
    /// The name by which it is worded.
    pub fn name(self) -> &'static str {
        match self {
            Note::Shortened => "shortened",
            Note::Zone => "zone",
            Note::NoEnd => "no-end",
            Note::Lengths => "lengths",
            Note::NoUid => "no-uid",
        }
    }
}

/// An event of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What calendars know it by.
    pub uid: String,
    /// How often it was changed there; where only a moment is told, its seconds.
    pub sequence: i64,
    /// Whether it was cancelled there.
    pub cancelled: bool,
    /// Its title, to be told even where nothing else of it can be read.
    pub title: String,
    /// Where it is held, in the words of the file.
    pub spot: Spot,
    /// The event, its place not looked up yet; or what is wrong with it.
    pub event: Result<Event, Vec<Flaw>>,
    /// What was not taken over as it stood there.
    pub notes: BTreeSet<Note>,
}

/// Where an event is held, in the words of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// What the place is called.
    pub name: String,
    /// Street, code and town, as they stand there.
    pub address: String,
    /// The town and its postal code, where they are told apart from the rest.
    pub town: String,
    /// The commune's code, where it is told.
    pub commune: String,
}

impl Spot {
    /// Whether nothing is said of a place.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.address, &self.town, &self.commune]
            .into_iter()
            .all(String::is_empty)
    }

    /// The words in which a commune is looked for, the surest first: what is told as the town, then from each postal code on, then the last words between commas.
    pub fn guesses(&self) -> Vec<String> {
        let mut all = Vec::new();
        if !self.town.is_empty() {
            all.push(self.town.clone());
        }
        let whole = format!("{}, {}", self.name, self.address);
        let words: Vec<&str> = whole
            .split([' ', ',', '\n'])
            .filter(|word| !word.is_empty())
            .collect();
        for (place, word) in words.iter().enumerate() {
            if word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()) {
                let after = words[place + 1..].iter().take(4).copied();
                let after: Vec<&str> = after.collect();
                for count in (1..=after.len()).rev() {
                    all.push(format!("{word} {}", after[..count].join(" ")));
                }
            }
        }
        let parts = whole.split([',', '\n']).rev().map(str::trim);
        all.extend(
            parts
                .filter(|part| part.chars().count() > 2 && part.chars().count() <= 60)
                .filter(|part| !part.eq_ignore_ascii_case("france"))
                .map(str::to_owned)
                .take(3),
        );
        all
    }
}

/// Reads a file.
///
/// # Errors
/// Why it is not read at all.
pub fn read(bytes: &[u8]) -> Result<Vec<Found>, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let found = if text.starts_with(['{', '[']) {
        agenda::read(text)?
    } else if text.len() >= 15 && text.as_bytes()[..15].eq_ignore_ascii_case(b"BEGIN:VCALENDAR") {
        ical::read(text)?
    } else {
        return Err(Unreadable::Unknown);
    };
    if found.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(found)
}

/// What both kinds of files tell of an event, before it is held against the rules of ours.
#[derive(Clone, Debug, Default)]
struct Raw {
    uid: String,
    sequence: i64,
    cancelled: bool,
    title: String,
    summary: String,
    about: String,
    themes: Vec<String>,
    spot: Spot,
    access: String,
    link: String,
    online: bool,
    price_words: String,
    elsewhere: String,
    zone: String,
    begins: Option<DateTime>,
    minutes: Option<i64>,
    series: Option<Series>,
    flaws: Vec<Flaw>,
    notes: BTreeSet<Note>,
}

/// A text cut to so many characters, with a mark where something is left out.
fn cut(text: &str, most: usize, notes: &mut BTreeSet<Note>) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    notes.insert(Note::Shortened);
    let mut short: String = text.chars().take(most - 1).collect();
    short.push('…');
    short
}

impl Raw {
    /// The event as ours, held against the rules that the form keeps too.
    fn found(mut self) -> Found {
        let title = cut(&line(&self.title), MOST_TITLE, &mut self.notes);
        if self.uid.is_empty() {
            self.notes.insert(Note::NoUid);
            let begins = self.begins.map(|at| at.to_string()).unwrap_or_default();
            let digest = crate::base::digest(format!("{title}\n{begins}").as_bytes());
            self.uid = format!("import-{}", &digest[..32]);
        }
        let uid: String = line(&self.uid).chars().take(255).collect();
        let (mut summary, mut about) = (line(&self.summary), lines(&self.about));
        if summary.is_empty() {
            let first = about.split("\n\n").next().unwrap_or_default();
            if first.chars().count() <= MOST_SUMMARY {
                summary = line(first);
                about = about[first.len()..].trim().to_owned();
            }
        }
        let mut themes: Vec<String> = Vec::new();
        for theme in &self.themes {
            let theme = line(&theme.replace([',', ';'], " "));
            let fits = !theme.is_empty() && theme.chars().count() <= MOST_THEME;
            if fits && themes.len() < MOST_NAMED && !themes.contains(&theme) {
                themes.push(theme);
            }
        }
        let link = page(&self.link);
        let known = TimeZone::get(&self.zone).is_ok() && !self.zone.is_empty();
        if !known {
            self.notes.insert(Note::Zone);
        }
        let place = (!self.spot.is_empty()).then(|| Place {
            commune: String::new(),
            name: cut(&line(&self.spot.name), MOST_LINE, &mut self.notes),
            address: cut(&line(&self.spot.address), MOST_LINE, &mut self.notes),
            access: cut(&lines(&self.access), MOST_ACCESS, &mut self.notes),
        });
        let online = (self.online || link.is_some()).then(|| Online {
            open: link.is_some(),
            link: link.unwrap_or_default(),
        });
        let registration =
            page(&self.elsewhere).map_or(Registration::None, Registration::Elsewhere);
        let event = Event {
            summary: cut(&summary, MOST_SUMMARY, &mut self.notes),
            about: cut(&about, MOST_ABOUT, &mut self.notes),
            format: Format::Discuss,
            format_words: String::new(),
            pillars: BTreeSet::new(),
            themes,
            place,
            online,
            audience: BTreeSet::new(),
            languages: BTreeSet::from(["fr".to_owned()]),
            price: Price {
                cents: 0,
                words: cut(&line(&self.price_words), MOST_LINE, &mut self.notes),
            },
            seats: None,
            registration,
            questions: Vec::new(),
            answer_days: USUAL_DAYS,
            modules: Vec::new(),
            achievement: None,
            organisers: Vec::new(),
            zone: if known { self.zone } else { PARIS.to_owned() },
            begins: self.begins.unwrap_or_default(),
            minutes: self
                .minutes
                .and_then(|minutes| u32::try_from(minutes).ok())
                .unwrap_or_default(),
            series: self.series,
            title: title.clone(),
        };
        let mut flaws = self.flaws;
        flaws.extend(self.begins.is_none().then_some(Flaw::Day));
        if flaws.is_empty() {
            flaws = wrong(&event);
        }
        flaws.sort();
        flaws.dedup();
        Found {
            uid,
            sequence: self.sequence,
            cancelled: self.cancelled,
            title,
            spot: self.spot,
            event: if flaws.is_empty() {
                Ok(event)
            } else {
                Err(flaws)
            },
            notes: self.notes,
        }
    }
}

/// What the form would say of an event; that its commune is not chosen yet is no fault.
fn wrong(event: &Event) -> Vec<Flaw> {
    let mut typed = Typed::of(event);
    if event.online.is_none() || event.place.is_some() {
        // Any commune will do: which one is looked up afterwards, or asked for where nothing is said of it.
        typed.commune = "75056".into();
    }
    typed.read(Some(event)).err().unwrap_or_default()
}

#[cfg(test)]
mod tests;
