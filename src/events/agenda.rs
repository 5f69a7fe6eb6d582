//! What is announced, in memory: by date, place, format, theme and word. What a page then shows is read anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};

use super::{
    standing::{Occurrence, Standing, Status},
    vocabulary::{Format, Pillar},
};
use crate::base::{DateId, EventId, search_key};

/// How many kilometres more weigh as much as a day more, where what is near and soon comes first.
pub const KM_A_DAY: f64 = 10.0;

/// An event as it is looked for.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// The end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The languages in which it is held.
    pub languages: BTreeSet<String>,
    /// Whether it is cancelled as a whole.
    pub cancelled: bool,
    /// Its dates, the first one first.
    pub dates: Vec<Held>,
    format: Format,
    pillars: BTreeSet<Pillar>,
    /// Each theme folded, and as it is written.
    themes: Vec<(String, String)>,
    words: Vec<String>,
    commune: Option<String>,
    online: bool,
}

/// A date as it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: DateId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it begins, by the clocks of its zone.
    pub civil: jiff::civil::DateTime,
    /// Whether it is not held.
    pub cancelled: bool,
}

/// Where is looked.
#[derive(Clone, Debug)]
pub enum Near {
    /// Everywhere.
    Everywhere,
    /// In these communes, each at its distance in kilometres.
    Communes(HashMap<String, f64>),
    /// Online.
    Online,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Query {
    /// When: what is over by then is not found.
    pub at: Timestamp,
    /// Folded words, each the beginning of a word of the event.
    pub words: Vec<String>,
    /// The format.
    pub format: Option<Format>,
    /// A pillar by its name, or a theme folded.
    pub theme: Option<String>,
    /// Where.
    pub near: Near,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Whether what is near and soon comes first, or what is soon.
    pub by_distance: bool,
    /// How many are passed over.
    pub offset: usize,
    /// How many are told at most.
    pub limit: usize,
}

/// An event that is found, by its next date.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The event.
    pub id: EventId,
    /// The next date among those that were asked for.
    pub date: Held,
    /// How many more of them there are.
    pub more: usize,
    /// How far it is, where a distance was asked for.
    pub km: Option<f64>,
}

/// What is found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many events there are in all.
    pub total: usize,
    /// Those that were asked for.
    pub found: Vec<Found>,
    /// How many of all are in each commune.
    pub places: Vec<(String, usize)>,
}

/// A date of a month's page.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// The event.
    pub entry: &'a Entry,
    /// The date.
    pub date: &'a Held,
}

/// Everything that is announced.
#[derive(Default)]
pub struct Agenda {
    slots: Vec<Option<Slot>>,
    free: Vec<usize>,
    of: HashMap<EventId, usize>,
    /// Every date by the moment at which it begins: the slot, and its place among the event's dates.
    times: BTreeSet<(Timestamp, usize, usize)>,
    communes: HashMap<String, usize>,
    names: Vec<String>,
    /// Every theme by its key.
    themes: BTreeMap<String, Theme>,
}

/// A theme of some events.
#[derive(Default)]
struct Theme {
    /// As the first of them writes it.
    words: String,
    /// When each of them is over, in the order of time.
    ends: Vec<Timestamp>,
}

struct Slot {
    entry: Entry,
    commune: Option<usize>,
}

impl Entry {
    /// What of an event is looked for; nothing where it is not for everybody. `place` says what its commune is called, since a room knows codes alone.
    pub fn new(standing: &Standing, dates: &[Occurrence], place: &str) -> Option<Entry> {
        if !standing.is_public() {
            return None;
        }
        let event = &standing.event;
        let mut words: BTreeSet<String> = BTreeSet::new();
        let venue = event.place.as_ref();
        let texts = [
            event.title.as_str(),
            &event.summary,
            &event.about,
            &event.format_words,
            venue.map_or("", |place| &place.name),
            venue.map_or("", |place| &place.address),
            place,
        ];
        for text in texts
            .into_iter()
            .chain(event.themes.iter().map(String::as_str))
            .chain(event.organisers.iter().map(String::as_str))
        {
            let key = search_key(text);
            let parts = key.split(' ').filter(|word| !word.is_empty());
            words.extend(parts.map(str::to_owned));
        }
        let dates = dates.iter().map(|date| Held {
            id: date.id,
            starts_at: date.starts_at,
            ends_at: date.ends_at,
            civil: date.civil,
            cancelled: date.is_cancelled() || standing.status == Status::Cancelled,
        });
        let themes = event.themes.iter();
        Some(Entry {
            id: standing.id,
            slug: standing.slug.clone(),
            title: event.title.clone(),
            languages: event.languages.clone(),
            cancelled: standing.status == Status::Cancelled,
            dates: dates.collect(),
            format: event.format,
            pillars: event.pillars.clone(),
            themes: themes
                .map(|theme| (search_key(theme), theme.clone()))
                .collect(),
            words: words.into_iter().collect(),
            commune: venue
                .map(|place| place.commune.clone())
                .filter(|code| !code.is_empty()),
            online: event.online.is_some(),
        })
    }

