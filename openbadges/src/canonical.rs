//! The canonical form that is signed: RDF Dataset Canonicalization, RDFC-1.0 (W3C Recommendation, 21 May 2024), with a bound on its work.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    Contexts, Error,
    rdf::{Dataset, Node, Quad, dataset},
};

/// How often a blank node may be hashed by its neighbourhood: honest credentials need none or a few, a poison graph needs millions.
const MOST_WORK: usize = 6_000;

/// The canonical N-Quads of a JSON-LD document: sorted, each line ended by LF.
///
/// # Errors
/// Whatever [`crate::Contexts`] and the reading refuse, and [`Error::Limit`] for graphs made to be slow.
pub fn canonical(document: &Value, contexts: &Contexts) -> Result<String, Error> {
    canonical_by(Hash::Sha256, document, contexts)
}

/// The function that tells blank nodes apart (section 4.1): SHA-256 unless a suite asks for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    #[cfg(any(feature = "ecdsa", test))]
    Sha384,
}

impl Hash {
    pub(crate) fn digest(self, text: &str) -> Vec<u8> {
        match self {
            Hash::Sha256 => Sha256::digest(text).to_vec(),
            #[cfg(any(feature = "ecdsa", test))]
            Hash::Sha384 => sha2::Sha384::digest(text).to_vec(),
        }
    }

    fn hex(self, text: &str) -> String {
        hex(self.digest(text))
    }
}

/// The canonical N-Quads of a JSON-LD document, by another hash than SHA-256.
pub(crate) fn canonical_by(
    hash: Hash,
    document: &Value,
    contexts: &Contexts,
) -> Result<String, Error> {
    canonical_dataset(hash, &dataset(document, contexts)?)
}

