//! Entering, and who it is that asks: sessions, the visitor, the pages of the door.

mod door;
#[cfg(feature = "openid")]
mod identities;
#[cfg(feature = "passkeys")]
mod passkeys;
mod second;
pub mod sessions;
mod visitor;

#[cfg(feature = "openid")]
pub use self::identities::{back_form, come_back, identities, leave_to_enter, leave_to_tie, untie};
#[cfg(feature = "passkeys")]
pub use self::passkeys::{
    add_passkey, ask_entry, ask_passkey, ask_proof, enter_passkey, passkeys, prove_passkey,
    remove_passkey,
};
pub use self::{
    door::{ask, ask_form, code_form, leave, link_form, put_code, put_link},
    second::{prove, prove_form, remove, set_up, set_up_form},
    visitor::{Member, Steward, Visitor},
};
