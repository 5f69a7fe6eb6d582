//! The address of a mailbox: one, plain, and safe to stand in the head of a letter.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::Refusal;

/// The longest address that a mailbox can have (RFC 5321, section 4.5.3.1.3, less its brackets).
const MAX_BYTES: usize = 254;

/// An address as it is written to: its domain in ASCII (RFC 5890), in lower case. Its `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`Refusal::AddressMalformed`]: not one address, too long, or with signs that the head of a letter cannot hold.
    pub fn read(typed: &str) -> Result<Email, Refusal> {
        let typed = typed.trim();
        if typed.len() > MAX_BYTES * 2 {
            return Err(Refusal::AddressMalformed);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(Refusal::AddressMalformed)?;
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| Refusal::AddressMalformed)?;
        let email = format!("{local}@{domain}");
        let fits = is_local(local) && is_domain(&domain) && email.len() <= MAX_BYTES;
        fits.then_some(Email(email))
            .ok_or(Refusal::AddressMalformed)
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain: where letters for it go.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The folded form, under which one mailbox is one account: case does not matter to any provider that people have.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// A dot-atom of RFC 5322, section 3.2.3: quoted forms exist, and nobody has one.
fn is_local(local: &str) -> bool {
    local.len() <= 64
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom.bytes().all(|byte| {
                    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
                })
        })
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    labels.iter().all(|label| !label.is_empty())
        && (labels.len() > 1 && last.bytes().any(|byte| byte.is_ascii_alphabetic())
            || domain == "localhost")
}

impl TryFrom<String> for Email {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Email, &'static str> {
        Email::read(&text).map_err(|_| "no address of a mailbox")
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

impl std::str::FromStr for Email {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Email, Refusal> {
        Email::read(text)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        for (typed, read) in [
            (" Ada@Example.ORG ", "Ada@example.org"),
            ("zoé.d@café.fr", ""),
            ("zoe@café.fr", "zoe@xn--caf-dma.fr"),
            (
                "o'neil+cafe@sous.domaine.example",
                "o'neil+cafe@sous.domaine.example",
            ),
            ("ada@localhost", "ada@localhost"),
        ] {
            let found = Email::read(typed).map(|email| email.0).unwrap_or_default();
            assert_eq!(found, read, "{typed}");
        }
        assert_eq!(
            Email::read("ADA@example.org").unwrap().key(),
            "ada@example.org"
        );
    }

    #[test]
    fn nothing_gets_into_the_head_of_a_letter() {
        let long = format!("{}@example.org", "a".repeat(310));
        for typed in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@example",
            "ada@b@example.org",
            "a b@example.org",
            "ada@exa mple.org",
            "ada@example.org\nBcc: eve@example.org",
            "ada\r\n@example.org",
            "ada@example.org,eve@example.org",
            "<ada@example.org>",
            "Ada <ada@example.org>",
            "a..b@example.org",
            ".a@example.org",
            "ada@.org",
            "ada@192.168.1.1",
            "ada@example.org\0",
            &long,
        ] {
            assert_eq!(
                Email::read(typed),
                Err(Refusal::AddressMalformed),
                "{typed:?}"
            );
        }
    }
}
