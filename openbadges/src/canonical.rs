//! The canonical form that is signed: RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation, 21 May 2024, section 4), with a bound on its work.

use std::{cmp::Ordering, collections::BTreeMap};

use foldhash::{HashMap, HashMapExt};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    Contexts, Error,
    rdf::{Dataset, Members, Node, Quad, dataset},
};

/// How often a blank node may be hashed by its neighbourhood: honest credentials need none or a few, a poison graph needs millions.
const MOST_WORK: usize = 6_000;

/// So many statements looked at count as one hash more: a node may stand in thousands, and is hashed again on each path that leads to it.
const STATEMENTS: usize = 32;

/// The longest path from one blank node to another that is followed: each step takes room on the stack. Two equal lists of as many items are told apart.
const MOST_STEPS: usize = 256;

/// The canonical N-Quads of a JSON-LD document (RDFC-1.0, sections 4.4 and 5): sorted, each line ended by LF, blank nodes named `_:c14n0` and so on.
///
/// # Errors
/// [`Error::Context`], [`Error::Dropped`], [`Error::Unsupported`]: whatever would be left out of the quads; [`Error::Limit`] for a document too large and for graphs
/// made to be slow (section 7.1, "Dataset Poisoning").
pub fn canonical(document: &Value, contexts: &Contexts) -> Result<String, Error> {
    canonical_dataset(Hash::Sha256, &dataset(Members::of(document)?, contexts)?)
}

/// The function that tells blank nodes apart (section 4.1): SHA-256 unless a suite asks for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    #[cfg(any(feature = "ecdsa", test))]
    Sha384,
}

/// What a function makes of a text. Those of one function compare as their hexadecimal forms do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest {
    bytes: [u8; 48],
    length: usize,
}

impl Hash {
    fn digest(self, text: &str) -> Digest {
        match self {
            Hash::Sha256 => Digest::of(&Sha256::digest(text)),
            #[cfg(any(feature = "ecdsa", test))]
            Hash::Sha384 => Digest::of(&sha2::Sha384::digest(text)),
        }
    }
}

