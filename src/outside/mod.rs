//! What lies outside the program: the network behind one door, the folder of keys, the folder of modules, that of the charter, backups, the figures for whoever watches.

pub mod archive;
pub mod charter;
pub mod fetch;
pub mod keyring;
pub mod mail;
pub mod meters;
pub mod quizzes;
pub mod trust;
