//! The one test program: each further one would be linked again.

mod backup;
mod crash;
mod credentials;
mod demo;
mod docs;
mod house;
mod interchange;
mod letters;
mod measurement;
mod probe;
mod score;
mod store;
mod support;
mod watch;
mod web;
