//! What people do with the directory: stand in it and leave it, say each year that it holds, write through the relay, tell of what is wrong.

mod moderate;
mod profile;
mod relay;
mod yearly;

pub use crate::outside::keyring::Errand;

pub use self::{
    moderate::{hide, settle, show},
    profile::{Saved, end, save},
    relay::{
        MESSAGE_DAYS, MOST_WORDS, Relayed, UNCONFIRMED_DAYS, Writing, confirm as confirm_letter,
        confirmation, letter, of_token, report_letter, report_profile, write,
    },
    yearly::{ask_again, confirm, letter as yearly_letter, token_holder},
};