impl Digest {
    fn of(made: &[u8]) -> Digest {
        let mut bytes = [0; 48];
        bytes[..made.len()].copy_from_slice(made);
        Digest {
            bytes,
            length: made.len(),
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn hex(&self) -> String {
        self.bytes()
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect()
    }
}

/// The digest of the canonical N-Quads of an object of a document.
pub(crate) fn canonical_digest(
    hash: Hash,
    document: Members<'_>,
    contexts: &Contexts,
) -> Result<Digest, Error> {
    canonical_dataset(hash, &dataset(document, contexts)?).map(|text| hash.digest(&text))
}

/// The N-Quads of a JSON-LD document under other labels, sorted anew: `label` gives that of a blank node, by the number of its canonical one.
#[cfg(feature = "ecdsa-sd")]
pub(crate) fn relabelled(
    document: Members<'_>,
    contexts: &Contexts,
    label: impl FnMut(u32) -> Result<String, Error>,
) -> Result<String, Error> {
    let data = dataset(document, contexts)?;
    let numbers = Canonicalizer::new(Hash::Sha256, &data).numbers()?;
    let labels: Vec<_> = numbers.into_iter().map(label).collect::<Result<_, _>>()?;
    Ok(sorted(&data, &labels))
}

/// The canonical N-Quads of a dataset.
fn canonical_dataset(hash: Hash, data: &Dataset) -> Result<String, Error> {
    let numbers = Canonicalizer::new(hash, data).numbers()?;
    let labels: Vec<_> = numbers
        .into_iter()
        .map(|number| label("c14n", number))
        .collect();
    Ok(sorted(data, &labels))
}

/// The N-Quads of a dataset under labels for its blank nodes.
fn sorted(data: &Dataset, labels: &[String]) -> String {
    let mut quads: Vec<&Quad> = data.quads().iter().collect();
    let mut text = String::with_capacity(quads.len() * 160);
    write_sorted(data, &mut quads, |blank| &labels[blank as usize], &mut text);
    text
}

/// Writes quads as N-Quads does, a line each, in order of code points; `name` gives the label of a blank node.
///
/// The order is found term by term, and a term that two lines share is not looked at: no term begins another, unless what follows in the longer one is above
/// the blank that ends the shorter, and a line that ends after its object comes before one that goes on with a graph.
fn write_sorted<'l>(
    data: &'l Dataset,
    quads: &mut [&Quad],
    name: impl Fn(u32) -> &'l str,
    text: &mut String,
) {
    let term = |node: Node| match node {
        Node::Text(place) => data.text(place),
        Node::Blank(blank) => name(blank),
    };
    let compare = |a: Node, b: Node| {
        if a == b {
            Ordering::Equal
        } else {
            term(a).cmp(term(b))
        }
    };
    quads.sort_unstable_by(|a, b| {
        compare(a.subject, b.subject)
            .then_with(|| compare(Node::Text(a.predicate), Node::Text(b.predicate)))
            .then_with(|| compare(a.object, b.object))
            .then_with(|| match (a.graph, b.graph) {
                (Some(a), Some(b)) => compare(a, b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            })
    });
    for quad in quads {
        let mut write = |node: Node| {
            text.push_str(term(node));
            text.push(' ');
        };
        write(quad.subject);
        write(Node::Text(quad.predicate));
        write(quad.object);
        quad.graph.into_iter().for_each(write);
        text.push_str(".\n");
    }
}

/// A label of an issuer.
fn label(prefix: &str, number: u32) -> String {
    let mut text = String::with_capacity(16);
    write_label(prefix, number, &mut text);
    text
}

fn write_label(prefix: &str, number: u32, text: &mut String) {
    text.push_str("_:");
    text.push_str(prefix);
    let mut power = 10u32.pow(number.checked_ilog10().unwrap_or(0));
    while power > 0 {
        text.push(char::from(b'0' + (number / power % 10) as u8));
        power /= 10;
    }
}

/// The canonicalization state (section 4.2).
struct Canonicalizer<'a> {
    hash: Hash,
    data: &'a Dataset,
    /// Each blank node with the place of each quad in which it stands, sorted.
    mentions: Vec<(u32, u32)>,
    /// The hash of each blank node's own quads.
    first: Vec<Digest>,
    issued: Issuer,
    work: usize,
    steps: usize,
}

/// An identifier issuer (section 4.3): labels in the order in which they were asked for.
#[derive(Clone)]
struct Issuer {
    prefix: &'static str,
    order: Vec<u32>,
    numbers: HashMap<u32, u32>,
}

impl Issuer {
    fn new(prefix: &'static str) -> Issuer {
        Issuer {
            prefix,
            order: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    fn issue(&mut self, blank: u32) -> u32 {
        let Issuer { order, numbers, .. } = self;
        *numbers.entry(blank).or_insert_with(|| {
            order.push(blank);
            u32::try_from(order.len() - 1).expect("blank nodes are counted in as many bits")
        })
    }

    fn knows(&self, blank: u32) -> bool {
        self.numbers.contains_key(&blank)
    }

    /// Writes the label of a blank node that has one; tells whether it has.
    fn write(&self, blank: u32, text: &mut String) -> bool {
        let number = self.numbers.get(&blank);
        if let Some(number) = number {
            write_label(self.prefix, *number, text);
        }
        number.is_some()
    }
}

impl<'a> Canonicalizer<'a> {
    fn new(hash: Hash, data: &'a Dataset) -> Self {
        let mut mentions = Vec::with_capacity(data.quads().len() * 2);
        for (place, quad) in (0..).zip(data.quads()) {
            for node in [Some(quad.subject), Some(quad.object), quad.graph] {
                if let Some(Node::Blank(blank)) = node {
                    mentions.push((blank, place));
                }
            }
        }
        mentions.sort_unstable();
        mentions.dedup();
        Canonicalizer {
            hash,
            data,
            mentions,
            first: Vec::new(),
            issued: Issuer::new("c14n"),
            work: 0,
            steps: 0,
        }
    }

    /// The quads in which a blank node stands.
    fn quads_of(&self, blank: u32) -> impl Iterator<Item = &'a Quad> + use<'a, '_> {
        let start = self.mentions.partition_point(|(other, _)| *other < blank);
        let quads = self.data.quads();
        self.mentions[start..]
            .iter()
            .take_while(move |(other, _)| *other == blank)
            .map(move |(_, place)| &quads[*place as usize])
    }

    /// The number of the canonical label of every blank node (section 4.4.3).
    fn numbers(mut self) -> Result<Vec<u32>, Error> {
        let blanks = self.data.blanks();
        let mut text = String::with_capacity(2_048);
        self.first = (0..blanks)
            .map(|blank| self.hash_first_degree(blank, &mut text))
            .collect();
        let mut by_hash: Vec<u32> = (0..blanks).collect();
        by_hash.sort_by_key(|blank| self.first[*blank as usize]);
        let mut shared = Vec::new();
        for nodes in by_hash.chunk_by(|a, b| self.first[*a as usize] == self.first[*b as usize]) {
            match nodes {
                [one] => {
                    self.issued.issue(*one);
                }
                several => shared.push(several),
            }
        }
        for nodes in shared {
            let mut paths = Vec::new();
            for blank in nodes {
                if self.issued.knows(*blank) {
                    continue;
                }
                let mut temporary = Issuer::new("b");
                temporary.issue(*blank);
                paths.push(self.hash_n_degree(*blank, temporary)?);
            }
            paths.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (_, issuer) in paths {
                for blank in issuer.order {
                    self.issued.issue(blank);
                }
            }
        }
        Ok((0..blanks).map(|blank| self.issued.issue(blank)).collect())
    }

    /// Hash First Degree Quads (section 4.6); `text` is room to write in.
    fn hash_first_degree(&self, blank: u32, text: &mut String) -> Digest {
        text.clear();
        let mut quads: Vec<&Quad> = self.quads_of(blank).collect();
        let name = |other| if other == blank { "_:a" } else { "_:z" };
        write_sorted(self.data, &mut quads, name, text);
        self.hash.digest(text)
    }

    /// Hash Related Blank Node (section 4.7).
    fn hash_related(&self, related: u32, quad: &Quad, issuer: &Issuer, position: &str) -> String {
        let mut input = position.to_owned();
        if position != "g" {
            input.push_str(self.data.text(quad.predicate));
        }
        if !self.issued.write(related, &mut input) && !issuer.write(related, &mut input) {
            input.push_str(&self.first[related as usize].hex());
        }
        self.hash.digest(&input).hex()
    }

    /// Hash N-Degree Quads (section 4.8).
    fn hash_n_degree(&mut self, blank: u32, mut issuer: Issuer) -> Result<(String, Issuer), Error> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(Error::Limit("a path of 256 blank nodes"));
        }
        self.spend(self.quads_of(blank).count())?;
        let mut related: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for quad in self.quads_of(blank) {
            for (node, position) in [
                (Some(quad.subject), "s"),
                (Some(quad.object), "o"),
                (quad.graph, "g"),
            ] {
                if let Some(Node::Blank(other)) = node.filter(|node| *node != Node::Blank(blank)) {
                    related
                        .entry(self.hash_related(other, quad, &issuer, position))
                        .or_default()
                        .push(other);
                }
            }
        }
        let mut input = String::new();
        for (hash, nodes) in related {
            input.push_str(&hash);
            let mut chosen: Option<(String, Issuer)> = None;
            let mut order = nodes;
            order.sort_unstable();
            loop {
                self.spend(order.len())?;
                if let Some(better) = self.path(
                    &order,
                    &issuer,
                    chosen.as_ref().map(|(path, _)| path.as_str()),
                )? {
                    chosen = Some(better);
                }
                if !next_permutation(&mut order) {
                    break;
                }
            }
            let (path, next) = chosen.expect("the first permutation has nothing to be longer than");
            input.push_str(&path);
            issuer = next;
        }
        self.steps -= 1;
        Ok((self.hash.digest(&input).hex(), issuer))
    }

