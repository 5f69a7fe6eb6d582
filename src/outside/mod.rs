//! What lies outside the program: the network behind one door, the folder of keys, the folder of modules, that of the charter, that of reports on letters, backups, the figures for whoever watches.

pub mod archive;
pub mod charter;
pub mod fetch;
pub mod keyring;
pub mod mail;
pub mod meters;
#[cfg(feature = "openid")]
pub mod openid;
#[cfg(feature = "passkeys")]
pub mod passkeys;
pub mod quizzes;
pub mod reports;
pub mod trust;
