//! Which jobs and which letters there are, and the text in which they are stored.

use serde::{Deserialize, Serialize};

use crate::base::{
    AccountId, AttemptId, AttestationId, AwardId, BatchId, CredentialId, DossierId, DoubtId, Email,
    EndorsementId, EntryId, Error, EventId, Lang, MessageId, NoticeId, ReadingId, RegistrationId,
    Result, StoryId, SubscriptionId,
};

/// Everything that can be left for later. Each is safe to run twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Job {
    /// Send a letter to one mailbox.
    SendLetter {
        /// The mailbox.
        to: Email,
        /// The language of the letter.
        lang: String,
        /// What it says.
        letter: Letter,
    },
    /// Forget what is past its time.
    Forget,
    /// Give an achievement to the people of a list.
    GiveBatch {
        /// The list.
        batch: BatchId,
    },
    /// Remind people that a badge in their space is about to end.
    Remind,
    /// Complete attempts whose time is over.
    CloseOverdue,
    /// Take a question out of the score, once every finished attempt has what it reaches without it.
    Neutralise {
        /// The module.
        module: String,
        /// The question.
        item: String,
        /// Why, as everybody reads it.
        reason: String,
    },
    /// Look at a dossier: ask for readings, decide, give the badge.
    Settle {
        /// The dossier.
        dossier: DossierId,
    },
    /// Remind those who registered of what begins within a day.
    RemindRegistered,
    /// Ask people whether their profile still holds, and take out those who said nothing.
    AskProfiles,
    /// Tell an event that was published to those who wish to hear at once.
    Announce {
        /// The event.
        event: EventId,
    },
    /// Write the letters of a week or a month that has begun, and ask those who were not heard of for long.
    WriteNews,
    /// Read what came into the folder of reports on letters.
    ReadReports,
}

/// What a letter says, as data: its words come when it is sent, and secrets in it are derived then, so that none is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Letter {
    /// The link and the code with which to enter.
    Enter {
        /// The entry that was asked for.
        entry: EntryId,
    },
    /// The ways into an account changed.
    Ways {
        /// How, by the name of the change.
        change: String,
    },
    /// Where a badge is, and where its holder finds it.
    Badge {
        /// The credential.
        credential: CredentialId,
    },
    /// A badge in somebody's space is about to end.
    Ending {
        /// The credential.
        credential: CredentialId,
    },
    /// The code of a badge that waits.
    Claim {
        /// The award.
        award: AwardId,
    },
    /// Somebody who was at a café is asked to confirm it.
    Attest {
        /// The café.
        attestation: AttestationId,
    },
    /// A café was confirmed, or was not.
    Attested {
        /// The café.
        attestation: AttestationId,
    },
    /// A story waits to be read.
    Read {
        /// The reading.
        reading: ReadingId,
    },
    /// A story was decided.
    Decided {
        /// The story.
        story: StoryId,
    },
    /// A result near the bar waits for a person.
    ResultWaits {
        /// The attempt.
        attempt: AttemptId,
    },
    /// A result near the bar was decided.
    Result {
        /// The attempt.
        attempt: AttemptId,
    },
    /// The charter that somebody adheres to was replaced by another text.
    CharterAsked {
        /// Who adheres.
        account: AccountId,
    },
    /// Whether a profile still holds.
    StillHolds {
        /// Whose it is.
        account: AccountId,
    },
    /// To the sender of a letter through the relay: whether the mailbox is theirs.
    Confirm {
        /// The letter.
        message: MessageId,
    },
    /// A letter through the relay.
    Relayed {
        /// The letter.
        message: MessageId,
    },
    /// Somebody endorses who holds a badge.
    Endorsed {
        /// The endorsement.
        endorsement: EndorsementId,
    },
    /// Somebody registered for a date of an event: whether they have a place, and where their page is.
    Seat {
        /// The registration.
        registration: RegistrationId,
    },
    /// A place freed for somebody who waited.
    SeatFreed {
        /// The registration.
        registration: RegistrationId,
    },
    /// The time or the place of what somebody registered for changed.
    SeatMoved {
        /// The registration.
        registration: RegistrationId,
    },
    /// What somebody registered for is tomorrow.
    SeatSoon {
        /// The registration.
        registration: RegistrationId,
    },
    /// What an organiser writes to those who registered.
    Notice {
        /// The registration.
        registration: RegistrationId,
        /// What is written.
        notice: NoticeId,
    },
    /// A date that somebody registered for is not held.
    SeatLost {
        /// The registration.
        registration: RegistrationId,
    },
    /// Somebody doubts a badge.
    Doubt {
        /// The doubt.
        doubt: DoubtId,
    },
    /// To whoever wishes to have letters about events: whether the mailbox is theirs.
    Subscribe {
        /// The subscription that waits.
        subscription: SubscriptionId,
    },
    /// Events that somebody wishes to hear of.
    News {
        /// The subscription.
        subscription: SubscriptionId,
        /// The events, in the order of their dates.
        events: Vec<EventId>,
    },
    /// Whether somebody who was not heard of for long still wishes to have letters.
    LastQuestion {
        /// The subscription.
        subscription: SubscriptionId,
    },
}

