//! The administration: long lists, all alike, and the few deeds that go with them.

mod bar;
pub mod charter;
mod contents;
pub mod doubts;
pub mod drafts;
pub mod endorsements;
mod figures;
pub mod giving;
mod home;
mod members;
mod people;
mod plots;
mod queue;
mod settings;
pub mod standing;

pub use self::{
    bar::bar,
    contents::{achievements, modules},
    figures::{figures, marks},
    home::show,
    members::{add, grant, member, members, take_back},
    people::{hide as hide_profile, people, settle as settle_report, show as show_profile},
    queue::{audit, jobs, revive},
    settings::settings,
};
