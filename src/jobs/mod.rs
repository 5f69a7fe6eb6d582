//! What is done later, by workers that run inside `serve`: claimed from the queue, tried, tried again, given up where an administrator sees it.

mod clock;
mod dispatch;
pub mod runner;
