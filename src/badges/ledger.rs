//! What the issuer remembers of each credential for life: its standing, and the log in which everything signed is written once.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};

use crate::base::{AwardId, CredentialId, digest::hex};

/// The longest reason for a standing, in characters: its page and its printed report show it whole.
pub const MOST_REASON: usize = 300;

/// Whether a credential holds, as its issuer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Valid,
    /// Taken back for good.
    Revoked,
    /// Taken back for a time.
    Suspended,
    /// Given up by the person who holds it.
    Withdrawn,
    /// Another credential stands in its place.
    Replaced,
}

impl Standing {
    const NAMES: [(Standing, &'static str); 5] = [
        (Standing::Valid, "valid"),
        (Standing::Revoked, "revoked"),
        (Standing::Suspended, "suspended"),
        (Standing::Withdrawn, "withdrawn"),
        (Standing::Replaced, "replaced"),
    ];

    /// Whether a credential may go from this standing to `next`. What is revoked, withdrawn or replaced stays so.
    pub fn may_become(self, next: Standing) -> bool {
        use Standing::{Replaced, Revoked, Suspended, Valid, Withdrawn};
        matches!(
            (self, next),
            (Valid, Revoked | Suspended | Withdrawn | Replaced)
                | (Suspended, Valid | Revoked | Withdrawn)
        )
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES
            .iter()
            .find(|(standing, _)| standing == self)
            .map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

impl FromStr for Standing {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::NAMES
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(standing, _)| *standing)
            .ok_or(())
    }
}

/// A credential as the issuer keeps it: its standing and its newest signed forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id, the last segment of its address.
    pub id: CredentialId,
    /// The award it states.
    pub award: AwardId,
    /// The name that it shows.
    pub name: Option<String>,
    /// Whether it holds.
    pub standing: Standing,
    /// Why it does not, in the words of whom decided.
    pub reason: Option<String>,
    /// Since when it has this standing.
    pub standing_at: Timestamp,
    /// How often it was signed, from 1.
    pub revision: i64,
    /// The number of the pair of keys that signed it last.
    pub pair: i64,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// When it was first signed.
    pub issued_at: Timestamp,
    /// The credential that it renews.
    pub former: Option<CredentialId>,
    /// The newest signed document: the exact bytes of the JSON.
    pub document: String,
    /// The same as a VC-JWT.
    pub jwt: String,
}

/// A place in a status list, reserved for one signed form of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The number of the list.
    pub list: i64,
    /// The place in it, from 0.
    pub place: i64,
}

/// One line of the issuance log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 1 and without a gap.
    pub seq: i64,
    /// SHA-256 of the signed bytes, in hex.
    pub digest: String,
    /// When it was written.
    pub at: Timestamp,
}

/// A day of the issuance log that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRoot {
    /// The day, UTC.
    pub day: Date,
    /// The number of its last line.
    pub last: i64,
    /// What stands for every line up to that one: [`Root`], in hex.
    pub root: String,
}

/// The root of a day, while its lines are read: the Merkle Tree Hash of RFC 9162, section 2.1.1, over the root of the day before (when there is one) and then the
/// digests of the day in order, so that each root stands for everything before it.
#[derive(Debug, Default)]
pub struct Root {
    /// The full trees so far, each with its number of leaves, a power of two; each is larger than the next.
    trees: Vec<(u64, [u8; 32])>,
}

impl Root {
    /// A day after the one with the given root.
    pub fn after(before: Option<&str>) -> Root {
        let mut root = Root::default();
        if let Some(before) = before {
            root.add(before);
        }
        root
    }

    /// Takes the next digest.
    pub fn add(&mut self, text: &str) {
        let mut tree = (1, hash(&[&[0], text.as_bytes()]));
        while let Some((_, left)) = self.trees.pop_if(|(leaves, _)| *leaves == tree.0) {
            tree = (2 * tree.0, hash(&[&[1], &left, &tree.1]));
        }
        self.trees.push(tree);
    }

    /// The root of what was taken so far, in hex.
    pub fn read(&self) -> String {
        let mut trees = self.trees.iter().rev();
        let Some((_, last)) = trees.next() else {
            return hex(&hash(&[]));
        };
        hex(&trees.fold(*last, |right, (_, left)| hash(&[&[1], left, &right])))
    }
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_revoked_stays_revoked() {
        for (standing, _) in Standing::NAMES {
            assert!(
                !Standing::Revoked.may_become(standing)
                    && !Standing::Withdrawn.may_become(standing)
            );
            assert_eq!(standing.to_string().parse(), Ok(standing));
        }
        assert!(Standing::Suspended.may_become(Standing::Valid));
    }

    /// The definition, word for word.
    fn tree(leaves: &[[u8; 32]]) -> [u8; 32] {
        match leaves {
            [] => hash(&[]),
            [one] => *one,
            _ => {
                let half = leaves.len().next_power_of_two() / 2;
                hash(&[&[1], &tree(&leaves[..half]), &tree(&leaves[half..])])
            }
        }
    }

    fn root<'a>(before: Option<&str>, digests: impl IntoIterator<Item = &'a str>) -> String {
        let mut root = Root::after(before);
        digests.into_iter().for_each(|digest| root.add(digest));
        root.read()
    }

    #[test]
    fn the_root_is_the_tree_of_rfc_9162() {
        let leaf = |text: &str| hash(&[&[0], text.as_bytes()]);
        let node = |left: [u8; 32], right: [u8; 32]| hash(&[&[1], &left, &right]);
        assert_eq!(
            root(None, []),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(root(None, ["a"]), hex(&leaf("a")));
        assert_eq!(
            root(None, ["a", "b", "c"]),
            hex(&node(node(leaf("a"), leaf("b")), leaf("c")))
        );
        assert_eq!(root(Some("a"), ["b", "c"]), root(None, ["a", "b", "c"]));
        assert_ne!(root(None, ["a", "b"]), root(None, ["b", "a"]));
        let texts: Vec<String> = (0..200).map(|n| n.to_string()).collect();
        for count in 0..texts.len() {
            let leaves: Vec<[u8; 32]> = texts[..count].iter().map(|text| leaf(text)).collect();
            let read = root(None, texts[..count].iter().map(String::as_str));
            assert_eq!(read, hex(&tree(&leaves)), "{count}");
        }
    }
}