/// The N-Quads of a JSON-LD document under other labels, sorted anew: `label` gives that of a blank node, by the number of its canonical one.
#[cfg(feature = "ecdsa-sd")]
pub(crate) fn relabelled(
    document: &Value,
    contexts: &Contexts,
    mut label: impl FnMut(usize) -> Result<String, Error>,
) -> Result<String, Error> {
    let data = dataset(document, contexts)?;
    let labels = Canonicalizer::new(Hash::Sha256, &data)
        .labels()?
        .iter()
        .map(|canonical| {
            let number = canonical["_:c14n".len()..].parse();
            label(number.expect("canonical labels are numbered"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(sorted_lines(&data, data.quads().iter(), |blank| {
        &labels[blank as usize]
    }))
}

/// The canonical N-Quads of a dataset.
pub(crate) fn canonical_dataset(hash: Hash, data: &Dataset) -> Result<String, Error> {
    let labels = Canonicalizer::new(hash, data).labels()?;
    Ok(sorted_lines(data, data.quads().iter(), |blank| {
        &labels[blank as usize]
    }))
}

/// Quads as N-Quads writes them, a line each, in order; `name` gives the label of a blank node.
fn sorted_lines<'q, 'l>(
    data: &Dataset,
    quads: impl ExactSizeIterator<Item = &'q Quad>,
    name: impl Fn(u32) -> &'l str,
) -> String {
    let mut text = String::with_capacity(quads.len() * 128);
    let mut ends = Vec::with_capacity(quads.len());
    for quad in quads {
        line(data, quad, &name, &mut text);
        ends.push(text.len());
    }
    let mut start = 0;
    let mut lines: Vec<&str> = ends
        .into_iter()
        .map(|end| &text[std::mem::replace(&mut start, end)..end])
        .collect();
    lines.sort_unstable();
    lines.concat()
}

fn line<'l>(data: &Dataset, quad: &Quad, name: impl Fn(u32) -> &'l str, text: &mut String) {
    let mut write = |node: Node, after: &str| {
        text.push_str(match node {
            Node::Text(place) => data.text(place),
            Node::Blank(blank) => name(blank),
        });
        text.push_str(after);
    };
    write(quad.subject, " ");
    write(Node::Text(quad.predicate), " ");
    write(quad.object, " ");
    if let Some(graph) = quad.graph {
        write(graph, " ");
    }
    text.push_str(".\n");
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes
        .as_ref()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

/// The algorithm's state (section 4.4.2).
struct Canonicalizer<'a> {
    hash: Hash,
    data: &'a Dataset,
    /// The quads in which a blank node stands.
    mentions: Vec<Vec<&'a Quad>>,
    /// The hash of each blank node's own quads.
    first: Vec<String>,
    issued: Issuer,
    work: usize,
}

/// An identifier issuer (section 4.5): labels in the order in which they were asked for.
#[derive(Clone)]
struct Issuer {
    prefix: &'static str,
    order: Vec<u32>,
    labels: HashMap<u32, String>,
}

impl Issuer {
    fn new(prefix: &'static str) -> Issuer {
        Issuer {
            prefix,
            order: Vec::new(),
            labels: HashMap::new(),
        }
    }

    fn issue(&mut self, blank: u32) -> &str {
        let Issuer {
            prefix,
            order,
            labels,
        } = self;
        labels.entry(blank).or_insert_with(|| {
            order.push(blank);
            format!("_:{prefix}{}", order.len() - 1)
        })
    }
}

impl<'a> Canonicalizer<'a> {
    fn new(hash: Hash, data: &'a Dataset) -> Self {
        let mut mentions: Vec<Vec<&Quad>> = vec![Vec::new(); data.blanks() as usize];
        for quad in data.quads() {
            let mut named: Vec<u32> = [Some(quad.subject), Some(quad.object), quad.graph]
                .into_iter()
                .filter_map(|node| match node {
                    Some(Node::Blank(blank)) => Some(blank),
                    _ => None,
                })
                .collect();
            named.sort_unstable();
            named.dedup();
            for blank in named {
                mentions[blank as usize].push(quad);
            }
        }
        Canonicalizer {
            hash,
            data,
            mentions,
            first: Vec::new(),
            issued: Issuer::new("c14n"),
            work: 0,
        }
    }

    /// The canonical label of every blank node.
    fn labels(mut self) -> Result<Vec<String>, Error> {
        let blanks = self.data.blanks();
        self.first = (0..blanks)
            .map(|blank| self.hash_first_degree(blank))
            .collect();
        let mut by_hash: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (blank, hash) in (0..blanks).zip(&self.first) {
            by_hash.entry(hash).or_default().push(blank);
        }
        let mut shared = Vec::new();
        for nodes in by_hash.values() {
            match nodes.as_slice() {
                [one] => {
                    self.issued.issue(*one);
                }
                several => shared.push(several.to_vec()),
            }
        }
        for nodes in shared {
            let mut paths = Vec::new();
            for blank in nodes {
                if self.issued.labels.contains_key(&blank) {
                    continue;
                }
                let mut temporary = Issuer::new("b");
                temporary.issue(blank);
                paths.push(self.hash_n_degree(blank, temporary)?);
            }
            paths.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (_, issuer) in paths {
                for blank in issuer.order {
                    self.issued.issue(blank);
                }
            }
        }
        Ok((0..blanks)
            .map(|blank| self.issued.issue(blank).to_owned())
            .collect())
    }

    /// Hash First Degree Quads (section 4.6).
    fn hash_first_degree(&self, blank: u32) -> String {
        let quads = self.mentions[blank as usize].iter().copied();
        self.hash.hex(&sorted_lines(self.data, quads, |other| {
            if other == blank { "_:a" } else { "_:z" }
        }))
    }

    /// Hash Related Blank Node (section 4.7).
    fn hash_related(&self, related: u32, quad: &Quad, issuer: &Issuer, position: &str) -> String {
        let mut input = position.to_owned();
        if position != "g" {
            input.push_str(self.data.text(quad.predicate));
        }
        match self
            .issued
            .labels
            .get(&related)
            .or_else(|| issuer.labels.get(&related))
        {
            Some(label) => input.push_str(label),
            None => input.push_str(&self.first[related as usize]),
        }
        self.hash.hex(&input)
    }

    /// Hash N-Degree Quads (section 4.8).
    fn hash_n_degree(&mut self, blank: u32, mut issuer: Issuer) -> Result<(String, Issuer), Error> {
        self.spend()?;
        let mut related: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for quad in &self.mentions[blank as usize] {
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
                self.spend()?;
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
        Ok((self.hash.hex(&input), issuer))
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
            if let Some(label) = self.issued.labels.get(blank) {
                path.push_str(label);
            } else {
                if !issuer.labels.contains_key(blank) {
                    recursion.push(*blank);
                }
                path.push_str(issuer.issue(*blank));
            }
            if worse(&path) {
                return Ok(None);
            }
        }
        for blank in recursion {
            let (hash, next) = self.hash_n_degree(blank, issuer.clone())?;
            issuer = next;
            path.push_str(issuer.issue(blank));
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

    fn spend(&mut self) -> Result<(), Error> {
        self.work += 1;
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
