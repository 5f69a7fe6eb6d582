//! The store, on SQLite and, where an address is given, on PostgreSQL.

mod access;
mod answering;
mod badges;
mod certification;
mod charter;
mod completed;
mod directory;
mod endorsements;
mod issuer_keys;
mod jobs;
mod pockets;
mod purges;
mod registration;
mod schema;
mod standings;
mod subscriptions;
mod voices;
