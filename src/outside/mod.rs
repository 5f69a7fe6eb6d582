//! What lies outside the program: the folder of keys, the folder of modules, the network.

pub mod fetch;
pub mod keyring;
pub mod quizzes;
