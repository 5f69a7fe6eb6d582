//! Accounts and their roles, the entries that were asked for, passkeys, accounts elsewhere, sessions, and the audit log, as rows.

mod accounts;
mod audit;
mod entries;
mod identities;
mod passkeys;
mod sessions;

pub use self::{accounts::*, audit::*, entries::*, identities::*, passkeys::*, sessions::*};
