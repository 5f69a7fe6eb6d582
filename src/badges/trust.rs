//! Whom this instance knows among those who sign badges. Whether a badge holds is another question, and neither answers for the other.

use openbadges::Uri;
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How an issuer is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// It is this instance.
    Own,
    /// It stands on the list of this instance, under this name.
    Listed(String),
    /// Somebody known vouches for it: their name.
    Endorsed(String),
    /// Nobody here knows it.
    Unknown,
}

impl Trust {
    /// Its name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Trust::Own => "own",
            Trust::Listed(_) => "listed",
            Trust::Endorsed(_) => "endorsed",
            Trust::Unknown => "unknown",
        }
    }
}

/// The issuers that an instance knows: one file, with a version, that can be handed from one instance to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TrustList {
    /// The version of the list, as its keeper counts.
    pub version: String,
    /// Who keeps it, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeper: Option<String>,
    /// The issuers.
    #[serde(default)]
    pub issuers: Vec<Known>,
}

/// One issuer of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its identifier: a DID, or the https address of its profile, which is the identifier of an issuer of Open Badges 2.0.
    pub id: String,
    /// The name under which it is known here.
    pub name: String,
    /// Why it stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl TrustList {
    /// Reads a list from TOML.
    ///
    /// # Errors
    /// In words, with the line.
    pub fn read(text: &str) -> Result<TrustList, String> {
        let list: TrustList = toml::from_str(text).map_err(|error| error.to_string())?;
        for (at, known) in list.issuers.iter().enumerate() {
            if !is_identifier(&known.id) {
                return Err(format!(
                    "«{}» is neither a DID nor the https address of an issuer's profile",
                    known.id
                ));
            }
            if known.name.trim().is_empty() {
                return Err(format!("{} has no name", known.id));
            }
            if list.issuers[..at].iter().any(|one| one.id == known.id) {
                return Err(format!("{} stands twice", known.id));
            }
        }
        Ok(list)
    }

    /// An issuer by its identifier.
    pub fn find(&self, id: &str) -> Option<&Known> {
        self.issuers.iter().find(|known| known.id == id)
    }

    /// The hosts of its issuers, which may be asked for their documents.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.issuers.iter().filter_map(|known| host(&known.id))
    }
}

/// Whether a text names an issuer: a DID, or an https address that is written as everybody reads it, without a name, a port or a place inside the document.
fn is_identifier(id: &str) -> bool {
    if id.parse::<Uri>().is_err() {
        return false;
    }
    let Some(rest) = id.strip_prefix("https://") else {
        return id.starts_with("did:");
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    host.contains('.') && host.bytes().all(plain) && !rest.contains('#')
}

/// The host of a `did:web` or of an https address, without its port.
pub fn host(id: &str) -> Option<&str> {
    if let Some(rest) = id.strip_prefix("https://") {
        return rest.split(['/', '?', '#', ':']).next();
    }
    let rest = id.strip_prefix("did:web:")?;
    let host = rest.split(':').next()?;
    host.split('%').next()
}

/// The name or host that an unknown issuer looks like: one that is read the same at a glance, and is not the same.
///
/// `known` has the names and hosts of issuers that are known here; `said` what the unknown one calls itself, and its host.
pub fn look_alike<'k>(
    said: impl IntoIterator<Item = &'k str>,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<String> {
    let known: Vec<(&str, String)> = known
        .into_iter()
        .map(|text| (text, skeleton(text)))
        .filter(|(_, bones)| bones.chars().count() >= 4)
        .collect();
    said.into_iter().find_map(|text| {
        let bones = skeleton(text);
        known
            .iter()
            .find(|(_, other)| is_near(&bones, other))
            .map(|(text, _)| (*text).to_owned())
    })
}

/// What is left of a text at a glance: no accents, no case, letters of other alphabets as those that they look like (Unicode UTS 39, the cases that matter in
/// names and hosts), punctuation gone.
fn skeleton(text: &str) -> String {
    decoded(text)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter_map(|c| {
            Some(match c {
                'а' | 'α' => 'a',
                'с' | 'ϲ' => 'c',
                'ԁ' => 'd',
                'е' | 'ε' | 'є' => 'e',
                'һ' => 'h',
                'і' | 'ι' | '1' | 'l' | 'ı' | '|' | 'ӏ' => 'i',
                'ј' => 'j',
                'о' | 'ο' | '0' | 'օ' => 'o',
                'р' | 'ρ' => 'p',
                'ѕ' => 's',
                'у' | 'γ' => 'y',
                'х' | 'χ' => 'x',
                'ν' => 'v',
                'т' | 'τ' => 't',
                'к' | 'κ' => 'k',
                'м' => 'm',
                'н' => 'h',
                'в' => 'b',
                'œ' => 'o',
                c if c.is_alphanumeric() => c,
                _ => return None,
            })
        })
        .collect()
}

