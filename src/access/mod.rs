//! Who someone is and what they may do: accounts, roles, the one table of what each role may do, and what is noted of it.

pub mod account;
pub mod audit;
pub mod policy;
pub mod totp;
pub mod way;
