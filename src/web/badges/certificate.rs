//! The certificate of a badge, as a PDF: what stands on it, in the language of the badge. It is drawn for whoever asks, a few at a time, off the threads
//! that answer.

use jiff::Timestamp;
use serde_json::Value;
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{credentials::artwork_of, report};
use crate::{
    badges::{
        achievement::Achievement,
        award::{Award, Evidence},
        certificate::{self, Certificate},
        ledger::Kept,
    },
    base::{Error, Lang, Result},
    flows::badges::{self as flow, Face, Verified},
    i18n::Texts,
    web::{Site, page},
};

/// How many are drawn at once: each takes a core for some milliseconds.
static DRAWN_AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The certificate of a credential.
///
/// # Errors
/// Those of the store; [`Error::Fault`] where it does not draw.
pub async fn pdf(
    site: &Site,
    kept: &Kept,
    award: &Award,
    achievement: &Achievement,
) -> Result<Vec<u8>> {
    let verified = flow::verify_kept(&site.app, kept).await?;
    let certificate = certificate(site, kept, award, achievement, &verified);
    let turn = DRAWN_AT_ONCE.acquire().await.map_err(Error::fault)?;
    let drawn = spawn_blocking(move || certificate::pdf(&certificate)).await;
    drop(turn);
    drawn.map_err(Error::fault)?.map_err(Error::fault)
}

fn certificate(
    site: &Site,
    kept: &Kept,
    award: &Award,
    achievement: &Achievement,
    verified: &Verified,
) -> Certificate {
    let (tag, words) = achievement.texts(award.lang);
    let lang: Lang = tag.parse().unwrap_or_default();
    let t = Texts::of(lang);
    let credential = verified.report.credential.clone().unwrap_or_default();
    let one = &credential["credentialSubject"]["achievement"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = text(&credential["name"]);
    let issuer = text(&credential["issuer"]["name"]);
    let url = site.app.url(&format!("/credentials/{}", kept.id));
    let notices = notices(site, &t, verified);
    let title = t.with("certificate-title", "name", name.as_str());
    Certificate {
        lang,
        // Who has the file read aloud hears first that the badge does not hold.
        title: match notices.first().filter(|_| verified.face != Face::Valid) {
            Some((verdict, _)) => format!("{verdict} · {title}"),
            None => title,
        },
        overline: t.with("certificate-overline", "issuer", issuer.as_str()),
        description: text(&one["description"]),
        artwork: artwork_of(&site.app, achievement, tag),
        given_to: t.text("certificate-given-to"),
        person: kept.name.clone(),
        nobody: t.text("name-none"),
        elsewhere: t.text("certificate-name-elsewhere"),
        identity: identity(&t, &award.evidence),
        facts: facts(&t, &credential, achievement, &words.level_names, &issuer),
        criteria_title: t.text("certificate-criteria"),
        criteria: page::blocks(one["criteria"]["narrative"].as_str().unwrap_or_default()),
        more: t.text("certificate-more"),
        check_title: t.text("certificate-check-title"),
        check: t.text("certificate-check"),
        url_alt: t.with("certificate-link", "name", name.as_str()),
        qr_alt: t.with("certificate-qr", "url", url.as_str()),
        qr_caption: t.text("certificate-qr-caption"),
        notices,
        signs_left_out: t.text("certificate-signs"),
        issued_at: kept.issued_at,
        issuer,
        name,
        url,
    }
}

/// What is known of who the person is.
fn identity(t: &Texts, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Assessed(how) if how.identity_checked => t.text("evidence-identity-checked"),
        Evidence::Assessed(how) if how.supervised_by.is_some() => String::new(),
        _ => t.text("certificate-unverified"),
    }
}

fn facts(
    t: &Texts,
    credential: &Value,
    achievement: &Achievement,
    levels: &[String],
    issuer: &str,
) -> Vec<(String, String)> {
    let date = |value: &Value| {
        let at: Option<Timestamp> = value.as_str().and_then(|text| text.parse().ok());
        at.map(|at| t.date(at))
    };
    let mut facts = Vec::new();
    let (step, steps) = achievement.step();
    // What is given by hand has no levels.
    if let Some(level) = levels.get(step - 1) {
        let value = t.with_all(
            "certificate-level-value",
            [
                ("level", level.as_str().into()),
                ("step", step.into()),
                ("count", steps.into()),
            ],
        );
        facts.push((t.text("certificate-level"), value));
    }
    let until = date(&credential["validUntil"]);
    facts.push((
        t.text("fact-issued"),
        date(&credential["validFrom"]).unwrap_or_default(),
    ));
    facts.push((
        t.text("fact-until"),
        until.unwrap_or_else(|| t.text("fact-forever")),
    ));
    facts.push((t.text("fact-issuer"), issuer.to_owned()));
    let how = credential["evidence"][0]["narrative"].as_str();
    // The first sentences say whether somebody watched and how often one may try.
    let how: String = how
        .unwrap_or_default()
        .split_inclusive(". ")
        .take(2)
        .collect();
    facts.push((t.text("certificate-how"), how.trim().to_owned()));
    facts
}

/// Why it does not hold at this moment, and whether it is only a test.
fn notices(site: &Site, t: &Texts, verified: &Verified) -> Vec<(String, String)> {
    let mut notices = Vec::new();
    if verified.face != Face::Valid {
        let report = report::view(t, verified);
        let mut sentences = report.sentences;
        // The name stands on the page already.
        if verified.reason.is_some() {
            sentences.truncate(2);
        } else {
            sentences.truncate(1);
        }
        notices.push((report.verdict, sentences.join(" ")));
    }
    if site.app.is_test() {
        notices.push((t.text("test-ribbon"), t.text("test-note")));
    }
    notices
}
