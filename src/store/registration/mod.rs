//! Who registered for what, as rows: places are counted by the database, answers and letters stand beside.

mod lists;
mod purge;
mod questions;
mod rows;
mod seats;

pub use self::{
    lists::{
        ORDERS, Person, Tally, count, list, list_answers, list_of_mailbox, list_unawarded,
        list_written_to, tally,
    },
    purge::{forget, forget_answers, forget_date, forget_mailbox, forget_notes},
    questions::{
        add_answers, add_note, find_note, list_notes, list_questions, set_questions,
    },
    rows::{
        New, add, admit, cancel, confirm, find, find_by_code, find_by_once, find_live_of_mailbox,
        list_held, set_award, set_reminded, unadmit,
    },
    seats::{give_back, hold_date, next_line, next_waiting, seat, take},
};
