//! Registrations: who comes to a date of an event, in which order they asked, and whether they came.

pub mod asked;
pub mod contact;
mod seat;

pub use self::{
    asked::{Answer, Asked, Flaw, Flaws, Typed},
    contact::{Contact, Phone},
    seat::{MOST_REGISTERED, NAME_DAYS, Registration, State},
};
