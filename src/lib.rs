//! crema: modules written in TOML are served as quizzes, attempts are scored, the level reached becomes a signed Open Badges 3.0 credential, and a
//! stranger who scans its QR code learns whether it holds. `docs/ARCHITECTURE.md` is the map.

pub mod access;
pub mod app;
pub mod assessment;
pub mod badges;
pub mod base;
pub mod certification;
pub mod charter;
pub mod cli;
pub mod config;
pub mod directory;
pub mod events;
pub mod flows;
pub mod geography;
pub mod i18n;
pub mod jobs;
pub mod letters;
pub mod outside;
pub mod registration;
pub mod store;
pub mod subscriptions;
pub mod voices;
pub mod web;
