//! What can go wrong on the way of a request, in three kinds: the person can act, the thing is not there, or the fault is ours.

use std::{error::Error as StdError, fmt};

/// The result of a flow or of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug)]
pub enum Error {
    /// The person can act: what was asked is refused, with words for it.
    Refusal(Refusal),
    /// There is no such thing, or not for this visitor: the two are told alike.
    Missing,
    /// Too much is going on: try again in a moment.
    Busy,
    /// Our own fault; the cause goes to the log, never to the page.
    Fault(Box<dyn StdError + Send + Sync>),
}

/// A refusal that the person can understand and mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A code whose check character does not fit: it was mistyped.
    CodeMistyped,
    /// A well-formed code that opens nothing.
    CodeUnknown,
    /// A card into which nothing was put yet.
    CardEmpty,
    /// A card that holds another badge already.
    CardTaken,
    /// A code for a room: each takes a code of their own from it.
    RoomCode,
    /// As many badges as the code was for are taken.
    RoomFull,
    /// The badge is of another module or achievement than the one it should renew.
    NotARenewal,
    /// What was given for the key of a wallet is none that is read here.
    KeyUnreadable,
    /// The claim's time is over.
    ClaimExpired,
    /// The badge was claimed, and its holder gave it up.
    GivenUp,
    /// The award was claimed already, under another name.
    ClaimedUnderAnotherName,
    /// The name is longer than [`crate::base::name::MAX_CHARS`] characters.
    NameTooLong,
    /// The name holds an address of the web, which would make the badge an advertisement.
    NameHoldsAddress,
    /// The answer does not have the shape that its item asks for.
    AnswerShape,
    /// The answer to a question does not have the shape of the question's kind, by its name in the format.
    ResponseShape(&'static str),
    /// An answer stands already and this one differs.
    AnswerStands,
    /// The questions come one after the other, and an earlier one waits for its answer.
    NotAskedYet,
    /// The attempt is completed.
    AttemptClosed,
    /// The time of the attempt is over; what was saved counts.
    TimeOver,
    /// The clock of the attempt stands still.
    Paused,
    /// The module is not given in that way.
    NotOffered,
    /// What a module asks to be declared before it begins was not.
    NotDeclared,
    /// A badge that a module asks for was not shown, or does not hold.
    BadgeNotShown,
    /// An account whose mailbox was proved is needed.
    AccountNeeded,
    /// The session is over or full, or is of another module.
    SupervisionClosed,
    /// There is no attempt left, or not yet.
    NoRetake,
    /// The same idempotency key came before with another body.
    KeyReused,
    /// What should be said by the root key of the settings, of a key of ours, is not.
    StatementForeign,
    /// What was typed is no address of a mailbox.
    AddressMalformed,
    /// The link or the code to enter does not fit, was used, or is too old.
    EntryRefused,
    /// The code of the second proof does not fit.
    CodeRefused,
    /// The passkey is not known here, or does not answer what was asked.
    PasskeyRefused,
    /// The passkey answered as a copy would.
    PasskeyCopied,
    /// The passkey is an account's already.
    PasskeyTaken,
    /// The account has as many passkeys as it may.
    PasskeysFull,
    /// The provider of OpenID Connect cannot be asked.
    ProviderSilent,
    /// What came back from the provider of OpenID Connect proves nothing.
    ProviderRefused,
    /// The account elsewhere is tied to another one here.
    IdentityTaken,
    /// The badge waits to be claimed first.
    NotClaimed,
    /// The badge is in somebody else's space.
    HeldByAnother,
    /// The role is not there to be taken back, or belongs to the last administrator.
    RoleStays,
    /// Another text of the charter holds than the one that was read.
    CharterChanged,
    /// Only who adheres to the charter that holds announces events.
    NotAdherent,
    /// Every date of the event is over.
    EventOver,
    /// The same was done too often today.
    TooOften,
    /// The bar of the certification is only a placeholder: nobody is given its badge.
    BarNotSet,
    /// The status is already what was asked, or cannot become it.
    StandingUnchanged,
}

impl Error {
    /// Wraps a cause as our own fault.
    pub fn fault(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Error::Fault(cause.into())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refusal(refusal)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refusal(refusal) => write!(f, "refused: {refusal:?}"),
            Error::Missing => f.write_str("not found"),
            Error::Busy => f.write_str("busy: the database does not answer in time, or refuses for now, as on a full disk; `crema doctor` looks"),
            Error::Fault(cause) => {
                write!(f, "fault: {cause}")?;
                let mut source = cause.source();
                while let Some(cause) = source {
                    write!(f, ": {cause}")?;
                    source = cause.source();
                }
                Ok(())
            }
        }
    }
}

impl StdError for Error {}
