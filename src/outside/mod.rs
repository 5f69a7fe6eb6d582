//! What lies outside the program: the network behind one door, the folder of keys, the folder of modules, backups.

pub mod archive;
pub mod fetch;
pub mod keyring;
pub mod mail;
pub mod quizzes;
pub mod trust;
