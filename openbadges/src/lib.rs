//! Open Badges 3.0: issue, bake and verify credentials.
#![deny(missing_docs)]

pub mod canonical;
mod context;
mod error;
pub mod json;
mod rdf;

pub use context::Contexts;
pub use error::Error;
