//! The quiz: one question a page or all, what is told of each answer, the result.

mod answers;
mod pages;
pub mod paper;
pub mod sheets;
mod views;

pub use pages::{
    all, complete, create, end, hand_over, handover, item, open, put_item, result, resume,
    resume_form,
};
