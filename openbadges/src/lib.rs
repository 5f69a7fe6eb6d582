#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

pub mod bake;
pub mod canonical;
mod context;
pub mod credential;
pub mod did;
mod error;
pub mod json;
pub mod jwt;
pub mod key;
pub mod proof;
mod rdf;
pub mod schema;
pub mod status;
pub mod verify;

pub use context::Contexts;
pub use error::Error;
