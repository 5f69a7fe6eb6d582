//! The one test program: each further one would be linked again.

mod crash;
mod house;
mod measurement;
mod store;
mod support;
mod web;
