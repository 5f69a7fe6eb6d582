//! The directory: people as they wish to be seen, and how they are found. Everything here is the choice of who it is about.

pub mod card;
pub mod index;
pub mod profile;
pub mod read;

pub use index::{Entry, Index, Query, Results};
pub use profile::{Audience, Calling, LANGUAGES, Profile, Shown, Viewer};
pub use read::{Flaw, Typed};
