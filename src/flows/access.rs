//! Accounts: entering, roles, second proofs, sessions, and what somebody does with their own space.

mod entry;
mod roles;
mod second;
mod sessions;
mod space;

pub use self::{
    entry::{Entered, Keys, ask, enter_by_code, enter_by_link, invite, letter},
    roles::{add_member, grant, take_back},
    second::{begin_totp, confirm_totp, prove_by_totp, remove_totp},
    sessions::{add_session, end_others, end_session, forget_session, set_session},
    space::{attach, detach, erase},
};
