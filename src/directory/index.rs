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
    /// The number of the commune.
    commune: Option<(u32, Audience)>,
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
    /// The communes in which they are looked for, by number, and how far each is in kilometres; nothing is everywhere.
    pub near: Option<HashMap<u32, f64>>,
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
    /// How many of all are in each commune, by its number, as far as who looks may know.
    pub places: Vec<(u32, usize)>,
}

/// The directory in memory.
#[derive(Default)]
pub struct Index {
    slots: Vec<Option<Slot>>,
    /// What of each slot is looked at first, close together: the whole directory is gone through for some questions.
    gists: Vec<Gist>,
    free: Vec<u32>,
    of: HashMap<AccountId, u32>,
    /// Every slot, by name.
    order: Vec<u32>,
    /// The place of each slot in that order.
    places: Vec<u32>,
    words: BTreeMap<String, Vec<Said>>,
    /// The slots in each commune.
    communes: BTreeMap<u32, Vec<u32>>,
    skills: Names,
}

struct Slot {
    entry: Entry,
    skills: Vec<(u32, Option<Timestamp>)>,
}

/// What most questions are about.
#[derive(Clone, Copy)]
struct Gist {
    until: Timestamp,
    /// The number of the commune; [`NOWHERE`] where there is none.
    commune: u32,
    audience: Audience,
    commune_for: Audience,
    callings: (u8, Audience),
    unindexed: bool,
}

/// No commune.
const NOWHERE: u32 = u32::MAX;

/// A slot that says a word, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    slot: u32,
    audience: Audience,
}

/// A set of slots, a bit for each.
struct Marks(Vec<u64>);

/// Names by number, each with the slots that bear it.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    slots: Vec<Vec<u32>>,
}

impl Entry {
    /// What of a profile is searched; `commune` is the number of its commune, `skills` are the achievements of the badges that it shows.
    pub fn new(
        id: AccountId,
        slug: String,
        until: Timestamp,
        profile: &Profile,
        commune: Option<u32>,
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
            commune: commune.map(|number| (number, profile.commune.audience)),
            skills: (skills, profile.skills.audience),
            unindexed: profile.unindexed,
        }
    }

    fn gist(&self) -> Gist {
        let (commune, commune_for) = self.commune.unwrap_or((NOWHERE, Audience::Nobody));
        Gist {
            until: self.until,
            commune,
            audience: self.audience,
            commune_for,
            callings: self.callings,
            unindexed: self.unindexed,
        }
    }
}

impl Gist {
    /// Of a slot that nobody has.
    const EMPTY: Gist = Gist {
        until: Timestamp::MIN,
        commune: NOWHERE,
        audience: Audience::Nobody,
        commune_for: Audience::Nobody,
        callings: (0, Audience::Nobody),
        unindexed: true,
    };

    /// Whether who looks may see it at all at this moment.
    fn stands(&self, viewer: Viewer, at: Timestamp) -> bool {
        self.audience.reaches(viewer) && at < self.until
    }

    fn has_calling(&self, calling: Calling, viewer: Viewer) -> bool {
        self.callings.0 & bit(calling) != 0 && self.callings.1.reaches(viewer)
    }

    fn commune(&self, viewer: Viewer) -> Option<u32> {
        (self.commune != NOWHERE && self.commune_for.reaches(viewer)).then_some(self.commune)
    }
}

impl Marks {
    fn none(slots: usize) -> Marks {
        Marks(vec![0; slots.div_ceil(64)])
    }

    fn set(&mut self, slot: u32) {
        if let Some(part) = self.0.get_mut(size(slot) / 64) {
            *part |= 1 << (slot % 64);
        }
    }

    /// Leaves what is in both.
    fn keep(&mut self, other: &Marks) {
        for (part, other) in self.0.iter_mut().zip(&other.0) {
            *part &= other;
        }
    }

