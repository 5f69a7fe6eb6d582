//! The charter: its versions, and who adheres to them. It says nothing of accounts and badges but their ids.

pub mod adherence;
pub mod edition;
