//! Anybody's badge, verified. Our own documents come from our own keys and rows, never over the network.

use openbadges::{
    Contexts,
    did::document_url,
    verify::{self as ob, CheckId, Documents, Options, Outcome, Reason, Report, Verdict},
};

use serde_json::Value;

use super::standing::{did_document, status_list};
use crate::{
    app::{App, Base},
    badges::ledger::{Kept, Standing},
    base::{CredentialId, Error, Result},
    store::badges as rows,
};

/// What people are told first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// It holds.
    Valid,
    /// Taken back.
    Revoked,
    /// Taken back for a time.
    Suspended,
    /// Over.
    Expired,
    /// It begins later.
    NotYet,
    /// Signed as it should be, by somebody else than this instance.
    Foreign,
    /// It says that it is of this instance, and somebody else signed it.
    Imposter,
    /// Changed after it was signed, or not signed by whom it says.
    Altered,
    /// Given up by who held it.
    Withdrawn,
    /// A newer one stands in its place.
    Replaced,
    /// Something could not be checked.
    Unknown,
    /// No badge at all.
    NotABadge,
}

/// What verification found, and what our own rows say.
pub struct Verified {
    /// Every check.
    pub report: Report,
    /// What people are told first.
    pub face: Face,
    /// Whether it is a credential of this instance.
    pub own: bool,
    /// The reason that the issuer gave for taking it back.
    pub reason: Option<String>,
}

/// Verifies whatever somebody hands in; reads only.
///
/// # Errors
/// Those of the store.
pub async fn verify(app: &App, input: &[u8]) -> Result<Verified> {
    judged(app, report(app, input).await?).await
}

/// A report in the light of our own rows; reads only.
///
/// # Errors
/// Those of the store.
pub async fn judged(app: &App, report: Report) -> Result<Verified> {
    let kept = match report.summary().id.and_then(|id| own_id(app, &id)) {
        Some(id) => rows::find_credential(&mut app.db.read().await?, id).await?,
        None => None,
    };
    Ok(judge(app, report, kept.as_ref()))
}

/// Verifies a credential of ours as it is kept.
///
/// # Errors
/// Those of the store.
pub async fn verify_kept(app: &App, kept: &Kept) -> Result<Verified> {
    let report = report(app, kept.document.as_bytes()).await?;
    Ok(judge(app, report, Some(kept)))
}

/// The id of a credential of ours in its address.
fn own_id(app: &App, url: &str) -> Option<CredentialId> {
    app.bases().iter().find_map(|base| {
        url.strip_prefix(&base.url)?
            .strip_prefix("/credentials/")?
            .parse()
            .ok()
    })
}