    /// The slots, in their order.
    fn slots(&self) -> Vec<u32> {
        let mut slots = Vec::new();
        for (place, part) in (0_u32..).step_by(64).zip(&self.0) {
            let mut rest = *part;
            while rest != 0 {
                slots.push(place + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        slots
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
        index.number_from(0);
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
            self.number_from(place);
        }
        let Some(slot) = self.slots.get_mut(size(number)).and_then(Option::take) else {
            return;
        };
        let gist = std::mem::replace(&mut self.gists[size(number)], Gist::EMPTY);
        for (word, _) in &slot.entry.words {
            if let Some(said) = self.words.get_mut(word) {
                said.retain(|one| one.slot != number);
                if said.is_empty() {
                    self.words.remove(word);
                }
            }
        }
        if let Some(slots) = self.communes.get_mut(&gist.commune) {
            drop_number(slots, number);
            if slots.is_empty() {
                self.communes.remove(&gist.commune);
            }
        }
        for (skill, _) in slot.skills {
            drop_number(&mut self.skills.slots[size(skill)], number);
        }
        self.free.push(number);
    }

    fn put(&mut self, entry: Entry, ordered: bool) {
        let number = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.gists.push(Gist::EMPTY);
            self.places.push(0);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        for (word, audience) in &entry.words {
            let said = Said {
                slot: number,
                audience: *audience,
            };
            match self.words.get_mut(word) {
                Some(all) => all.push(said),
                None => {
                    self.words.insert(word.clone(), vec![said]);
                }
            }
        }
        if let Some((commune, _)) = entry.commune {
            add_number(self.communes.entry(commune).or_default(), number);
        }
        let skills = entry.skills.0.iter();
        let skills = skills
            .map(|(skill, until)| (self.skills.add(skill, number), *until))
            .collect();
        self.of.insert(entry.id, number);
        self.gists[size(number)] = entry.gist();
        self.slots[size(number)] = Some(Slot { entry, skills });
        if ordered && let Err(place) = self.place_in_order(number) {
            self.order.insert(place, number);
            self.number_from(place);
        }
    }

    /// Notes the places in the order from one on.
    fn number_from(&mut self, place: usize) {
        for (place, number) in (0_u32..).zip(&self.order).skip(place) {
            self.places[size(*number)] = place;
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
        let near = query.near.as_ref().map(|near| self.near(near));
        let mut counts = vec![0_usize; self.communes_end()];
        // How far each is, in metres, and its place by name: nearer ones come first.
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut consider = |number: u32| {
            let gist = &self.gists[size(number)];
            let stands = gist.stands(query.viewer, query.at) && !(query.indexed && gist.unindexed);
            let does = query
                .calling
                .is_none_or(|calling| gist.has_calling(calling, query.viewer));
            if !stands || !does || !skill.is_none_or(|skill| self.holds(number, skill, query)) {
                return;
            }
            let commune = gist.commune(query.viewer);
            let metres = match (&near, commune) {
                (None, _) => 0,
                (Some(near), Some(commune)) => match near[size(commune)] {
                    FAR => return,
                    metres => metres,
                },
                (Some(_), None) => return,
            };
            found.push((metres, self.places[size(number)]));
            if let Some(commune) = commune {
                counts[size(commune)] += 1;
            }
        };
        match self.few(query, skill, near.as_deref()) {
            Some(few) => few.into_iter().for_each(&mut consider),
            None => (0..).take(self.slots.len()).for_each(&mut consider),
        }
        let total = found.len();
        let end = query.offset.saturating_add(query.limit).min(total);
        // Only what is to be told is put in order.
        if end < total && end > 0 {
            found.select_nth_unstable(end - 1);
        }
        found.truncate(end);
        found.sort_unstable();
        let told = found.into_iter().skip(query.offset);
        let places = (0..).zip(counts).filter(|(_, count)| *count > 0);
        Results {
            total,
            found: told
                .filter_map(|(metres, place)| {
                    let number = self.order[size(place)];
                    let slot = self.slots[size(number)].as_ref()?;
                    let km = near.is_some().then(|| f64::from(metres) / 1000.0);
                    Some((slot.entry.id, km))
                })
                .collect(),
            places: places.collect(),
        }
    }

    /// The number after the last commune in which somebody is.
    fn communes_end(&self) -> usize {
        let last = self.communes.last_key_value();
        last.map_or(0, |(number, _)| size(*number) + 1)
    }

    /// How far each commune is, in metres, by its number.
    fn near(&self, near: &HashMap<u32, f64>) -> Vec<u32> {
        let mut all = vec![FAR; self.communes_end()];
        for (number, km) in near {
            if let Some(metres) = all.get_mut(size(*number)) {
                *metres = self::metres(*km);
            }
        }
        all
    }

    /// A short list among which everything is that fits, where there is one; the whole directory else. What is said in words is looked at here, for good.
    fn few(&self, query: &Query, skill: Option<u32>, near: Option<&[u32]>) -> Option<Vec<u32>> {
        let all = query
            .words
            .iter()
            .map(|word| self.saying(word, query.viewer));
        let all = all.reduce(|mut all, next| {
            all.keep(&next);
            all
        });
        if let Some(marks) = all {
            return Some(marks.slots());
        }
        if let Some(near) = near {
            let within = self.communes.iter();
            let within = within.filter(|(commune, _)| near[size(**commune)] != FAR);
            return Some(within.flat_map(|(_, slots)| slots).copied().collect());
        }
        skill.map(|skill| self.skills.slots[size(skill)].clone())
    }

    /// The slots that say a word with this beginning to who looks.
    fn saying(&self, beginning: &str, viewer: Viewer) -> Marks {
        let mut marks = Marks::none(self.slots.len());
        let words = self.words.range(beginning.to_owned()..);
        for (_, said) in words.take_while(|(word, _)| word.starts_with(beginning)) {
            for one in said.iter().filter(|one| one.audience.reaches(viewer)) {
                marks.set(one.slot);
            }
        }
        marks
    }

    fn holds(&self, number: u32, skill: u32, query: &Query) -> bool {
        let slot = self.slots[size(number)].as_ref();
        slot.is_some_and(|slot| holds(slot, skill, query.viewer, query.at))
    }

    /// The achievements that somebody shows to who looks, badges that ended left out.
    pub fn skills(&self, viewer: Viewer, at: Timestamp) -> Vec<&str> {
        let shown = |skill: u32, number: u32| {
            let slot = self.slots[size(number)].as_ref();
            self.gists[size(number)].stands(viewer, at)
                && slot.is_some_and(|slot| holds(slot, skill, viewer, at))
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
        let listed = self.order.iter().filter(|number| {
            let gist = &self.gists[size(**number)];
            gist.stands(Viewer::Public, at) && !gist.unindexed
        });
        let slots = listed.filter_map(|number| self.slots[size(*number)].as_ref());
        slots.map(|slot| slot.entry.slug.as_str()).collect()
    }
}

/// Further than anybody looks.
const FAR: u32 = u32::MAX;

/// A distance in whole metres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "distances on the Earth, and `as` keeps within bounds"
)]
fn metres(km: f64) -> u32 {
    ((km * 1000.0).round() as u32).min(FAR - 1)
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
