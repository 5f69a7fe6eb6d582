//! The store, on SQLite and, where an address is given, on PostgreSQL.

mod access;
mod badges;
mod charter;
mod completed;
mod jobs;
mod schema;
