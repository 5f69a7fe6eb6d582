//! Achievements, awards, credentials, status lists and the issuance log, as rows.

mod achievements;
mod awards;
mod credentials;
mod lists;
mod log;

pub use self::{achievements::*, awards::*, credentials::*, lists::*, log::*};
