//! Ways in beside the letter: passkeys, accounts elsewhere, and what is asked of a browser before it proves any.

use jiff::Timestamp;

use crate::base::{AccountId, IdentityId, PasskeyId};

/// How long a browser has to answer what it was asked of a passkey, in minutes.
pub const PASSKEY_MINUTES: i64 = 5;

/// How long a browser has to come back from a provider, in minutes.
pub const PROVIDER_MINUTES: i64 = 10;

/// How many passkeys one account has at most.
pub const PASSKEYS: i64 = 10;

/// The longest name of a passkey, in characters.
pub const PASSKEY_NAME: usize = 60;

/// What a browser was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To make a passkey.
    Making,
    /// To prove one, as the second proof of somebody within.
    Proof,
    /// To prove one, as the way in.
    Entry,
    /// To be vouched for by a provider.
    Provider,
}

impl Kind {
    /// The name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Making => "making",
            Kind::Proof => "proof",
            Kind::Entry => "entry",
            Kind::Provider => "provider",
        }
    }
}

/// A passkey, without what checks it.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Its name, which opens nothing.
    pub id: PasskeyId,
    /// Whose it is.
    pub account: AccountId,
    /// What its person calls it.
    pub name: String,
    /// What checks it: its public key and its counter, as text.
    pub credential: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it last opened something.
    pub used_at: Option<Timestamp>,
    /// When it answered as a copy would; it opens nothing since.
    pub doubted_at: Option<Timestamp>,
}

/// An account elsewhere that opens one here.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its name, which opens nothing.
    pub id: IdentityId,
    /// The account here.
    pub account: AccountId,
    /// What the provider was called when it was tied.
    pub provider: String,
    /// When it was tied.
    pub made_at: Timestamp,
    /// When it last opened the account here.
    pub used_at: Option<Timestamp>,
}

/// What somebody is told of by letter, since it changes how their account is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// A passkey answered as a copy would.
    PasskeyDoubted,
    /// Codes by time came into use.
    CodesAdded,
    /// Codes by time are used no longer.
    CodesRemoved,
    /// An account elsewhere was tied to it.
    IdentityTied,
    /// An account elsewhere was untied.
    IdentityUntied,
}

impl Change {
    /// The name under which it is stored, and of its words.
    pub fn name(self) -> &'static str {
        match self {
            Change::PasskeyAdded => "passkey-added",
            Change::PasskeyRemoved => "passkey-removed",
            Change::PasskeyDoubted => "passkey-doubted",
            Change::CodesAdded => "codes-added",
            Change::CodesRemoved => "codes-removed",
            Change::IdentityTied => "identity-tied",
            Change::IdentityUntied => "identity-untied",
        }
    }
}
