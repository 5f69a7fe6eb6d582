//! What lies outside the program: the folder of keys, the folder of modules.

pub mod keyring;
pub mod mail;
pub mod quizzes;
