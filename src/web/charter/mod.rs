//! The charter: its text for everybody, adherence in one's own space, the files of those who adhere.

mod kit;
mod own;
mod texts;

pub use self::{
    kit::{kit, kit_file},
    own::{about, adhere, leave, own},
    texts::{show, version},
};
