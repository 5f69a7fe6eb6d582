//! The store, on SQLite and, where an address is given, on PostgreSQL.

mod badges;
mod jobs;
mod schema;
