//! The real router, without a socket.

mod access;
mod api;
mod badges;
mod guard;
mod keys;
mod pages;
mod space;
mod texts;
