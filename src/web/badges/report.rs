//! What verification found, in the words of the page.

use openbadges::{
    Error,
    verify::{Check, CheckId, Endorsement, Outcome, Reason, Report, Verdict},
};

use crate::{
    app::App,
    badges::trust::Trust,
    base::Lang,
    flows::badges::{Face, Hosted, Verified},
    i18n::Texts,
};

/// One check as it is shown.
pub struct CheckView {
    pub mark: &'static str,
    pub outcome: String,
    pub text: String,
    pub detail: Option<String>,
}

/// The whole report as it is shown.
pub struct ReportView {
    pub class: &'static str,
    pub verdict: String,
    pub sentences: Vec<String>,
    pub checks: Vec<CheckView>,
}

/// The word of a face: a part of the keys of its texts.
fn word(face: Face) -> &'static str {
    match face {
        Face::Valid => "valid",
        Face::Revoked => "revoked",
        Face::Suspended => "suspended",
        Face::Expired => "expired",
        Face::NotYet => "not-yet",
        Face::Foreign => "foreign",
        Face::Imposter => "imposter",
        Face::Altered => "altered",
        Face::Withdrawn => "withdrawn",
        Face::Replaced => "replaced",
        Face::Unknown => "unknown",
        Face::NotABadge => "not-a-badge",
    }
}

/// Puts a report into words.
pub fn view(t: &Texts, verified: &Verified) -> ReportView {
    let summary = verified.report.summary();
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    let issued = summary
        .valid_from
        .as_deref()
        .and_then(|text| text.parse().ok())
        .map_or_else(|| "?".to_owned(), |at| t.date(at));
    let beyond = beyond(&verified.report);
    let detail = match &verified.report.check(CheckId::Format).reason {
        Some(Reason::Unreadable(Error::Image(_))) => t.text("reason-empty-image"),
        _ => beyond.map_or_else(|| t.text("reason-not-a-badge"), |reason| why(t, reason)),
    };
    let word = word(verified.face);
    let how = verified.of_2_0;
    let is_hosted = how.is_some_and(|how| how.hosted);
    let listed = match &verified.trust {
        Trust::Listed(name) => Some(name.as_str()),
        _ => None,
    };
    let sentence = match verified.face {
        Face::Valid if verified.own && is_endorsement(verified) => "endorsement-own",
        Face::Revoked if verified.own && is_endorsement(verified) => "endorsement-over",
        // An issuer of 2.0 may leave nothing of a badge but that it was taken back.
        Face::Revoked if summary.achievement_name.is_none() => "taken-back",
        // Nobody signs a hosted badge, so no signature is spoken of.
        Face::Foreign if is_hosted && listed.is_none() => "published",
        Face::Altered if is_hosted => "out-of-place",
        Face::Valid | Face::Foreign if is_endorsement(verified) => "endorsement",
        Face::Foreign if listed.is_some() => "listed",
        Face::Unknown if beyond.is_some() => "beyond",
        _ => word,
    };
    let title = title(&verified.report);
    let until: Option<jiff::Timestamp> = summary
        .valid_until
        .as_deref()
        .and_then(|text| text.parse().ok());
    let mut sentences = vec![t.with_all(
        &format!("sentence-{sentence}"),
        [
            ("badge", said(&summary.achievement_name).into()),
            (
                "issuer",
                said(&summary.issuer_name.clone().or(summary.issuer.clone())).into(),
            ),
            (
                "signer",
                signer(summary.issuer.as_deref().unwrap_or_default()).into(),
            ),
            ("date", issued.into()),
            ("ends", if until.is_some() { "day" } else { "never" }.into()),
            (
                "until",
                until.map(|at| t.date(at)).unwrap_or_default().into(),
            ),
            ("subject", said(&summary.recipient).into()),
            ("detail", detail.into()),
            ("name", listed.unwrap_or_default().into()),
            ("title", title.into()),
        ],
    )];
    // Loudly, and apart from the badge, which does not depend on it.
    for one in &verified.report.endorsements {
        if is_taken_back(one) {
            sentences.push(t.with(
                "sentence-endorsement-withdrawn",
                "title",
                self::title(&one.report),
            ));
        } else if one.verdict() == Verdict::Invalid {
            let by = signer(one.by().unwrap_or("?"));
            sentences.push(t.with("sentence-endorsement-altered", "by", by));
        }
    }
    if how.is_some_and(|how| how.differs) {
        sentences.push(t.text("sentence-differs"));
    }
    if let Some(reason) = &verified.reason {
        sentences.push(t.with("sentence-reason", "reason", reason.as_str()));
    }
    if matches!(
        verified.face,
        Face::Valid | Face::Revoked | Face::Suspended | Face::Expired | Face::Unknown
    ) {
        // Whose it is comes first, beneath the verdict.
        match &summary.recipient_name {
            Some(name) if verified.watched => {
                sentences.insert(0, t.with("name-watched", "name", name.as_str()));
            }
            Some(name) => sentences.insert(0, t.with("name-unverified", "name", name.as_str())),
            None if sentence == "valid" && how.is_none() => {
                sentences.insert(0, t.text("name-none"));
            }
            None => {}
        }
    }
    let narrative = verified
        .report
        .credential
        .as_ref()
        .and_then(|credential| credential["evidence"][0]["narrative"].as_str());
    if let (Face::Valid, true, Some(narrative)) = (verified.face, verified.own, narrative) {
        // The first sentences of how it was assessed: supervision and retakes. Whether somebody looked who it is was said with the name.
        let unchecked =
            [Lang::Fr, Lang::En].map(|lang| Texts::of(lang).text("evidence-identity-unchecked"));
        let told = narrative.split_inclusive(". ").take(2);
        // A digest is for machines, and takes the first screen of a phone; it stands further down, with the rest of how.
        let told = told.filter(|one| {
            !unchecked.iter().any(|said| one.trim() == said) && !one.contains("SHA-256")
        });
        sentences.push(told.collect::<String>().trim().to_owned());
    }
    let checks = if verified.face == Face::NotABadge {
        Vec::new()
    } else {
        verified
            .report
            .checks
            .iter()
            // What nobody asked about says nothing to the reader.
            .filter(|check| check.outcome != Outcome::Skip)
            .map(|check| self::check(t, check, how))
            .collect()
    };
    // The sign beside the verdict belongs to its class, in the stylesheet: a shape of its own, never colour alone.
    let class = match verified.face {
        Face::Valid => "good",
        Face::Foreign if sentence == "listed" => "good",
        Face::Altered | Face::Imposter | Face::Revoked => "bad",
        Face::Suspended | Face::Expired | Face::NotYet | Face::Replaced | Face::Withdrawn => "warn",
        Face::Unknown | Face::NotABadge | Face::Foreign => "neutral",
    };
    ReportView {
        class,
        verdict: match sentence {
            "published" => t.text("verdict-published"),
            "listed" => t.text("verdict-listed"),
            "endorsement-own" => t.text("verdict-endorsement"),
            "endorsement-over" => t.text("verdict-endorsement-over"),
            _ => t.text(&format!("verdict-{word}")),
        },
        sentences,
        checks,
    }
}

