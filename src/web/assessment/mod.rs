//! The quiz: one question a page or all, what is told of each answer, the time, the parts, the result; and what people say of a question.

mod answers;
mod begin;
mod contest;
mod entrance;
mod pages;
pub mod paper;
mod parts;
pub mod pocket;
pub mod sheets;
mod table;
mod time;
mod views;

pub use begin::{create, supervised, ways};
pub use contest::{changes, contest_form, contest_thanks, put_contest};
pub use entrance::module;
pub use pages::{
    all, complete, end, hand_over, handover, item, open, put_item, result, resume, resume_form,
};
pub use parts::parts;
pub use time::put_pause;
