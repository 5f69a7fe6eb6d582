//! Assessment: modules as their authors write them, questions, answers, marks, levels. Plain data and rules; the seed and the time are handed in.

pub mod attempt;
pub mod clock;
pub mod contest;
pub mod feedback;
pub mod finding;
pub mod form;
pub mod framework;
pub mod guess;
pub mod interchange;
pub mod item;
pub mod measurement;
pub mod media;
pub mod module;
pub mod outcome;
pub mod overlay;
pub mod paper;
pub mod policy;
pub mod present;
pub mod response;
pub mod retake;
pub mod score;
pub mod shape;
pub mod sheet;
pub mod source;
pub mod tally;
