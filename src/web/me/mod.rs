//! One's own space.

mod space;

pub use self::space::{end_others, end_session, show};
