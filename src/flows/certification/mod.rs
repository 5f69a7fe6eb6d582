//! The certification of those who animate: a session supervised, a dossier opened, cafés confirmed, a story read, a badge given.

mod attest;
mod dossier;
mod founders;
mod letters;
mod plan;
mod read;
mod settle;
mod supervise;

pub(super) use self::settle::CERTIFICATION;
pub use self::{
    attest::{Refused, answer, ask, asked, take_back},
    dossier::{Opening, View, appeal, hand_in, look, open, reconsider, set_structure, survey},
    founders::{end_founder, name_founder},
    letters::{AttestLetter, DecidedLetter, attest_letter, attested_letter, decided_letter, reads},
    plan::{plan, plans},
    read::{Desk, declare_conflict, desk, read},
    settle::{chase, settle},
    supervise::{close_session, may_supervise, open_session},
};
