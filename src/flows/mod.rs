//! Every change of state, one function per verb: rules decide, flows do.

pub mod assessment;
pub mod badges;
pub mod contested;
pub mod repeat;
pub mod upkeep;
