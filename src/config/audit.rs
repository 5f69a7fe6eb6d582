//! `[accessibility]`: what an audit found.

use serde::Deserialize;

/// What an audit of accessibility found (RGAA 4.1).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// The day on which it ended, as `2027-03-01`.
    pub on: String,
    /// Who made it.
    pub by: String,
    /// Of the criteria that apply, how many are met, in per cent.
    pub rate: f64,
    /// Where its report is read.
    pub report: Option<String>,
}

impl Audit {
    /// The day.
    pub fn day(&self) -> Option<jiff::civil::Date> {
        self.on.parse().ok()
    }

    /// What is wrong with it, in a sentence.
    pub(super) fn fault(&self) -> Option<String> {
        let report = self.report.as_deref().unwrap_or("https://");
        if self.day().is_none() {
            Some(format!("on: «{}» is no day, as 2027-03-01", self.on))
        } else if self.by.trim().is_empty() {
            Some("by: an audit is somebody's".into())
        } else if !(0.0..=100.0).contains(&self.rate) {
            Some(format!("rate: {} is no share in per cent", self.rate))
        } else if !report.starts_with("https://") && !report.starts_with("http://") {
            Some("report: an address begins with https://".into())
        } else {
            None
        }
    }
}
