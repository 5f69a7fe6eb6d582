#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

// The data model, a file for each object or family of the standard.
pub mod achievement;
pub mod alignment;
pub mod credential;
pub mod credential_status;
pub mod endorsement;
mod equality;
pub mod evidence;
pub mod identity;
pub mod image;
pub mod language;
mod object;
pub mod presentation;
pub mod profile;
pub mod result;
pub mod schema;
pub mod subject;
mod uri;
pub mod vocabulary;

// What is signed, by whom, and what comes of it.
pub mod bake;
pub mod canonical;
mod context;
pub mod did;
mod error;
pub mod json;
pub mod jwt;
pub mod key;
mod multibase;
#[cfg(feature = "ob2")]
pub mod ob2;
pub mod proof;
mod rdf;
pub mod status;
pub mod verify;

pub use achievement::{Achievement, Criteria, Related};
pub use alignment::Alignment;
pub use context::Contexts;
pub use credential::AchievementCredential;
pub use credential_status::BitstringStatusListEntry;
pub use endorsement::{EndorsementCredential, EndorsementSubject};
pub use error::Error;
pub use evidence::Evidence;
pub use identity::{IdentifierEntry, IdentityObject};
pub use image::Image;
pub use language::{LanguageString, LanguageTag};
pub use presentation::VerifiablePresentation;
pub use profile::{Address, GeoCoordinates, Profile};
pub use result::{ResultDescription, RubricCriterionLevel};
pub use subject::AchievementSubject;
pub use uri::Uri;
