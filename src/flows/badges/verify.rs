//! Anybody's badge, verified. Our own documents come from our own keys and rows, never over the network.

use openbadges::{
    Contexts,
    did::document_url,
    verify::{
        self as ob, CheckId, Documents, Endorsement, Notice, Options, Outcome, Reason, Report,
        Verdict,
    },
};

use serde_json::Value;

use super::{endorse, keys, standing::status_list, v2};
use crate::{
    app::{App, Base},
    badges::{
        issuer_key::IssuerKey,
        ledger::{Kept, Standing},
        trust::{Trust, host, look_alike},
    },
    base::{CredentialId, Error, Result, digest},
    config::Fetch,
    outside::fetch::{self, Document},
    store::{badges as rows, sql::Conn},
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
    /// How its issuer is known here.
    pub trust: Trust,
    /// The issuer known here for whom it could be taken at a glance.
    pub look_alike: Option<String>,
    /// The reason that the issuer gave for taking it back.
    pub reason: Option<String>,
    /// Whether somebody watched while it was earned, so that the name on it was seen by a person.
    pub watched: bool,
    /// Whether it is a badge of Open Badges 2.0, and if so whether nobody signed it: what its address gives counts.
    pub of_2_0: Option<Hosted>,
}

/// How a badge of Open Badges 2.0 is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hosted {
    /// By what its address gives, and not by a signature.
    pub hosted: bool,
    /// What was handed in says something else than what the address gives.
    pub differs: bool,
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
    let mut reader = app.db.read().await?;
    let kept = match report.summary().id.and_then(|id| own_id(app, &id)) {
        Some(id) => rows::find_credential(&mut reader, id).await?,
        None => None,
    };
    let watched = is_watched(&mut reader, kept.as_ref()).await?;
    drop(reader);
    Ok(judge(app, report, kept.as_ref(), watched))
}

/// Whether somebody watched while a credential of ours was earned; nothing is known of one that was given up.
async fn is_watched(conn: &mut impl Conn, kept: Option<&Kept>) -> Result<bool> {
    match kept.filter(|kept| kept.standing != Standing::Withdrawn) {
        Some(kept) => {
            let (award, _) = rows::find_stated(conn, kept).await?;
            Ok(award.evidence.is_watched())
        }
        None => Ok(false),
    }
}

/// Verifies a credential of ours as it is kept.
///
/// # Errors
/// Those of the store.
pub async fn verify_kept(app: &App, kept: &Kept) -> Result<Verified> {
    let report = report(app, kept.document.as_bytes()).await?;
    let watched = is_watched(&mut app.db.read().await?, Some(kept)).await?;
    Ok(judge(app, report, Some(kept), watched))
}

/// The id of a credential of ours in its address, or in that of its form of 2.0.
fn own_id(app: &App, url: &str) -> Option<CredentialId> {
    app.bases().iter().find_map(|base| {
        let id = url.strip_prefix(&base.url)?.strip_prefix("/credentials/")?;
        id.strip_suffix("/v2").unwrap_or(id).parse().ok()
    })
}

/// Verifies, handing in what is our own, and asking others through the guarded door where the settings let us.
async fn report(app: &App, input: &[u8]) -> Result<Report> {
    let options = Options {
        at: app.now(),
        recipient: None,
        contexts: Contexts::bundled(),
    };
    let mut documents = Documents::new();
    if let Some((url, document)) = kept_in_the_log(app, input).await? {
        documents.add(url, document);
    }
    let mut left = MOST_ASKED;
    for _ in 0..ROUNDS {
        let report = ob::verify_either(input, &documents, &options);
        if report.needs.is_empty() {
            return Ok(report);
        }
        let mut others = Vec::new();
        for url in report.needs {
            match own_document(app, &url).await? {
                Some(document) => add_document(&mut documents, url, Ok(document)),
                None if may_fetch(app, &url) => others.push(url),
                None => documents.add_unavailable(url, NOT_ASKED),
            }
        }
        for url in beyond(&mut others, &mut left) {
            documents.add_unavailable(url, NO_MORE);
        }
        for (url, document) in app.door.get_all(others).await {
            add_document(&mut documents, url, document);
        }
    }
    Ok(ob::verify_either(input, &documents, &options))
}

