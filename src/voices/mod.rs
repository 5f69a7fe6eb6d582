//! Voices: what people say after a café, in short statements, and what others answer to each of them. It names events by their ids alone.

pub mod tally;
pub mod voice;

pub use self::{
    tally::{Shown, Tally},
    voice::{Answer, Kind, Origin, State, Voice},
};
