//! What is noted of what people do: who, what, to what, when. People are ids, so that the log says nothing of somebody who left.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use crate::base::AccountId;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody with an account.
    Account(AccountId),
    /// Whoever works on the server itself.
    Console,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Account(id) => id.fmt(f),
            Actor::Console => f.write_str("console"),
        }
    }
}

impl FromStr for Actor {
    type Err = ();

    fn from_str(text: &str) -> Result<Actor, ()> {
        match text {
            "console" => Ok(Actor::Console),
            id => id.parse().map(Actor::Account).map_err(|_| ()),
        }
    }
}

macro_rules! noted {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Noted {
            $($(#[$doc])* $name),*
        }

        impl Noted {
            /// The name under which it is stored and exported.
            pub fn name(self) -> &'static str {
                match self { $(Noted::$name => $text),* }
            }
        }
    };
}

noted! {
    /// Somebody entered; the detail says how.
    Entered = "entered",
    /// An entry was printed on the server's terminal.
    Invited = "invited",
    /// A result near the bar was decided; the detail says how.
    ResultDecided = "result-decided",
    /// A role was given.
    RoleGranted = "role-granted",
    /// A role was taken back.
    RoleTaken = "role-taken",
    /// Sessions were ended.
    SessionsEnded = "sessions-ended",
    /// A second proof was set up.
    SecondAdded = "second-added",
    /// A second proof was taken away.
    SecondRemoved = "second-removed",
    /// A second proof answered as a copy would.
    SecondDoubted = "second-doubted",
    /// An account elsewhere was tied.
    IdentityTied = "identity-tied",
    /// An account elsewhere was untied.
    IdentityUntied = "identity-untied",
    /// A badge was put into somebody's space.
    BadgeAttached = "badge-attached",
    /// A badge was taken out of somebody's space.
    BadgeDetached = "badge-detached",
    /// An account was erased.
    AccountErased = "account-erased",
    /// A code for a room was made.
    RoomOpened = "room-opened",
    /// A code for a room was ended.
    RoomClosed = "room-closed",
    /// An achievement was written by hand, or a new version of it.
    AchievementWritten = "achievement-written",
    /// Badges were given by hand.
    BadgesGiven = "badges-given",
    /// A badge that nobody had claimed was taken back.
    ClaimCancelled = "claim-cancelled",
    /// A doubt about a badge was settled; the detail says how.
    DoubtSettled = "doubt-settled",
    /// The standing of a badge was changed.
    StandingSet = "standing-set",
    /// Somebody adhered to the charter; the detail says to which version.
    CharterAdhered = "charter-adhered",
    /// An adherence to the charter was ended.
    CharterLeft = "charter-left",
    /// Somebody endorsed a badge or an achievement; the detail says which.
    Endorsed = "endorsed",
    /// An endorsement was ended; the detail says how.
    EndorsementEnded = "endorsement-ended",
    /// A session was opened to supervise a questionnaire.
    SupervisionOpened = "supervision-opened",
    /// A dossier was opened.
    DossierOpened = "dossier-opened",
    /// A story was handed in.
    StoryHandedIn = "story-handed-in",
    /// A story was read by a peer.
    StoryRead = "story-read",
    /// A reader said that they are not neutral.
    ConflictDeclared = "conflict-declared",
    /// A refusal was appealed against.
    Appealed = "appealed",
    /// Somebody was certified.
    Certified = "certified",
    /// A founding reviewer was named.
    FounderNamed = "founder-named",
    /// The time of a founding reviewer was ended.
    FounderEnded = "founder-ended",
    /// A profile was taken out of the directory by its person.
    ProfileEnded = "profile-ended",
    /// A profile was hidden by the administration.
    ProfileHidden = "profile-hidden",
    /// A hidden profile was shown again.
    ProfileShown = "profile-shown",
    /// Something that was told of the directory was seen to.
    ReportSettled = "report-settled",
    /// An organiser wrote to those who registered for a date; the detail says to how many.
    RegisteredWritten = "registered-written",
    /// A statement of the voices was published, refused, hidden or shown again; the detail says which.
    VoiceSettled = "voice-settled",
    /// The names of those who registered for a date were erased by who organised it; the detail says how many.
    NamesForgotten = "names-forgotten",
    /// A job that was given up is tried again.
    JobRevived = "job-revived",
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub deed: String,
    /// To whom or to what.
    pub subject: String,
    /// What else is to be known.
    pub detail: String,
}
