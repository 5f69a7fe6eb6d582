//! Who is found by what: every profile in memory, by word, place and skill. It holds what may be asked for with the audience of each thing, so that nobody is found
//! by what who looks may not see. What a page then shows is read anew.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use super::profile::{Audience, Calling, Profile, Viewer};
use crate::base::{AccountId, search_key};

/// A profile as it is found.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose it is.
    pub id: AccountId,
    /// The end of its address.
    pub slug: String,
    /// When it leaves.
    pub until: Timestamp,
    audience: Audience,
    /// The name folded, by which lists are in order.
    key: String,
    words: Vec<(String, Audience)>,
    callings: (u8, Audience),
    commune: Option<(String, Audience)>,
    /// The achievements of its badges and when each badge ends.
    skills: (Vec<(String, Option<Timestamp>)>, Audience),
    unindexed: bool,
}

/// What is asked of the directory.
#[derive(Clone, Debug)]
pub struct Query {
    /// Who looks.
    pub viewer: Viewer,
    /// When.
    pub at: Timestamp,
    /// Folded words, each the beginning of a word of the profile.
    pub words: Vec<String>,
    /// What they do.
    pub calling: Option<Calling>,
    /// An achievement that they hold.
    pub skill: Option<String>,
    /// The communes in which they are looked for, and how far each is; nothing is everywhere.
    pub near: Option<HashMap<String, f64>>,
    /// Whether those who ask search engines to leave them out are left out.
    pub indexed: bool,
    /// How many are passed over.
    pub offset: usize,
    /// How many are told at most.
    pub limit: usize,
}

/// What is found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for, the nearest first, else by name; and how far each is.
    pub found: Vec<(AccountId, Option<f64>)>,
    /// How many of all are in each commune, as far as who looks may know.
    pub places: Vec<(String, usize)>,
}

/// The directory in memory.
#[derive(Default)]
pub struct Index {
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    of: HashMap<AccountId, u32>,
    /// Every slot, by name.
    order: Vec<u32>,
    words: BTreeMap<String, Vec<u32>>,
    communes: Names,
    skills: Names,
}

struct Slot {
    entry: Entry,
    commune: Option<u32>,
    skills: Vec<(u32, Option<Timestamp>)>,
}

/// Names by number, each with the slots that bear it.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    slots: Vec<Vec<u32>>,
}

impl Entry {
    /// What of a profile is searched; `skills` are the achievements of the badges that it shows.
    pub fn new(
        id: AccountId,
        slug: String,
        until: Timestamp,
        profile: &Profile,
        skills: Vec<(String, Option<Timestamp>)>,
    ) -> Entry {
        let mut words = Vec::new();
        let mut add = |text: &str, audience: Audience| {
            // What nobody may see is not even kept.
            if audience != Audience::Nobody {
                let key = search_key(text);
                words.extend(
                    key.split(' ')
                        .filter(|word| !word.is_empty())
                        .map(|word| (word.to_owned(), audience)),
                );
            }
        };
        add(&profile.name, profile.audience);
        add(&profile.about.value, profile.about.audience);
        for format in &profile.formats.value {
            add(format, profile.formats.audience);
        }
        words.sort_by(|a, b| a.0.cmp(&b.0).then(width(a.1).cmp(&width(b.1))));
        words.dedup_by(|a, b| a.0 == b.0);
        let callings = profile.callings.value.iter().map(|one| bit(*one));
        let commune = &profile.commune;
        Entry {
            id,
            slug,
            until,
            audience: profile.audience,
            key: search_key(&profile.name),
            words,
            callings: (
                callings.fold(0, |all, one| all | one),
                profile.callings.audience,
            ),
            commune: (!commune.value.is_empty()).then(|| (commune.value.clone(), commune.audience)),
            skills: (skills, profile.skills.audience),
            unindexed: profile.unindexed,
        }
    }

    /// Whether who looks may see it at all at this moment.
    fn stands(&self, viewer: Viewer, at: Timestamp) -> bool {
        self.audience.reaches(viewer) && at < self.until
    }

    fn has_word(&self, beginning: &str, viewer: Viewer) -> bool {
        let from = self
            .words
            .partition_point(|(word, _)| word.as_str() < beginning);
        self.words[from..]
            .iter()
            .take_while(|(word, _)| word.starts_with(beginning))
            .any(|(_, audience)| audience.reaches(viewer))
    }

    fn has_calling(&self, calling: Calling, viewer: Viewer) -> bool {
        self.callings.0 & bit(calling) != 0 && self.callings.1.reaches(viewer)
    }

