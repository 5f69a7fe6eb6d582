//! The queue: what is sent or done later. A job is added in the transaction that causes it, claimed under a lease by one worker, and goes away when it is done;
//! one that fails for good stays where an administrator sees it.

mod kind;
mod rows;

pub use self::{
    kind::{Job, Letter},
    rows::*,
};