/// When it was checked, and where: what a printed report is read by.
pub fn checked(t: &Texts, app: &App, when: String) -> String {
    t.with_all(
        "verify-checked",
        [("date", when.into()), ("host", app.host().into())],
    )
}

/// What is said of a badge that was given up: nothing of what it was.
pub fn withdrawn(t: &Texts) -> ReportView {
    ReportView {
        class: "warn",
        verdict: t.text("verdict-withdrawn"),
        sentences: vec![t.text("sentence-withdrawn")],
        checks: Vec::new(),
    }
}

fn check(t: &Texts, check: &Check, how: Option<Hosted>) -> CheckView {
    let (mark, outcome) = match check.outcome {
        Outcome::Pass => ("✓", "outcome-pass"),
        Outcome::Fail => ("✕", "outcome-fail"),
        Outcome::Unknown | Outcome::Skip => ("?", "outcome-unknown"),
    };
    let told = matches!(check.outcome, Outcome::Fail | Outcome::Unknown);
    CheckView {
        mark,
        outcome: t.text(outcome),
        text: t.text(&format!(
            "check-{}{}",
            check.id.name(),
            variant(check.id, how)
        )),
        detail: check
            .reason
            .as_ref()
            .filter(|_| told)
            .map(|reason| why(t, reason)),
    }
}

/// The name of what was handed in, as it says itself.
pub fn title(report: &Report) -> String {
    let credential = report.credential.as_ref();
    let name = credential.and_then(|credential| credential["name"].as_str());
    name.unwrap_or("?").to_owned()
}