/// The addresses that are too many: the others stay, and leave so many less for the next round.
fn beyond(urls: &mut Vec<String>, left: &mut usize) -> Vec<String> {
    let beyond = urls.split_off(urls.len().min(*left));
    *left -= urls.len();
    beyond
}

/// Has what an address gave among the documents at hand.
pub fn add_document(
    documents: &mut Documents,
    url: String,
    document: std::result::Result<Document, String>,
) {
    match document {
        Ok(Document::Here(bytes)) => documents.add(url, bytes),
        Ok(Document::Gone(said)) => documents.add_gone(url, said),
        Err(why) => documents.add_unavailable(url, why),
    }
}

/// Whether the settings let an address be asked.
pub fn may_fetch(app: &App, url: &str) -> bool {
    let Some(host) = fetch::host(url) else {
        return false;
    };
    match app.config.verify.fetch {
        Fetch::None => false,
        Fetch::Any => true,
        Fetch::Listed => {
            let named = app
                .config
                .verify
                .hosts
                .iter()
                .any(|one| one.eq_ignore_ascii_case(&host));
            named
                || app
                    .trust
                    .list()
                    .hosts()
                    .any(|one| one.eq_ignore_ascii_case(&host))
        }
    }
}

/// A badge at an address, as somebody names it: ours from our own rows, others through the guarded door; reads only.
///
/// # Errors
/// Those of the store. Within: why it could not be had.
pub async fn fetch_badge(app: &App, url: &str) -> Result<std::result::Result<Vec<u8>, String>> {
    if let Some(kept) = own_badge(app, url).await? {
        return Ok(Ok(kept));
    }
    if !may_fetch(app, url) {
        return Ok(Err(NOT_ASKED.to_owned()));
    }
    Ok(app.door.get(url).await.and_then(Document::badge))
}

/// The credential of ours that an address names: that of its page or of any of its forms.
pub fn own_credential(app: &App, url: &str) -> Option<CredentialId> {
    let bare = url.trim().split(['?', '#']).next().unwrap_or_default();
    let bare = ["html", "json", "jwt", "png", "svg", "pdf"]
        .iter()
        .find_map(|form| bare.strip_suffix(form)?.strip_suffix('.'))
        .unwrap_or(bare);
    own_id(app, bare)
}

/// A badge of ours by the address of any of its forms, as it is kept; reads only.
///
/// # Errors
/// Those of the store.
pub async fn own_badge(app: &App, url: &str) -> Result<Option<Vec<u8>>> {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    // The image has the same inside.
    let baked = bare
        .strip_suffix(".png")
        .or_else(|| bare.strip_suffix(".svg"));
    let hosted = baked.filter(|stem| stem.ends_with("/v2")).unwrap_or(bare);
    if let Some(document) = v2::own(app, hosted).await? {
        return Ok(document.badge().ok());
    }
    if let Some(document) = endorse::own(app, bare).await? {
        return Ok(Some(document.into_bytes()));
    }
    let Some(id) = own_credential(app, url) else {
        return Ok(None);
    };
    let kept = rows::find_credential(&mut app.db.read().await?, id).await?;
    // What was given up is not here any more.
    Ok(kept
        .filter(|kept| kept.standing != Standing::Withdrawn)
        .map(|kept| kept.document.into_bytes()))
}

/// How often more documents are asked for: a badge of 2.0 leads over its class and its issuer, each of which may have moved, to the issuer's key.
pub const ROUNDS: usize = 6;