/// A host with its encoded labels as people see them; a label that decodes to nothing stays.
fn decoded(text: &str) -> String {
    if !text.contains("xn--") {
        return text.to_owned();
    }
    text.split('.')
        .map(|label| {
            label
                .strip_prefix("xn--")
                .and_then(punycode)
                .unwrap_or_else(|| label.to_owned())
        })
        .collect::<Vec<_>>()
        .join(".")
}

/// Decodes a label (RFC 3492, section 6.2).
fn punycode(label: &str) -> Option<String> {
    let (basic, extended) = label.rsplit_once('-').unwrap_or(("", label));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = extended.bytes().peekable();
    while digits.peek().is_some() {
        let (before, mut weight, mut k) = (i, 1_u32, 36_u32);
        loop {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'A'..=b'Z' => u32::from(byte - b'A'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let least = k.saturating_sub(bias).clamp(1, 26);
            if digit < least {
                break;
            }
            weight = weight.checked_mul(36 - least)?;
            k += 36;
        }
        let count = u32::try_from(out.len()).ok()? + 1;
        let mut delta = if before == 0 {
            i / 700
        } else {
            (i - before) / 2
        };
        delta += delta / count;
        let mut steps = 0;
        while delta > 455 {
            delta /= 35;
            steps += 36;
        }
        bias = steps + 36 * delta / (delta + 38);
        n = n.checked_add(i / count)?;
        i %= count;
        out.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

/// Whether two texts differ in one sign at most.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest = usize::from(short.len() == long.len());
    short[(same + rest).min(short.len())..] == long[(same + 1).min(long.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_its_slips_are_told() {
        let list = TrustList::read(
            "version = '1'\n[[issuers]]\nid = 'did:web:a.example%3A8443:b'\nname = 'A'\n",
        )
        .unwrap();
        assert_eq!(
            list.find("did:web:a.example%3A8443:b")
                .map(|known| known.name.as_str()),
            Some("A")
        );
        assert_eq!(list.hosts().collect::<Vec<_>>(), ["a.example"]);
        let of_2_0 = "version = '1'\n[[issuers]]\nid = 'https://b.example/issuer?x=1'\nname = 'B'";
        let list = TrustList::read(of_2_0).unwrap();
        assert!(list.find("https://b.example/issuer?x=1").is_some());
        assert!(
            list.find("https://b.example/issuer").is_none(),
            "to the letter"
        );
        assert_eq!(list.hosts().collect::<Vec<_>>(), ["b.example"]);
        for id in [
            "http://a.example/issuer",
            "https://",
            "https://localhost/issuer",
            "https://A.example/issuer",
            "https://a.example:8443/issuer",
            "https://b.example@a.example/issuer",
            "https://a.example/issuer#key",
            "https://a.example/an issuer",
            "a.example/issuer",
            "did:web:a example",
        ] {
            let list = format!("version = '1'\n[[issuers]]\nid = '{id}'\nname = 'A'");
            assert!(TrustList::read(&list).is_err(), "{id}");
        }
        for wrong in [
            "",
            "version = '1'\n[[issuers]]\nid = 'did:web:a'\nname = ' '",
            "version = '1'\n[[issuers]]\nid = 'did:web:a'\nname = 'A'\n[[issuers]]\nid = 'did:web:a'\nname = 'B'",
            "version = '1'\nisuers = []",
        ] {
            assert!(TrustList::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_reads_like_us_is_told() {
        let known = ["Café IA de Montreuil", "badges.cafeia.org"];
        for (said, like) in [
            ("Cafe IA de Montreuil", Some(known[0])),
            ("CAFÉ lA DE MONTREUIL", Some(known[0])),
            ("Саfé IA de Montreuil", Some(known[0])),
            ("Café IA de Montreuill", Some(known[0])),
            ("badges.cafela.org", Some(known[1])),
            ("badges-cafeia.org", Some(known[1])),
            ("badges.xn--cafia-dsa.org", Some(known[1])),
            ("Université de Rennes", None),
            ("badges.example.org", None),
        ] {
            assert_eq!(look_alike([said], known).as_deref(), like, "{said}");
        }
    }

    #[test]
    fn labels_are_decoded() {
        assert_eq!(decoded("xn--caf-dma.example"), "café.example");
        assert_eq!(decoded("xn--mnchen-3ya.de"), "münchen.de");
        assert_eq!(decoded("xn--80ak6aa92e.com"), "аррӏе.com");
        assert_eq!(decoded("xn--9999999999999.com"), "xn--9999999999999.com");
    }
}
