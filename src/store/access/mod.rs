//! Accounts and their roles, the entries that were asked for, sessions, and the audit log, as rows.

mod accounts;
mod audit;
mod entries;
mod sessions;

pub use self::{accounts::*, audit::*, entries::*, sessions::*};
