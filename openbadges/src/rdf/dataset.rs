//! An RDF dataset (RDF 1.1 Concepts, section 4): quads of small numbers over texts that are held once, as N-Quads writes them.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use crate::Error;

/// The most quads of one document.
const MOST_QUADS: usize = 20_000;

/// An RDF dataset.
#[derive(Debug, Default)]
pub(crate) struct Dataset {
    texts: Texts,
    quads: Vec<Quad>,
    blanks: u32,
}

/// A subject, object or graph name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Node {
    /// An IRI or a literal.
    Text(u32),
    /// A blank node.
    Blank(u32),
}

/// One statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quad {
    pub(crate) subject: Node,
    pub(crate) predicate: u32,
    pub(crate) object: Node,
    pub(crate) graph: Option<Node>,
}

impl Dataset {
    /// The text of an IRI or literal, as N-Quads writes it.
    pub(crate) fn text(&self, place: u32) -> &str {
        self.texts.get(place)
    }

    pub(crate) fn quads(&self) -> &[Quad] {
        &self.quads
    }

    /// How many blank nodes there are; they are numbered from 0.
    pub(crate) fn blanks(&self) -> u32 {
        self.blanks
    }

    pub(crate) fn blank(&mut self) -> Node {
        self.blanks += 1;
        Node::Blank(self.blanks - 1)
    }

    /// The place of the text that `write` adds to what it is given.
    pub(crate) fn intern(&mut self, write: impl FnOnce(&mut String)) -> u32 {
        self.texts.intern(write)
    }

    /// The place of an IRI.
    pub(crate) fn iri(&mut self, iri: &str) -> u32 {
        self.intern(|text| {
            text.push('<');
            text.push_str(iri);
            text.push('>');
        })
    }

    /// Adds a statement, which may be there already until [`Dataset::finish`].
    pub(crate) fn add(&mut self, quad: Quad) -> Result<(), Error> {
        if self.quads.len() >= MOST_QUADS {
            return Err(Error::Limit("20,000 statements"));
        }
        self.quads.push(quad);
        Ok(())
    }

    /// A dataset is a set: what was said twice is there once.
    pub(crate) fn finish(&mut self) {
        self.quads.sort_unstable();
        self.quads.dedup();
    }
}

/// Texts, one after another, each once.
#[derive(Debug)]
struct Texts {
    all: String,
    ends: Vec<usize>,
    /// Places counted from 1, by the hash of their texts; 0 where there is none. Never more than half full.
    slots: Vec<u32>,
    /// Seeded anew in each process: whoever writes a document cannot make its texts meet.
    hasher: RandomState,
}

impl Default for Texts {
    fn default() -> Texts {
        Texts {
            all: String::with_capacity(4_096),
            ends: Vec::with_capacity(128),
            slots: vec![0; 256],
            hasher: RandomState::default(),
        }
    }
}

impl Texts {
    fn get(&self, place: u32) -> &str {
        let place = place as usize;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[place]]
    }

    fn intern(&mut self, write: impl FnOnce(&mut String)) -> u32 {
        if self.slots.len() <= self.ends.len() * 2 {
            self.grow();
        }
        let start = self.all.len();
        write(&mut self.all);
        let slot = self.slot(&self.all[start..]);
        if let Some(place) = self.slots[slot].checked_sub(1) {
            self.all.truncate(start);
            return place;
        }
        self.ends.push(self.all.len());
        let count = u32::try_from(self.ends.len()).expect("a document of 1 MiB holds fewer texts");
        self.slots[slot] = count;
        count - 1
    }

    /// Where the place of a text stands, or should.
    fn slot(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.hasher.hash_one(text.as_bytes()) as usize & mask;
        while let Some(place) = self.slots[slot].checked_sub(1) {
            if self.get(place) == text {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for place in 0..self.ends.len() as u32 {
            let slot = self.slot(self.get(place));
            self.slots[slot] = place + 1;
        }
    }
}