    /// When it is over.
    fn end(&self) -> Option<Timestamp> {
        self.dates.iter().map(|date| date.ends_at).max()
    }

    fn has_word(&self, beginning: &str) -> bool {
        let from = self.words.partition_point(|word| word.as_str() < beginning);
        self.words
            .get(from)
            .is_some_and(|word| word.starts_with(beginning))
    }

    fn has_theme(&self, theme: &str) -> bool {
        match theme.parse::<Pillar>() {
            Ok(pillar) => self.pillars.contains(&pillar),
            Err(()) => self.themes.iter().any(|(key, _)| key == theme),
        }
    }

    /// Whether it is what is asked for, where and when apart.
    fn fits(&self, query: &Query) -> bool {
        query.format.is_none_or(|format| format == self.format)
            && query
                .theme
                .as_deref()
                .is_none_or(|theme| self.has_theme(theme))
            && query.words.iter().all(|word| self.has_word(word))
    }
}

impl Query {
    /// Everything that is not over by `at`.
    pub fn all(at: Timestamp, limit: usize) -> Query {
        Query {
            at,
            words: Vec::new(),
            format: None,
            theme: None,
            near: Near::Everywhere,
            from: None,
            until: None,
            by_distance: false,
            offset: 0,
            limit,
        }
    }