/// Whether an endorsement fails for nothing else than that who gave it took it back.
fn is_taken_back(one: &Endorsement) -> bool {
    let failed = |check: &&openbadges::verify::Check| check.outcome == Outcome::Fail;
    let mut failed = one.report.checks.iter().filter(failed);
    failed
        .next()
        .is_some_and(|check| check.reason == Some(Reason::Revoked))
        && failed.next().is_none()
}

/// Whether what was handed in is an endorsement that stands alone.
fn is_endorsement(verified: &Verified) -> bool {
    let credential = verified.report.credential.as_ref();
    credential.is_some_and(|credential| credential["credentialSubject"]["achievement"].is_null())
        && verified.of_2_0.is_none()
}

/// What is told of a check where a badge of 2.0 is checked in another way.
fn variant(id: CheckId, how: Option<Hosted>) -> &'static str {
    match (id, how) {
        (CheckId::Schema | CheckId::Context, Some(_)) => "-v2",
        (CheckId::Proof | CheckId::Issuer, Some(how)) if how.hosted => "-v2",
        _ => "",
    }
}

/// Who signed, by what cannot be made up: the host of a `did:web`, else the beginning of the identifier.
pub fn signer(id: &str) -> String {
    if let Some(rest) = id.strip_prefix("https://") {
        return rest.split('/').next().unwrap_or_default().to_owned();
    }
    match id.strip_prefix("did:web:") {
        Some(rest) => rest
            .split(':')
            .next()
            .unwrap_or_default()
            .replace("%3A", ":"),
        None if id.chars().count() > 40 => id.chars().take(36).chain(['…']).collect(),
        None => id.to_owned(),
    }
}

/// Why a badge is more than what is read here, where it is: trying again later changes nothing.
fn beyond(report: &Report) -> Option<&Reason> {
    let unknown = |check: &&Check| check.outcome == Outcome::Unknown;
    let reasons = report
        .checks
        .iter()
        .filter(unknown)
        .filter_map(|check| check.reason.as_ref());
    reasons.into_iter().find(|reason| match reason {
        Reason::TooLarge => true,
        Reason::Unreadable(error)
        | Reason::Canonical(error)
        | Reason::Proof(error)
        | Reason::Key(error) => is_ours(error),
        _ => false,
    })
}

/// Whether it is a bound of what is read here that was reached.
fn is_ours(error: &Error) -> bool {
    matches!(error, Error::Limit(_) | Error::Unsupported(_))
}

/// A reason in the words of the page; the terminal and the API give the exact ones.
fn why(t: &Texts, reason: &Reason) -> String {
    let key = match reason {
        Reason::TooLarge => "why-too-large",
        Reason::Unreadable(error)
        | Reason::Canonical(error)
        | Reason::Proof(error)
        | Reason::Key(error)
            if is_ours(error) =>
        {
            match error {
                Error::Limit(_) => "why-limit",
                _ => "why-form",
            }
        }
        Reason::NotABadge | Reason::Unreadable(_) => "why-unreadable",
        Reason::Shape(_) => "why-shape",
        Reason::UnknownContext(_) | Reason::InlineContext | Reason::OddName(_) => "why-vocabulary",
        Reason::Canonical(_) => "why-uncovered",
        Reason::NoProof => "why-unsigned",
        Reason::UnknownSuite(_) | Reason::UnknownAlgorithm(_) | Reason::UnknownKeyKind(_) => {
            "why-suite"
        }
        Reason::Proof(_) => "why-signature",
        Reason::ProofInFuture => "why-future",
        Reason::ProofExpired => "why-proof-over",
        Reason::NoKeyNamed | Reason::Key(_) => "why-key",
        Reason::KeyOfAnother(_) => "why-another",
        Reason::UnknownDidMethod(_) => "why-identifier",
        Reason::NoDate(_) => "why-date",
        Reason::NotYetValid(_) => "why-not-yet",
        Reason::Expired(_) => "why-expired",
        Reason::NoStatus => "why-no-status",
        Reason::UnknownStatusType(_) | Reason::ListUntrusted(_) => "why-list",
        Reason::Unreachable { .. } => "why-unreachable",
        Reason::Revoked => "why-revoked",
        Reason::Suspended => "why-suspended",
        Reason::AnotherRecipient => "why-somebody-else",
        Reason::AnotherThere(_) => "why-another-there",
        Reason::OutOfScope(_) => "why-out-of-scope",
        _ => "why-other",
    };
    t.text(key)
}
