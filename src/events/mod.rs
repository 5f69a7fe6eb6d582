//! Events: what is announced, when it is held, and what a feed tells of it. It names communes, modules and achievements by their codes alone.

pub mod agenda;
pub mod event;
pub mod ical;
pub mod intake;
pub mod question;
pub mod read;
pub mod report;
pub mod series;
pub mod standing;
pub mod told;
pub mod vocabulary;

pub use self::{
    event::{Event, Online, Place, Price, Registration},
    series::{End, Series},
    standing::{Occurrence, Standing, Status},
    vocabulary::{Audience, Format, LANGUAGES, Pillar},
};