    fn holds(&self, date: &Held) -> bool {
        let day = date.civil.date();
        self.at < date.ends_at
            && self.from.is_none_or(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

impl Agenda {
    /// An agenda of these events.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Agenda {
        let mut agenda = Agenda::default();
        for entry in entries {
            agenda.set(entry);
        }
        agenda
    }

    /// Puts an event in, or in place of what it was before.
    pub fn set(&mut self, entry: Entry) {
        self.remove(entry.id);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        for (place, date) in entry.dates.iter().enumerate() {
            self.times.insert((date.starts_at, slot, place));
        }
        if let Some(end) = entry.end() {
            for (key, words) in &entry.themes {
                let theme = self.themes.entry(key.clone()).or_default();
                if theme.ends.is_empty() {
                    theme.words.clone_from(words);
                }
                let place = theme.ends.partition_point(|other| *other < end);
                theme.ends.insert(place, end);
            }
        }
        let commune = entry.commune.as_ref().map(|code| {
            let next = self.names.len();
            let number = *self.communes.entry(code.clone()).or_insert(next);
            if number == next {
                self.names.push(code.clone());
            }
            number
        });
        self.of.insert(entry.id, slot);
        self.slots[slot] = Some(Slot { entry, commune });
    }

    /// Takes an event out.
    pub fn remove(&mut self, id: EventId) {
        let Some(slot) = self.of.remove(&id) else {
            return;
        };
        if let Some(before) = self.slots[slot].take() {
            for (place, date) in before.entry.dates.iter().enumerate() {
                self.times.remove(&(date.starts_at, slot, place));
            }
            self.forget_themes(&before.entry);
        }
        self.free.push(slot);
    }

    fn forget_themes(&mut self, entry: &Entry) {
        let Some(end) = entry.end() else {
            return;
        };
        for (key, _) in &entry.themes {
            let Some(theme) = self.themes.get_mut(key) else {
                continue;
            };
            if let Ok(place) = theme.ends.binary_search(&end) {
                theme.ends.remove(place);
            }
            if theme.ends.is_empty() {
                self.themes.remove(key);
            }
        }
    }

    /// How far each commune is, by its number; nothing where that was not asked for.
    fn distances(&self, near: &Near) -> Option<Vec<Option<f64>>> {
        let Near::Communes(near) = near else {
            return None;
        };
        let far = self.names.iter().map(|code| near.get(code).copied());
        Some(far.collect())
    }

    /// Whether a slot is where is looked, and how far.
    fn reach(slot: &Slot, query: &Query, distances: Option<&[Option<f64>]>) -> Option<Option<f64>> {
        match (&query.near, distances) {
            (Near::Everywhere, _) => Some(None),
            (Near::Online, _) => slot.entry.online.then_some(None),
            (Near::Communes(_), Some(distances)) => Some(Some(distances[slot.commune?]?)),
            (Near::Communes(_), None) => None,
        }
    }

    /// Looks for events.
    pub fn search(&self, query: &Query) -> Results {
        let distances = self.distances(&query.near);
        let mut found: Vec<(f64, &Slot, usize, usize, Option<f64>)> = Vec::new();
        let mut counts: Vec<usize> = vec![0; self.names.len()];
        for slot in self.slots.iter().flatten() {
            let Some(km) = Agenda::reach(slot, query, distances.as_deref()) else {
                continue;
            };
            let dates = &slot.entry.dates;
            let mut next: Option<usize> = None;
            let mut more = 0;
            for (place, date) in dates.iter().enumerate().filter(|(_, one)| query.holds(one)) {
                match next {
                    // A date that is held goes before one that is cancelled.
                    Some(other) if dates[other].cancelled && !date.cancelled => next = Some(place),
                    Some(_) => more += usize::from(!date.cancelled),
                    None => next = Some(place),
                }
            }
            let Some(next) = next.filter(|_| slot.entry.fits(query)) else {
                continue;
            };
            if let Some(commune) = slot.commune {
                counts[commune] += 1;
            }
            let wait = dates[next].starts_at.duration_since(query.at);
            let far = km.filter(|_| query.by_distance).unwrap_or_default();
            let rank = wait.as_secs_f64().max(0.0) / 86_400.0 + far / KM_A_DAY;
            found.push((rank, slot, next, more, km));
        }
        found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.entry.id.cmp(&b.1.entry.id)));
        let total = found.len();
        let found = found.into_iter().skip(query.offset).take(query.limit);
        let places = self.names.iter().zip(counts);
        Results {
            total,
            found: found
                .map(|(_, slot, next, more, km)| Found {
                    id: slot.entry.id,
                    date: slot.entry.dates[next].clone(),
                    more,
                    km,
                })
                .collect(),
            places: places
                .filter(|(_, count)| *count > 0)
                .map(|(code, count)| (code.clone(), count))
                .collect(),
        }
    }

    /// The dates from one moment to another of what is asked for, in the order of time; those that are over too, and whatever days the query itself names.
    pub fn between(&self, query: &Query, from: Timestamp, until: Timestamp) -> Vec<Day<'_>> {
        let distances = self.distances(&query.near);
        self.times
            .range((from, 0, 0)..(until, 0, 0))
            .filter_map(|(_, slot, place)| {
                let slot = self.slots[*slot].as_ref()?;
                Agenda::reach(slot, query, distances.as_deref())?;
                slot.entry.fits(query).then(|| Day {
                    entry: &slot.entry,
                    date: &slot.entry.dates[*place],
                })
            })
            .collect()
    }

    /// The themes of what is not over, as they are written, those of most events first.
    pub fn themes(&self, at: Timestamp, most: usize) -> Vec<(String, String)> {
        let counts = self.themes.iter().map(|(key, theme)| {
            let over = theme.ends.partition_point(|end| *end <= at);
            (theme.ends.len() - over, key, &theme.words)
        });
        let mut counts: Vec<_> = counts.filter(|(count, ..)| *count > 0).collect();
        counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        counts.truncate(most);
        let counts = counts.into_iter();
        counts
            .map(|(_, key, words)| (key.clone(), words.clone()))
            .collect()
    }

    /// The ends of the addresses of what is not over.
    pub fn addresses(&self, at: Timestamp) -> Vec<&str> {
        let entries = self.slots.iter().flatten().map(|slot| &slot.entry);
        let mut slugs: Vec<&str> = entries
            .filter(|entry| entry.dates.iter().any(|date| at < date.ends_at))
            .map(|entry| entry.slug.as_str())
            .collect();
        slugs.sort_unstable();
        slugs
    }
}

#[cfg(test)]
mod tests;
