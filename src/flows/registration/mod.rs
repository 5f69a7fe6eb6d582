//! Registrations: somebody asks for a place and gets it, or waits; places that free go on; whoever came is written down, and gets the badge of the event.

mod badge;
mod door;
mod letters;
mod line;
mod occasion;
mod own;
mod people;
mod register;
mod tend;

pub use self::{
    badge::{Gives, award_attendance, give_again, gives},
    door::{Written, add_by_hand, admit, admit_many, take_back},
    letters::{Told, letter, note_letter},
    line::{cancel_many, date_cancelled, date_changed, seats_changed},
    occasion::{Occasion, find, find_date, occasion_of},
    own::{cancel, confirm, erase, of_code, of_token},
    people::{forget_names, set_questions, write_to_all},
    register::{Registered, register},
    tend::tend,
};
