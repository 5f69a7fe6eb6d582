//! The store, on SQLite and, where an address is given, on PostgreSQL.

mod access;
mod badges;
mod charter;
mod certification;
mod completed;
mod directory;
mod jobs;
mod schema;