/// Verifies, handing in what is our own and naming the rest as out of reach.
async fn report(app: &App, input: &[u8]) -> Result<Report> {
    let options = Options {
        at: app.now(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let mut documents = Documents::new();
    // The document of the issuer first, then the list that it points to: two rounds are enough, a third finds nothing new.
    for _ in 0..3 {
        let report = ob::verify(input, &documents, &options);
        if report.needs.is_empty() {
            return Ok(report);
        }
        for url in &report.needs {
            match own_document(app, url).await? {
                Some(document) => documents.add(url, document),
                None => documents
                    .add_unavailable(url, "this instance does not look up documents of others"),
            }
        }
    }
    Ok(ob::verify(input, &documents, &options))
}

/// A document of ours by its address, from our own keys and rows; reads only.
///
/// # Errors
/// Those of the store.
pub async fn own_document(app: &App, url: &str) -> Result<Option<String>> {
    let of_base = |base: &&Base| document_url(&base.did).is_ok_and(|own| own == url);
    if let Some(base) = app.bases().iter().find(of_base) {
        return Ok(Some(did_document(app, base).to_string()));
    }
    let list = app.bases().iter().find_map(|base| {
        let list = url.strip_prefix(&base.url)?.strip_prefix("/status/")?;
        Some((base, list.parse().ok()?))
    });
    let Some((base, list)) = list else {
        return Ok(None);
    };
    match status_list(app, base, list).await {
        Ok(signed) => Ok(signed.first().cloned()),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

fn judge(app: &App, mut report: Report, kept: Option<&Kept>) -> Verified {
    let summary = report.summary();
    let own = summary.issuer.is_some_and(|issuer| app.is_own(&issuer));
    let claims_ours = summary.id.is_some_and(|id| own_id(app, &id).is_some());
    // A signature of tomorrow is right and does not hold yet.
    let early = report.check(CheckId::Proof).reason == Some(Reason::ProofInFuture);
    let failed =
        |id: CheckId| report.check(id).outcome == Outcome::Fail && !(id == CheckId::Proof && early);
    let sound = ![
        CheckId::Schema,
        CheckId::Context,
        CheckId::Proof,
        CheckId::Key,
        CheckId::Issuer,
    ]
    .into_iter()
    .any(failed);
    let kept = kept.filter(|_| own && sound);
    let standing = kept.map(|kept| kept.standing);
    let face = if failed(CheckId::Format) || !is_badge(&report) {
        Face::NotABadge
    } else if claims_ours && !own {
        Face::Imposter
    } else if !sound {
        Face::Altered
    } else {
        match (
            standing,
            &report.check(CheckId::Status).reason,
            &report.check(CheckId::Dates).reason,
        ) {
            (Some(Standing::Revoked), ..) => Face::Revoked,
            (Some(Standing::Suspended), ..) => Face::Suspended,
            (Some(Standing::Withdrawn), ..) => Face::Withdrawn,
            (Some(Standing::Replaced), ..) => Face::Replaced,
            // Its bit is set and the credential holds: this file was replaced by a newer one.
            (Some(Standing::Valid), Some(Reason::Revoked), _) => Face::Replaced,
            (_, Some(Reason::Revoked), _) => Face::Revoked,
            (_, Some(Reason::Suspended), _) => Face::Suspended,
            (_, _, Some(Reason::Expired(_))) => Face::Expired,
            (_, _, Some(Reason::NotYetValid(_))) => Face::NotYet,
            _ if early => Face::NotYet,
            _ if report.verdict == Verdict::Valid && !own => Face::Foreign,
            // What a signature over statements cannot see, such as the order of a list, our own copy shows.
            _ if report.verdict == Verdict::Valid
                && kept.is_some_and(|kept| !is_copy(&report, kept)) =>
            {
                Face::Altered
            }
            _ if report.verdict == Verdict::Valid => Face::Valid,
            _ if report.verdict == Verdict::Invalid => Face::Altered,
            _ => Face::Unknown,
        }
    };
    // One list says both: our rows tell which of the two it is.
    if standing == Some(Standing::Suspended)
        && let Some(check) = report
            .checks
            .iter_mut()
            .find(|check| check.id == CheckId::Status)
    {
        check.reason = Some(Reason::Suspended);
    }
    let reason = kept
        .filter(|kept| kept.standing != Standing::Valid)
        .and_then(|kept| kept.reason.clone());
    Verified {
        report,
        face,
        own,
        reason,
    }
}

/// Whether it is a badge at all, good or bad: of a type of the standard, or signed.
fn is_badge(report: &Report) -> bool {
    let Some(credential) = &report.credential else {
        return false;
    };
    let typed = |kind: &Value| {
        matches!(
            kind.as_str(),
            Some(
                "VerifiableCredential"
                    | "OpenBadgeCredential"
                    | "AchievementCredential"
                    | "EndorsementCredential"
                    | "Assertion"
            )
        )
    };
    let kinds = &credential["type"];
    typed(kinds)
        || kinds
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(typed))
        || credential.get("proof").is_some()
}

/// Whether what was handed in says the same as the copy that we keep, the proof apart; a token carries none.
fn is_copy(report: &Report, kept: &Kept) -> bool {
    let Ok(own) = serde_json::from_str::<Value>(&kept.document) else {
        return false;
    };
    let Some(given) = &report.credential else {
        return false;
    };
    let bare = |value: &Value| {
        let mut value = value.clone();
        if let Some(members) = value.as_object_mut() {
            members.shift_remove("proof");
        }
        value
    };
    bare(given) == bare(&own)
        && given
            .get("proof")
            .is_none_or(|proof| *proof == own["proof"])
}

/// One result as `crema verify --json` and the API give it.
pub fn result_value(source: &str, verified: &Verified) -> Value {
    let mut value = verified.report.to_value();
    if let Some(members) = value.as_object_mut() {
        members.shift_insert(0, "source".to_owned(), source.into());
        members.insert(
            "trust".to_owned(),
            if verified.own { "own" } else { "unknown" }.into(),
        );
    }
    // What our own rows say counts at once, before any list is renewed.
    if matches!(
        verified.face,
        Face::Revoked
            | Face::Suspended
            | Face::Withdrawn
            | Face::Replaced
            | Face::Imposter
            | Face::Altered
    ) {
        value["verdict"] = "invalid".into();
    }
    value
}
