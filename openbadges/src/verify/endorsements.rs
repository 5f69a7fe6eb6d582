//! Endorsements that a credential carries (Open Badges 3.0, section 9.2: each is verified as a credential of its own). What comes of them is told beside the
//! verdict and changes nothing in it: an issuer's badge is not worth less for what somebody else's words are worth.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    CheckId, Documents, Notice, Options, Outcome, Reason, Report, Verdict, input::Secured,
    is_endorsement, verify_shaped,
};
use crate::{
    jwt,
    object::{self, issuer_id},
    proof::Expected,
    schema,
};

/// How many endorsements of one document are verified, those in endorsements included: each may cost signatures, and documents to fetch.
const MOST: usize = 16;

/// How deep endorsements may stand in endorsements.
const DEEPEST: usize = 2;

/// An endorsement that stands in a credential, and what came of it (Open Badges 3.0, section 9.1, step 6).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Endorsement {
    /// The JSON pointer (RFC 6901) of the place where it stands.
    pub pointer: String,
    /// Every check of it; `recipient` says whether it is about this credential, its achievement, its issuer, or who carries it.
    pub report: Report,
}

impl Endorsement {
    /// Whether it holds (Open Badges 3.0, section 9.2).
    pub fn verdict(&self) -> Verdict {
        self.report.verdict
    }

    /// The id of who endorses, as the endorsement says: its `issuer`.
    pub fn by(&self) -> Option<&str> {
        issuer_id(self.report.credential.as_ref()?)
    }

    /// The id of who or what is endorsed: `credentialSubject.id` of the endorsement.
    pub fn of(&self) -> Option<&str> {
        let credential = self.report.credential.as_ref()?;
        credential["credentialSubject"]["id"].as_str()
    }
}

/// What is left to be verified.
pub(super) struct Budget {
    left: usize,
    depth: usize,
}

impl Default for Budget {
    fn default() -> Self {
        let (left, depth) = (MOST, 0);
        Budget { left, depth }
    }
}

/// Verifies those of a credential, and has them, what could not be looked at, and what is needed in the report.
pub(super) fn check(
    credential: &Value,
    documents: &Documents,
    options: &Options<'_>,
    budget: &mut Budget,
    report: &mut Report,
) {
    let carriers = carriers(credential);
    let known: Vec<&str> = carriers
        .iter()
        .filter_map(|(_, one)| one["id"].as_str())
        .collect();
    let mut needs: BTreeSet<String> = std::mem::take(&mut report.needs).into_iter().collect();
    let mut left_out = 0;
    for (pointer, carrier) in &carriers {
        for (member, value) in carried(carrier) {
            if budget.left == 0 || budget.depth == DEEPEST {
                left_out += 1;
                continue;
            }
            budget.left -= 1;
            budget.depth += 1;
            let one = verified(value, documents, options, budget, &known);
            budget.depth -= 1;
            needs.extend(one.needs.iter().cloned());
            let pointer = format!("{pointer}/{member}");
            report.endorsements.push(Endorsement {
                pointer,
                report: one,
            });
        }
    }
    if left_out > 0 {
        report.notices.push(Notice::MoreEndorsements(left_out));
    }
    report.needs = needs.into_iter().collect();
}

fn verified(
    value: &Value,
    documents: &Documents,
    options: &Options<'_>,
    budget: &mut Budget,
    known: &[&str],
) -> Report {
    let secured = match value {
        Value::String(token) => jwt::open(token)
            .map(|token| Secured::Token(Box::new(token)))
            .map_err(Reason::Unreadable),
        embedded => Ok(Secured::Embedded(embedded.clone())),
    };
    // Whom the badge was asked about is no question to an endorsement.
    let options = Options {
        recipient: None,
        ..*options
    };
    let (expected, shape) = (Expected::default(), schema::check_endorsement);
    let mut report = verify_shaped(secured, documents, &options, &expected, shape, budget);
    let Some(endorsement) = &report.credential else {
        return report;
    };
    let about = endorsement["credentialSubject"]["id"].as_str();
    if about.is_some_and(|about| known.contains(&about)) {
        report.pass(CheckId::Recipient);
    } else {
        report.set(CheckId::Recipient, Outcome::Fail, Reason::AnotherRecipient);
    }
    report.finish()
}

/// What may carry endorsements, and where it stands: the credential, its issuer, its achievement, and whoever these name.
fn carriers(credential: &Value) -> Vec<(String, &Value)> {
    let issuer = &credential["issuer"];
    let mut found = vec![
        (String::new(), Some(credential)),
        ("/issuer".to_owned(), Some(issuer)),
        ("/issuer/parentOrg".to_owned(), issuer.get("parentOrg")),
    ];
    let is_array = credential["credentialSubject"].is_array();
    for (place, subject) in object::each(credential.get("credentialSubject")).enumerate() {
        let item = if is_array {
            format!("/{place}")
        } else {
            String::new()
        };
        let at = format!("/credentialSubject{item}");
        let achievement = &subject["achievement"];
        found.extend([
            (format!("{at}/achievement"), Some(achievement)),
            (
                format!("{at}/achievement/creator"),
                achievement.get("creator"),
            ),
            (format!("{at}/source"), subject.get("source")),
        ]);
    }
    let objects = found.into_iter();
    objects
        .filter_map(|(pointer, value)| Some((pointer, value.filter(|value| value.is_object())?)))
        .collect()
}

/// The endorsements of one of them, each with its place.
fn carried(carrier: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for name in ["endorsement", "endorsementJwt"] {
        let Some(all) = carrier.get(name) else {
            continue;
        };
        for (place, one) in object::each(Some(all)).enumerate() {
            let item = if all.is_array() {
                format!("/{place}")
            } else {
                String::new()
            };
            if one.is_string() || one.is_object() {
                found.push((format!("{name}{item}"), one));
            }
        }
    }
    found
}

/// Whether a document is an endorsement and no badge.
pub(super) fn is_one(document: &Value) -> bool {
    let is_badge = |kind: &Value| kind == "AchievementCredential" || kind == "OpenBadgeCredential";
    is_endorsement(document) && !object::each(document.get("type")).any(is_badge)
}