    fn commune(&self, viewer: Viewer) -> Option<&str> {
        let (code, audience) = self.commune.as_ref()?;
        audience.reaches(viewer).then_some(code)
    }
}

/// The wider audience first: where a word is said twice, the wider counts.
fn width(audience: Audience) -> u8 {
    match audience {
        Audience::Public => 0,
        Audience::Members => 1,
        Audience::Nobody => 2,
    }
}

fn bit(calling: Calling) -> u8 {
    Calling::ALL
        .iter()
        .position(|one| *one == calling)
        .map_or(0, |place| 1 << place)
}

impl Index {
    /// An index of these entries.
    pub fn of(entries: Vec<Entry>) -> Index {
        let mut index = Index::default();
        for entry in entries {
            index.put(entry, false);
        }
        let mut order: Vec<u32> = (0..).take(index.slots.len()).collect();
        order.sort_unstable_by(|a, b| index.rank(*a).cmp(&index.rank(*b)));
        index.order = order;
        index
    }

    /// Puts an entry in, or in place of the one before it.
    pub fn set(&mut self, entry: Entry) {
        self.remove(entry.id);
        self.put(entry, true);
    }

    /// Takes an entry out.
    pub fn remove(&mut self, id: AccountId) {
        let Some(number) = self.of.remove(&id) else {
            return;
        };
        if let Ok(place) = self.place_in_order(number) {
            self.order.remove(place);
        }
        let Some(slot) = self.slots.get_mut(size(number)).and_then(Option::take) else {
            return;
        };
        for (word, _) in &slot.entry.words {
            if let Some(slots) = self.words.get_mut(word) {
                drop_number(slots, number);
                if slots.is_empty() {
                    self.words.remove(word);
                }
            }
        }
        if let Some(commune) = slot.commune {
            drop_number(&mut self.communes.slots[size(commune)], number);
        }
        for (skill, _) in slot.skills {
            drop_number(&mut self.skills.slots[size(skill)], number);
        }
        self.free.push(number);
    }

    fn put(&mut self, entry: Entry, ordered: bool) {
        let number = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        for (word, _) in &entry.words {
            match self.words.get_mut(word) {
                Some(slots) => add_number(slots, number),
                None => {
                    self.words.insert(word.clone(), vec![number]);
                }
            }
        }
        let commune = entry.commune.as_ref();
        let commune = commune.map(|(code, _)| self.communes.add(code, number));
        let skills = entry.skills.0.iter();
        let skills = skills
            .map(|(skill, until)| (self.skills.add(skill, number), *until))
            .collect();
        self.of.insert(entry.id, number);
        self.slots[size(number)] = Some(Slot {
            entry,
            commune,
            skills,
        });
        if ordered && let Err(place) = self.place_in_order(number) {
            self.order.insert(place, number);
        }
    }

    fn rank(&self, number: u32) -> Option<(&str, AccountId)> {
        let slot = self.slots.get(size(number))?.as_ref()?;
        Some((slot.entry.key.as_str(), slot.entry.id))
    }

    fn place_in_order(&self, number: u32) -> Result<usize, usize> {
        let rank = self.rank(number);
        self.order
            .binary_search_by(|other| self.rank(*other).cmp(&rank))
    }

    /// What is found.
    pub fn search(&self, query: &Query) -> Results {
        let skill = query
            .skill
            .as_ref()
            .map(|skill| self.skills.numbers.get(skill).copied());
        if skill == Some(None) {
            return Results::default();
        }
        let skill = skill.flatten();
        let mut counts = vec![0_usize; self.communes.names.len()];
        let mut found: Vec<(f64, u32)> = Vec::new();
        let mut consider = |number: u32| {
            let Some(slot) = self.slots.get(size(number)).and_then(Option::as_ref) else {
                return;
            };
            if let Some(km) = fits(slot, query, skill) {
                found.push((km, number));
                if let Some(commune) = slot.commune
                    && slot.entry.commune(query.viewer).is_some()
                {
                    counts[size(commune)] += 1;
                }
            }
        };
        let few = self.few(query, skill);
        match &few {
            Some(few) => few.iter().copied().for_each(&mut consider),
            None => self.order.iter().copied().for_each(&mut consider),
        }
        let total = found.len();
        let end = (query.offset + query.limit).min(total);
        let nearer = |a: &(f64, u32), b: &(f64, u32)| {
            a.0.total_cmp(&b.0)
                .then_with(|| self.rank(a.1).cmp(&self.rank(b.1)))
        };
        // Only what is to be told is put in order, and the whole list is already.
        if few.is_some() && end > query.offset {
            if end < total {
                found.select_nth_unstable_by(end - 1, nearer);
                found.truncate(end);
            }
            found.sort_unstable_by(nearer);
        }
        let told = found.into_iter().take(end).skip(query.offset);
        let places = counts
            .into_iter()
            .enumerate()
            .filter(|(_, count)| *count > 0);
        Results {
            total,
            found: told
                .filter_map(|(km, number)| {
                    let slot = self.slots.get(size(number))?.as_ref()?;
                    Some((slot.entry.id, query.near.is_some().then_some(km)))
                })
                .collect(),
            places: places
                .map(|(number, count)| (self.communes.names[number].clone(), count))
                .collect(),
        }
    }

