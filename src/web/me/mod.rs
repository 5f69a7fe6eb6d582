//! One's own space.

mod badges;
mod space;
mod stored;

pub use self::{
    badges::{attach, detach},
    space::{end_others, end_session, post_words, show},
    stored::{data, erase, erasure_form, export},
};
