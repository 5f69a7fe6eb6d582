//! Registrations: who comes to a date of an event, in which order they asked, what they were asked, and whether they came.

pub mod asked;
pub mod contact;
pub mod question;
mod seat;

pub use self::{
    asked::{Asked, Flaws, Typed, Way},
    contact::{Contact, Phone},
    question::Question,
    seat::{HOLD_HOURS, MOST_WORDS, NOTES_A_DAY, REMINDED_HOURS, Registration, State, held_until},
};