    /// A short list among which everything is that fits, where there is one; the whole directory else.
    fn few(&self, query: &Query, skill: Option<u32>) -> Option<Vec<u32>> {
        if let Some(word) = query.words.iter().max_by_key(|word| word.len()) {
            let mut slots: Vec<u32> = self
                .words
                .range(word.clone()..)
                .take_while(|(known, _)| known.starts_with(word.as_str()))
                .flat_map(|(_, slots)| slots.iter().copied())
                .collect();
            slots.sort_unstable();
            slots.dedup();
            return Some(slots);
        }
        if let Some(near) = &query.near {
            let numbers = near
                .keys()
                .filter_map(|code| self.communes.numbers.get(code));
            let slots = numbers.flat_map(|number| self.communes.slots[size(*number)].iter());
            return Some(slots.copied().collect());
        }
        skill.map(|skill| self.skills.slots[size(skill)].clone())
    }

    /// The achievements that somebody shows to who looks, badges that ended left out.
    pub fn skills(&self, viewer: Viewer, at: Timestamp) -> Vec<&str> {
        let shown = |skill: u32, number: u32| {
            let slot = self.slots.get(size(number)).and_then(Option::as_ref);
            slot.is_some_and(|slot| slot.entry.stands(viewer, at) && holds(slot, skill, viewer, at))
        };
        (0_u32..)
            .zip(&self.skills.names)
            .filter(|(skill, _)| {
                let mut holders = self.skills.slots[size(*skill)].iter();
                holders.any(|number| shown(*skill, *number))
            })
            .map(|(_, name)| name.as_str())
            .collect()
    }

    /// The ends of the addresses that search engines may list, by name.
    pub fn addresses(&self, at: Timestamp) -> Vec<&str> {
        let slots = self
            .order
            .iter()
            .filter_map(|number| self.slots[size(*number)].as_ref());
        slots
            .filter(|slot| slot.entry.stands(Viewer::Public, at) && !slot.entry.unindexed)
            .map(|slot| slot.entry.slug.as_str())
            .collect()
    }
}

/// Whether a profile is what is looked for, and how far it is.
fn fits(slot: &Slot, query: &Query, skill: Option<u32>) -> Option<f64> {
    let (entry, viewer) = (&slot.entry, query.viewer);
    let stands = entry.stands(viewer, query.at) && !(query.indexed && entry.unindexed);
    let does = query
        .calling
        .is_none_or(|calling| entry.has_calling(calling, viewer));
    let can = skill.is_none_or(|skill| holds(slot, skill, viewer, query.at));
    if !(stands && does && can && query.words.iter().all(|word| entry.has_word(word, viewer))) {
        return None;
    }
    match &query.near {
        None => Some(0.0),
        Some(near) => near.get(entry.commune(viewer)?).copied(),
    }
}

fn holds(slot: &Slot, skill: u32, viewer: Viewer, at: Timestamp) -> bool {
    slot.entry.skills.1.reaches(viewer)
        && slot
            .skills
            .iter()
            .any(|(own, until)| *own == skill && until.is_none_or(|until| at < until))
}

impl Names {
    fn add(&mut self, name: &str, slot: u32) -> u32 {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                self.numbers.insert(name.to_owned(), number);
                self.names.push(name.to_owned());
                self.slots.push(Vec::new());
                number
            }
        };
        add_number(&mut self.slots[size(number)], slot);
        number
    }
}

fn add_number(numbers: &mut Vec<u32>, number: u32) {
    if let Err(place) = numbers.binary_search(&number) {
        numbers.insert(place, number);
    }
}

fn drop_number(numbers: &mut Vec<u32>, number: u32) {
    if let Ok(place) = numbers.binary_search(&number) {
        numbers.remove(place);
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
