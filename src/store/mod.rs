//! The store: one file per room, and beneath them the database itself. Functions return the types of the rooms.

pub mod access;
pub mod agenda;
pub mod allowances;
pub mod assessment;
pub mod badges;
pub mod batches;
pub mod certification;
pub mod charter;
pub mod completed;
pub mod contested;
pub mod db;
pub mod directory;
pub mod doubts;
pub mod events;
pub mod holdings;
pub mod instance;
pub mod issuer_keys;
pub mod jobs;
pub mod people;
pub mod pockets;
pub mod registration;
pub mod reminders;
pub mod sittings;
pub mod sql;
pub mod standings;
pub mod whole;
