//! The certification of those who animate, as rows: sessions and passes, dossiers, cafés, stories and their readings, founding reviewers.

mod attestations;
mod dossiers;
mod people;
mod stories;
mod supervisions;

pub use self::{attestations::*, dossiers::*, people::*, stories::*, supervisions::*};
