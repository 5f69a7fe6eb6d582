//! The real router, without a socket.

mod access;
mod api;
mod badges;
mod guard;
mod pages;
mod paper;
mod space;
mod texts;
