//! One's own space.

mod badges;
pub mod endorsements;
mod profile;
mod space;
mod stored;

pub use self::{
    badges::{attach, detach},
    profile::{end as end_profile, form as profile_form, save as save_profile},
    space::{end_others, end_session, post_words, show},
    stored::{Stored, data, erase, erasure_form, export, words as stored_words},
};
