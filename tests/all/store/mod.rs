//! The store, on SQLite and, where an address is given, on PostgreSQL.

mod access;
mod badges;
mod certification;
mod charter;
mod completed;
mod directory;
mod endorsements;
mod jobs;
mod purges;
mod schema;
mod standings;
mod subscriptions;