impl Letter {
    /// The subscription that it is sent to, where it goes to many.
    pub fn subscription(&self) -> Option<SubscriptionId> {
        match self {
            Letter::News { subscription, .. } | Letter::LastQuestion { subscription } => {
                Some(*subscription)
            }
            _ => None,
        }
    }
}

/// The version of the shape in which jobs are stored. A job of a later one is left to a later program.
const VERSION: i64 = 1;

#[derive(Serialize, Deserialize)]
struct Stored {
    version: i64,
    #[serde(flatten)]
    job: Job,
}

impl Job {
    /// A letter to a mailbox.
    pub fn letter(to: Email, lang: Lang, letter: Letter) -> Job {
        Job::SendLetter {
            to,
            lang: lang.tag().to_owned(),
            letter,
        }
    }

    /// The name under which it is stored and shown.
    pub fn name(&self) -> &'static str {
        match self {
            Job::SendLetter { .. } => "send_letter",
            Job::Forget => "forget",
            Job::GiveBatch { .. } => "give_batch",
            Job::Remind => "remind",
            Job::CloseOverdue => "close_overdue",
            Job::Neutralise { .. } => "neutralise",
            Job::Settle { .. } => "settle",
            Job::RemindRegistered => "remind_registered",
            Job::AskProfiles => "ask_profiles",
            Job::Announce { .. } => "announce",
            Job::WriteNews => "write_news",
            Job::ReadReports => "read_reports",
        }
    }

    /// In which lane it waits: 0 where somebody waits for it, 1 where it is one of many.
    pub(super) fn lane(&self) -> i64 {
        match self {
            Job::SendLetter {
                letter:
                    Letter::News { .. }
                    | Letter::LastQuestion { .. }
                    | Letter::SeatSoon { .. }
                    | Letter::Notice { .. },
                ..
            }
            | Job::Announce { .. }
            | Job::WriteNews => 1,
            _ => 0,
        }
    }

    pub(super) fn text(&self) -> Result<String> {
        let stored = Stored {
            version: VERSION,
            job: self.clone(),
        };
        serde_json::to_string(&stored).map_err(Error::fault)
    }

    /// Reads a stored job; `None` where another version of the program wrote it.
    pub fn read(text: &str) -> Option<Job> {
        let stored: Stored = serde_json::from_str(text).ok()?;
        (stored.version == VERSION).then_some(stored.job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_read_as_it_was_written_and_a_later_one_is_left_alone() {
        let job = Job::letter(
            Email::read("ada@example.org").unwrap(),
            Lang::Fr,
            Letter::Enter {
                entry: EntryId::new(),
            },
        );
        let text = job.text().unwrap();
        assert!(text.contains("\"version\":1") && text.contains("\"name\":\"send_letter\""));
        assert_eq!(Job::read(&text), Some(job));
        assert_eq!(
            Job::read(&text.replace("\"version\":1", "\"version\":2")),
            None
        );
        assert_eq!(
            Job::read("{\"version\":1,\"name\":\"of a later time\"}"),
            None
        );
        assert_eq!(Job::Forget.name(), "forget");
    }
}