/// The most documents of others that are asked for one badge, all rounds together: an honest one with endorsements needs two for each of its signers. Whoever
/// writes a badge can name hundreds, and would have us ask for them all.
const MOST_ASKED: usize = 40;

/// Why a document was not fetched, after so many that were.
const NO_MORE: &str = "this instance asks for no more documents for one badge";

/// Why a document was not fetched.
const NOT_ASKED: &str = "its host is not among those that this instance asks for documents";

/// Where a key of ours was stolen, and the issuance log has what was handed in: the DID document in which that key counts still. A thief chooses dates, and
/// cannot write into the log. Reads only.
///
/// # Errors
/// Those of the store.
pub async fn kept_in_the_log(app: &App, input: &[u8]) -> Result<Option<(String, String)>> {
    let keys = keys::history(app).await?;
    if keys.iter().all(IssuerKey::asserts) {
        return Ok(None);
    }
    let Some((signed, issuer)) = as_it_was_signed(input) else {
        return Ok(None);
    };
    let Some(base) = app.bases().iter().find(|base| base.did == issuer) else {
        return Ok(None);
    };
    if !rows::is_logged(&mut app.db.read().await?, &digest(signed.as_bytes())).await? {
        return Ok(None);
    }
    let document = keys::document_of_the_log(base, &keys).to_string();
    Ok(document_url(&base.did).ok().map(|url| (url, document)))
}

/// What was handed in as the bytes that left us, whatever it travelled in, and the issuer that it names.
fn as_it_was_signed(input: &[u8]) -> Option<(String, String)> {
    let text = ob::carried(input).ok()?;
    let (signed, credential) = if text.starts_with('{') {
        // Members keep their order through reading and writing: spaces put in between are no change.
        let document = openbadges::json::parse(text.as_bytes()).ok()?;
        (document.to_string(), document)
    } else {
        (
            text.to_string(),
            openbadges::jwt::read(&text).ok()?.credential,
        )
    };
    let issuer = credential["issuer"]["id"].as_str()?.to_owned();
    Some((signed, issuer))
}

