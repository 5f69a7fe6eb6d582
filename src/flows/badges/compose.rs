//! A credential put together, signed in both forms, and checked before it leaves memory.

use jiff::{Span, Timestamp, tz::TimeZone};
use openbadges::{
    Contexts,
    credential::{
        self as ob, AchievementCredential, AchievementSubject, Levels, Profile, StatusEntry,
    },
    jwt, proof, schema,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        award::{Award, Evidence, Retakes},
        ledger::Seat,
    },
    base::{CredentialId, Error, Lang, Result},
    i18n::Texts,
    outside::keyring::Pair,
};

/// What is to be signed.
pub(super) struct Issue<'i> {
    pub(super) id: CredentialId,
    pub(super) award: &'i Award,
    pub(super) achievement: &'i Achievement,
    pub(super) name: Option<&'i str>,
    pub(super) seat: Seat,
    pub(super) at: Timestamp,
    pub(super) until: Option<Timestamp>,
}

/// A credential in its two signed forms.
pub(super) struct Signed {
    pub(super) document: String,
    pub(super) jwt: String,
}

/// Builds, signs and checks.
pub(super) fn sign(app: &App, signers: &Pair, issue: &Issue<'_>) -> Result<Signed> {
    let at = Timestamp::from_second(issue.at.as_second()).map_err(Error::fault)?;
    let credential = credential(app, issue, at).build().map_err(Error::fault)?;
    let signer = signers.proof_signer(app.did());
    let signed =
        proof::add(credential.clone(), &signer, at, Contexts::bundled()).map_err(Error::fault)?;
    // What we give out, others must be able to check: read it back as they will.
    let document = signed.to_string();
    let [ed25519, p256] = signers.publics();
    let read = openbadges::json::parse(document.as_bytes()).map_err(Error::fault)?;
    schema::check(&read).map_err(|broken| Error::fault(broken.to_string()))?;
    proof::read(&read["proof"][0])
        .and_then(|proof| proof.check(&read, &ed25519, Contexts::bundled()))
        .map_err(Error::fault)?;
    let token = jwt::sign(&credential, &signers.jwt_signer(app.did())).map_err(Error::fault)?;
    jwt::read(&token)
        .and_then(|read| read.check(&p256))
        .map_err(Error::fault)?;
    Ok(Signed {
        document,
        jwt: token,
    })
}

/// When a badge that is first signed at `from` ends.
pub(super) fn expiry(achievement: &Achievement, from: Timestamp) -> Result<Option<Timestamp>> {
    let Some(after) = &achievement.expires_after else {
        return Ok(None);
    };
    let from = Timestamp::from_second(from.as_second()).map_err(Error::fault)?;
    let span: Span = after.parse().map_err(Error::fault)?;
    Ok(Some(
        from.to_zoned_datetime(TimeZone::UTC)
            .checked_add(span)
            .map_err(Error::fault)?
            .timestamp(),
    ))
}

fn credential(app: &App, issue: &Issue<'_>, at: Timestamp) -> AchievementCredential {
    let (lang, words) = issue.achievement.texts(issue.award.lang);
    let texts = Texts::of(lang.parse().unwrap_or_default());
    let achievement = achievement(app, issue.achievement, texts.lang);
    let achieved = achievement
        .levels
        .as_ref()
        .map(|levels| levels.required.clone());
    AchievementCredential {
        id: app.url(&format!("/credentials/{}", issue.id)),
        name: if app.is_test() {
            texts.with("badge-test-suffix", "name", words.name.as_str())
        } else {
            words.name.clone()
        },
        issuer: issuer(app),
        valid_from: at,
        valid_until: issue.until,
        awarded: Some(issue.award.awarded_at),
        subject: AchievementSubject {
            id: Uuid::new_v4().urn().to_string(),
            name: issue.name.map(str::to_owned),
            achievement,
            achieved_level: achieved,
        },
        evidence: vec![ob::Evidence {
            name: texts.text("evidence-name"),
            narrative: narrative(&texts, &issue.award.evidence),
        }],
        status: Some(StatusEntry {
            list: app.url(&format!("/status/{}", issue.seat.list)),
            place: u64::try_from(issue.seat.place).unwrap_or_default(),
        }),
    }
}

fn issuer(app: &App) -> Profile {
    let config = &app.config.issuer;
    Profile {
        id: app.did().to_owned(),
        name: config.name.clone(),
        url: Some(
            config
                .url
                .clone()
                .unwrap_or_else(|| app.base_url().to_owned()),
        ),
        email: config.email.clone(),
        description: config.description.clone(),
    }
}

/// The issuer's profile, as `/issuer.json` and every credential give it.
pub fn issuer_value(app: &App) -> Value {
    issuer(app).to_value()
}

fn achievement(app: &App, achievement: &Achievement, lang: Lang) -> ob::Achievement {
    let (lang, words) = achievement.texts(lang);
    let texts = Texts::of(lang.parse().unwrap_or_default());
    let id = app.url(&format!(
        "/achievements/{}/{}",
        achievement.slug, achievement.version
    ));
    let level_id = |level: &str| format!("{id}#{level}");
    ob::Achievement {
        kind: achievement.kind.clone(),
        name: words.name.clone(),
        description: words.description.clone(),
        criteria: words.criteria.clone(),
        image: Some(ob::Image {
            id: format!("{id}.png"),
            caption: words.image_alt.clone(),
        }),
        alignments: achievement
            .alignments
            .iter()
            .map(|one| ob::Alignment {
                name: one.title_in(lang).to_owned(),
                url: one.url.clone(),
                description: texts.text("alignment-touched"),
                framework: one.framework.clone(),
                code: one.code.clone(),
            })
            .collect(),
        language: lang.to_owned(),
        version: achievement.version.clone(),
        creator: app.did().to_owned(),
        levels: Some(Levels {
            id: format!("{id}#result"),
            name: texts.with(
                "criteria-levels-name",
                "module",
                words.module_title.as_str(),
            ),
            levels: achievement
                .levels
                .iter()
                .zip(&words.level_names)
                .map(|(level, name)| (level_id(level), name.clone()))
                .collect(),
            required: level_id(&achievement.level),
        }),
        id,
    }
}

/// An achievement as its own address gives it: the same as in every credential.
pub fn achievement_value(app: &App, one: &Achievement, lang: Lang) -> Value {
    let mut value = achievement(app, one, lang).to_value();
    let context = Value::from(ob::CONTEXTS[..2].to_vec());
    if let Some(members) = value.as_object_mut() {
        members.shift_insert(0, "@context".to_owned(), context);
    }
    value
}

/// How it was assessed, in words.
fn narrative(texts: &Texts, evidence: &Evidence) -> String {
    let supervised = match &evidence.supervised_by {
        Some(role) => texts.with("evidence-supervised", "role", role.as_str()),
        None => texts.text("evidence-free"),
    };
    let retakes = match evidence.retakes {
        Retakes::Unlimited => texts.text("evidence-unlimited"),
        Retakes::AtMost(count) => texts.with("evidence-at-most", "count", count),
    };
    let shown = texts.text(if evidence.answers_shown {
        "evidence-shown"
    } else {
        "evidence-hidden"
    });
    let identity = texts.text(if evidence.identity_checked {
        "evidence-identity-checked"
    } else {
        "evidence-identity-unchecked"
    });
    let module = texts.with_all(
        "evidence-module",
        [
            ("module", evidence.module.as_str().into()),
            ("version", evidence.module_version.as_str().into()),
            ("digest", evidence.module_digest.as_str().into()),
        ],
    );
    [supervised, retakes, shown, identity, module].join(" ")
}
