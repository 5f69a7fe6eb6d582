//! The real router, without a socket.

mod api;
mod guard;
mod pages;
mod texts;