    /// The path of one permutation, or nothing where it is no better than the best so far (section 4.8, step 5.4).
    fn path(
        &mut self,
        order: &[u32],
        issuer: &Issuer,
        best: Option<&str>,
    ) -> Result<Option<(String, Issuer)>, Error> {
        let worse = |path: &str| best.is_some_and(|best| path.len() >= best.len() && path > best);
        let mut issuer = issuer.clone();
        let mut path = String::new();
        let mut recursion = Vec::new();
        for blank in order {
            if !self.issued.write(*blank, &mut path) {
                if !issuer.knows(*blank) {
                    recursion.push(*blank);
                }
                write_label(issuer.prefix, issuer.issue(*blank), &mut path);
            }
            if worse(&path) {
                return Ok(None);
            }
        }
        for blank in recursion {
            let (hash, next) = self.hash_n_degree(blank, issuer.clone())?;
            issuer = next;
            write_label(issuer.prefix, issuer.issue(blank), &mut path);
            path.push('<');
            path.push_str(&hash);
            path.push('>');
            if worse(&path) {
                return Ok(None);
            }
        }
        Ok(if best.is_none_or(|best| path.as_str() < best) {
            Some((path, issuer))
        } else {
            None
        })
    }

    fn spend(&mut self, statements: usize) -> Result<(), Error> {
        self.work += 1 + statements / STATEMENTS;
        if self.work > MOST_WORK {
            Err(Error::Limit("the work of canonicalization"))
        } else {
            Ok(())
        }
    }
}

/// The next order of the items, lexicographically; `false` after the last.
fn next_permutation(order: &mut [u32]) -> bool {
    let Some(pivot) = order.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let above = order
        .iter()
        .rposition(|item| *item > order[pivot])
        .expect("the item after the pivot is above it");
    order.swap(pivot, above);
    order[pivot + 1..].reverse();
    true
}

#[cfg(test)]
mod tests;
