//! Every change of state, one function per verb: rules decide, flows do.

pub mod access;
pub mod assessment;
pub mod badges;
pub mod certification;
pub mod charter;
pub mod contested;
pub mod directory;
pub mod events;
pub mod intake;
pub mod paper;
pub mod queue;
pub mod register;
pub mod registration;
pub mod repeat;
pub mod reports;
pub mod subscriptions;
pub mod upkeep;
pub mod voices;
