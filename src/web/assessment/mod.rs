//! The quiz: one question a page or all, what is told of each answer, the time, the parts, the result; and what people say of a question.

mod answers;
mod begin;
mod contest;
mod entrance;
mod feedback;
mod handover;
mod pages;
pub mod paper;
mod parts;
pub mod pocket;
mod result;
pub mod sheets;
mod table;
mod time;
mod views;

pub use begin::{create, supervised, ways};
pub use contest::{changes, contest_form, contest_thanks, put_contest};
pub use entrance::module;
pub use feedback::{Judged, judged};
pub use handover::{hand_over, handover, resume, resume_form};
pub use pages::{all, complete, end, item, open, put_item};
pub use parts::parts;
pub use result::result;
pub use time::put_pause;
