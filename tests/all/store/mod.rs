//! The store, on SQLite and, where an address is given, on PostgreSQL.

mod access;
mod badges;
mod completed;
mod jobs;
mod schema;
mod standings;
