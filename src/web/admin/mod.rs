//! The administration: long lists, all alike, and the few deeds that go with them.

mod contents;
mod home;
mod members;
mod queue;

pub use self::{
    contents::{achievements, modules},
    home::{settings, show},
    members::{add, grant, member, members, take_back},
    queue::{audit, jobs, revive},
};
