//! Entering, and who it is that asks: sessions, the visitor, the pages of the door.

mod door;
mod second;
pub mod sessions;
mod visitor;

pub use self::{
    door::{ask, ask_form, code_form, leave, link_form, put_code, put_link},
    second::{prove, prove_form, remove, set_up, set_up_form},
    visitor::{Member, Steward, Visitor},
};