/// A document of ours by its address, from our own keys and rows; reads only.
///
/// # Errors
/// Those of the store.
pub async fn own_document(app: &App, url: &str) -> Result<Option<Document>> {
    let here = |text: String| Document::Here(text.into_bytes());
    let of_base = |base: &&Base| document_url(&base.did).is_ok_and(|own| own == url);
    if let Some(base) = app.bases().iter().find(of_base) {
        let document = keys::did_document(app, base).await?;
        return Ok(Some(here(document.to_string())));
    }
    let list = app.bases().iter().find_map(|base| {
        let list = url.strip_prefix(&base.url)?.strip_prefix("/status/")?;
        Some((base, list.parse().ok()?))
    });
    let Some((base, list)) = list else {
        return v2::own(app, url).await;
    };
    match status_list(app, base, list).await {
        Ok(signed) => Ok(signed.first().cloned().map(here)),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

fn judge(app: &App, mut report: Report, kept: Option<&Kept>, watched: bool) -> Verified {
    let summary = report.summary();
    let own = summary
        .issuer
        .as_ref()
        .is_some_and(|issuer| app.is_own(issuer) || v2::is_own_issuer(app, issuer));
    let claims_ours = summary
        .id
        .as_ref()
        .is_some_and(|id| own_id(app, id).is_some());
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
    let of_2_0 = of_2_0(&report);
    // Of 2.0 nothing is ours but what an address of ours gives, and one that was taken back may say no more than that.
    let is_ours = match of_2_0 {
        None => own,
        Some(how) => how.hosted && report.check(CheckId::Proof).outcome == Outcome::Pass,
    };
    let kept = kept.filter(|_| is_ours && sound);
    let standing = kept.map(|kept| kept.standing);
    let face = if report.check(CheckId::Format).outcome == Outcome::Unknown {
        // It may be a badge, and is larger or of another form than what is read here.
        Face::Unknown
    } else if failed(CheckId::Format) || !is_badge(&report) {
        Face::NotABadge
    } else if claims_ours && !is_ours {
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
            // Who gives a badge up may keep the file, and it holds on, unless they asked that it does not.
            (Some(Standing::Withdrawn), Some(Reason::Revoked), _) => Face::Withdrawn,
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
                && of_2_0.is_none()
                && kept.is_some_and(|kept| {
                    kept.standing != Standing::Withdrawn && !is_copy(&report, kept)
                }) =>
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
    let (trust, look_alike) = known(app, &report, own);
    let reason = kept
        .filter(|kept| kept.standing != Standing::Valid)
        .and_then(|kept| kept.reason.clone())
        .or_else(|| told_beside(&report).filter(|_| face == Face::Revoked && !own));
    Verified {
        report,
        face,
        own,
        trust,
        look_alike,
        reason,
        watched: watched && own,
        of_2_0,
    }
}

/// What an issuer of 2.0 says of why they took a badge back.
fn told_beside(report: &Report) -> Option<String> {
    report.notices.iter().find_map(|notice| match notice {
        Notice::Message(text) => Some(text.clone()),
        _ => None,
    })
}

fn of_2_0(report: &Report) -> Option<Hosted> {
    let credential = report.credential.as_ref()?;
    if credential.get("credentialSubject").is_some() {
        return None;
    }
    Some(Hosted {
        hosted: report.check(CheckId::Key).reason == Some(Reason::Hosted),
        differs: report.notices.contains(&Notice::Differs),
    })
}

/// How an issuer is known, and for whom it could be taken.
fn known(app: &App, report: &Report, own: bool) -> (Trust, Option<String>) {
    let (list, summary) = (app.trust.list(), report.summary());
    let id = summary.issuer.as_deref().unwrap_or_default();
    if own {
        return (Trust::Own, None);
    }
    if let Some(known) = list.find(id) {
        return (Trust::Listed(known.name.clone()), None);
    }
    let vouched = report
        .endorsements
        .iter()
        .filter(|one| vouches_for(one, id));
    if let Some(name) = vouched.into_iter().find_map(|one| name_of(app, one.by()?)) {
        return (Trust::Endorsed(name), None);
    }
    let ours = app.bases().iter().filter_map(|base| host(&base.did));
    let names = list.issuers.iter().map(|known| known.name.as_str());
    let known = ours
        .chain(list.hosts())
        .chain(names)
        .chain([app.config.issuer.name.as_str()]);
    let said = summary.issuer_name.as_deref().into_iter().chain(host(id));
    (Trust::Unknown, look_alike(said, known))
}

/// Whether an endorsement holds, and is of that issuer by somebody else.
fn vouches_for(endorsement: &Endorsement, issuer: &str) -> bool {
    let by = endorsement.by();
    endorsement.verdict() == Verdict::Valid
        && endorsement.of() == Some(issuer)
        && by.is_some_and(|by| by != issuer)
}

/// The name of this instance or of an issuer on its list.
pub fn name_of(app: &App, id: &str) -> Option<String> {
    if app.is_own(id) {
        return Some(app.config.issuer.name.clone());
    }
    app.trust.list().find(id).map(|known| known.name.clone())
}

/// Whether it is a badge at all, good or bad: of a type of the standard, or signed.
fn is_badge(report: &Report) -> bool {
    let Some(credential) = &report.credential else {
        return false;
    };
    if credential["revoked"] == true {
        return true;
    }
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
        members.insert("trust".to_owned(), verified.trust.name().into());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_does_not_have_us_ask_without_end() {
        let mut left = 3;
        let mut round = |count: usize| {
            let mut urls: Vec<String> = (0..count).map(|n| n.to_string()).collect();
            let refused = beyond(&mut urls, &mut left);
            (urls.len(), refused.len())
        };
        assert_eq!([round(2), round(2), round(1)], [(2, 0), (1, 1), (0, 1)]);
    }
}
