//! Accounts: entering, roles, second proofs, sessions, and what somebody does with their own space.

mod entry;
#[cfg(feature = "openid")]
mod identities;
#[cfg(feature = "passkeys")]
mod passkeys;
mod roles;
mod second;
mod sessions;
mod space;
mod ways;

#[cfg(feature = "openid")]
pub use self::identities::{Away, Came, come_back, leave_for_provider, untie};
#[cfg(feature = "passkeys")]
pub use self::passkeys::{
    Question, add_passkey, begin_entry, begin_passkey, begin_proof, enter_by_passkey,
    prove_by_passkey, remove_passkey,
};
pub use self::{
    entry::{Entered, Keys, ask, enter_by_code, enter_by_link, invite, letter},
    roles::{add_member, grant, take_back},
    second::{begin_totp, confirm_totp, prove_by_totp, remove_totp},
    sessions::{add_session, end_others, end_session, forget_session, set_session},
    space::{attach, detach, erase},
};
