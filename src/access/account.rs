//! An account: a mailbox that somebody proved to be theirs, and the roles that it has. Nobody needs one to answer a module or to keep a badge.

use std::{collections::BTreeSet, fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};

use crate::base::{AccountId, Email, Lang, SessionId};

/// How long the letter that opens the door holds, in minutes.
pub const ENTRY_MINUTES: i64 = 10;

/// How long the link that is printed on the server's own terminal holds, in hours.
pub const INVITATION_HOURS: i64 = 24;

/// How long somebody stays within, in days.
pub const SESSION_DAYS: i64 = 30;

/// How long a browser that asked to enter is remembered, in hours.
pub const ASKING_HOURS: i64 = 1;

/// How long a second proof holds, in hours: then staff give it again.
pub const PROOF_HOURS: i64 = 12;

/// How long an account that nobody enters is kept, in days: three years.
pub const ACCOUNT_DAYS: i64 = 3 * 365;

/// Wrong codes that one letter forgives.
pub const CODE_TRIES: i64 = 5;

/// What somebody is trusted with, beyond being a member, which every account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Animates cafés, and supervises questionnaires.
    Animator,
    /// Reviews the dossiers of others.
    Reviewer,
    /// Vouches for the animators of a territory.
    Coordinator,
    /// Writes modules.
    Author,
    /// Administers the instance.
    Admin,
}

impl Role {
    /// Every role, in the order of the pages.
    pub const ALL: [Role; 5] = [
        Role::Animator,
        Role::Reviewer,
        Role::Coordinator,
        Role::Author,
        Role::Admin,
    ];

    /// The name under which it is stored and granted.
    pub fn name(self) -> &'static str {
        match self {
            Role::Animator => "animator",
            Role::Reviewer => "reviewer",
            Role::Coordinator => "coordinator",
            Role::Author => "author",
            Role::Admin => "admin",
        }
    }

    /// Whether it may be given by hand; an animator is one by certification.
    pub fn is_granted(self) -> bool {
        self != Role::Animator
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Role, ()> {
        Role::ALL
            .into_iter()
            .find(|role| role.name() == text)
            .ok_or(())
    }
}

/// A role that somebody has, maybe for one territory only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// The code of a department; `None` is everywhere.
    pub territory: Option<String>,
}

/// Reads the code of a department: `93`, `2A`, `974`. Blank is everywhere; `None` is no code.
pub fn territory(typed: &str) -> Option<Option<String>> {
    let code = typed.trim().to_ascii_uppercase();
    let number = |range: std::ops::RangeInclusive<u32>| {
        code.bytes().all(|byte| byte.is_ascii_digit())
            && code.parse().is_ok_and(|number| range.contains(&number))
    };
    match code.len() {
        0 => Some(None),
        2 if matches!(code.as_str(), "2A" | "2B") || number(1..=95) && code != "20" => {
            Some(Some(code))
        }
        3 if number(971..=978) || number(984..=989) => Some(Some(code)),
        _ => None,
    }
}

/// Somebody who proved that a mailbox is theirs.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The mailbox.
    pub email: Email,
    /// The language of letters.
    pub lang: Lang,
    /// The roles.
    pub posts: BTreeSet<Post>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last entered.
    pub entered_at: Option<Timestamp>,
    /// Which secret of codes by time is in use.
    pub totp: Option<i64>,
    /// How many such secrets were made.
    pub totp_made: i64,
    /// How many passkeys it has that hold.
    pub passkeys: i64,
}

impl Account {
    /// The roles, without their territories.
    pub fn roles(&self) -> BTreeSet<Role> {
        self.posts.iter().map(|post| post.role).collect()
    }

    /// Whether it is trusted with anything, and so asked for a second proof.
    pub fn is_staff(&self) -> bool {
        !self.posts.is_empty()
    }

    /// Whether it can give a second proof.
    pub fn has_second(&self) -> bool {
        self.totp.is_some() || (cfg!(feature = "passkeys") && self.passkeys > 0)
    }
}

/// One browser in which somebody is within, as they see it.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Its name, which opens nothing.
    pub handle: SessionId,
    /// The browser, in a few words.
    pub client: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub own: bool,
}

/// Whether a proof given at `given` still holds at `at`.
pub fn proof_holds(given: Option<Timestamp>, at: Timestamp) -> bool {
    given.is_some_and(|given| {
        let age = at.duration_since(given);
        age >= SignedDuration::from_mins(-5) && age < SignedDuration::from_hours(PROOF_HOURS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_one_name() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!("member".parse::<Role>(), Err(()));
    }

    #[test]
    fn a_territory_is_a_department() {
        for (typed, read) in [
            ("", Some(None)),
            (" 93 ", Some(Some("93"))),
            ("01", Some(Some("01"))),
            ("2a", Some(Some("2A"))),
            ("974", Some(Some("974"))),
            ("20", None),
            ("96", None),
            ("00", None),
            ("1", None),
            ("979", None),
            ("+93", None),
            ("Paris", None),
        ] {
            let read = read.map(|code| code.map(str::to_owned));
            assert_eq!(territory(typed), read, "{typed}");
        }
    }

    #[test]
    fn a_second_proof_ends() {
        let at = Timestamp::from_second(1_795_600_000).unwrap();
        let before = |hours| Some(at.checked_sub(SignedDuration::from_hours(hours)).unwrap());
        assert!(proof_holds(before(0), at) && proof_holds(before(11), at));
        assert!(!proof_holds(before(12), at) && !proof_holds(None, at));
        assert!(!proof_holds(before(-1), at), "from a clock that ran ahead");
    }
}
