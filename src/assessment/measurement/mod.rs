//! Measurement: what answers say of questions and of people. Item analysis, calibration, abilities, adaptive tests; estimators are pure functions
//! of tables of marks, and each names the text that it follows.

pub mod ability;
pub mod adaptive;
pub mod agreement;
pub mod classical;
pub mod descriptive;
pub mod disclosure;
pub mod distractors;
pub mod fairness;
pub mod figures;
pub mod interval;
pub mod linear;
pub mod rasch;
pub mod responses;
pub mod symmetric;
pub mod table;
pub mod two_parameter;
