//! The administration: long lists, all alike, and the few deeds that go with them.

mod contents;
pub mod doubts;
pub mod drafts;
mod figures;
pub mod giving;
mod home;
mod members;
mod plots;
mod queue;
pub mod standing;

pub use self::{
    contents::{achievements, modules},
    figures::{figures, marks},
    home::{settings, show},
    members::{add, grant, member, members, take_back},
    queue::{audit, jobs, revive},
};
