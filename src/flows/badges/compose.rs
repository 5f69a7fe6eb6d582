//! A credential put together, signed in both forms, and checked before it leaves memory.

use std::time::Instant;

use jiff::{Span, Timestamp, tz::TimeZone};
use openbadges::{
    self as ob, AchievementCredential, AchievementSubject, Alignment, BitstringStatusListEntry,
    Contexts, Criteria, IdentifierEntry, IdentityObject, Image, LanguageTag, Profile,
    ResultDescription, RubricCriterionLevel, Uri,
    credential::{CONTEXTS, RefreshService},
    jwt, proof, schema,
    vocabulary::{IdentifierType, ResultType, StatusPurpose},
};
use serde_json::Value;
use uuid::Uuid;

use super::endorse::{self, Carried};
use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        award::{Adhered, Assessed, Attended, Award, Certified, Evidence, Given, Retakes},
        issuer_key::fingerprint,
        ledger::Seat,
    },
    base::{CredentialId, Error, Lang, Result},
    i18n::Texts,
    outside::keyring::Pair,
};

/// The type of the issuer's other identifier: the fingerprint of the root key that says which signing keys are the issuer's, as `/issuer` and the printed
/// cards show it. The standard's own types name none of the kind, so it is an extension of them (`IdentifierTypeEnum`, Open Badges 3.0, appendix B).
const ROOT_FINGERPRINT: &str = "ext:rootKeyFingerprint";

/// The type of the identifier by which a badge names the key of its holder's wallet: beside the identifier that no other badge has, never in its place, so that
/// two badges are told to be of one person only where that person wants it.
const WALLET: &str = "ext:did";

/// The role of a founding reviewer who supervises, in the evidence of an award.
pub(in crate::flows) const FOUNDER: &str = "relecture-fondatrice";

/// The role of a certified animator who supervises, as the module that certifies them names it.
const ANIMATOR: &str = "animateur-certifie";

/// What is to be signed.
pub(super) struct Issue<'i> {
    pub(super) id: CredentialId,
    pub(super) award: &'i Award,
    pub(super) achievement: &'i Achievement,
    pub(super) name: Option<&'i str>,
    pub(super) seat: Seat,
    pub(super) at: Timestamp,
    pub(super) until: Option<Timestamp>,
    /// What it renews.
    pub(super) former: Option<CredentialId>,
    /// What others say of it and of its achievement.
    pub(super) carried: &'i Carried,
}

/// A credential in its two signed forms.
pub(super) struct Signed {
    pub(super) document: String,
    pub(super) jwt: String,
}

/// Builds, signs and checks.
pub(super) fn sign(app: &App, signers: &Pair, issue: &Issue<'_>) -> Result<Signed> {
    sign_for(app, signers, issue, None)
}

/// As [`sign`], for the wallet that has this key, a `did:key`.
pub(super) fn sign_for(
    app: &App,
    signers: &Pair,
    issue: &Issue<'_>,
    wallet: Option<&str>,
) -> Result<Signed> {
    let began = Instant::now();
    let at = Timestamp::from_second(issue.at.as_second()).map_err(Error::fault)?;
    let credential: Value = credential(app, issue, wallet, at)
        .map_err(Error::fault)?
        .into();
    let signed = secure(app, signers, credential, at, schema::check)?;
    app.meters.signing.observe(began.elapsed().as_secs_f64());
    Ok(signed)
}

/// Signs a credential in both forms, and checks both before they leave memory.
pub(super) fn secure(
    app: &App,
    signers: &Pair,
    credential: Value,
    at: Timestamp,
    shape: fn(&Value) -> std::result::Result<(), schema::Violation>,
) -> Result<Signed> {
    let at = Timestamp::from_second(at.as_second()).map_err(Error::fault)?;
    let signer = signers.proof_signer(app.did());
    let signed =
        proof::add(credential.clone(), &signer, at, Contexts::bundled()).map_err(Error::fault)?;
    // What we give out, others must be able to check: read it back as they will.
    let document = signed.to_string();
    let read = openbadges::json::parse(document.as_bytes()).map_err(Error::fault)?;
    shape(&read).map_err(|broken| Error::fault(broken.to_string()))?;
    proof::read(&read["proof"][0])
        .and_then(|proof| proof.check(&read, &signers.proof_key(), Contexts::bundled()))
        .map_err(Error::fault)?;
    let token = jwt::sign(&credential, &signers.jwt_signer(app.did())).map_err(Error::fault)?;
    jwt::read(&token)
        .and_then(|read| read.check(signers.jwt_checker()))
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

fn credential(
    app: &App,
    issue: &Issue<'_>,
    wallet: Option<&str>,
    at: Timestamp,
) -> std::result::Result<AchievementCredential<'static>, ob::Error> {
    let (lang, words) = issue.achievement.texts(issue.award.lang);
    let texts = Texts::of(lang.parse().unwrap_or_default());
    let address = |path: String| Uri::new(app.url(&path));
    let name = if app.is_test() {
        texts.with("badge-test-suffix", "name", words.name.as_str())
    } else {
        words.name.clone()
    };
    let list = address(format!("/status/{}", issue.seat.list))?;
    let place = u64::try_from(issue.seat.place).unwrap_or_default();
    let page = format!("/credentials/{}", issue.id);
    let credential = AchievementCredential::new(
        address(page.clone())?,
        name,
        issuer(app)?,
        at,
        subject(app, issue, wallet, texts.lang)?,
    )
    .with_awarded_date(issue.award.awarded_at)
    .with_evidence(evidence(&texts, &issue.award.evidence, wallet.is_some()))
    .with_refresh_service(RefreshService::new(address(format!("{page}.json"))?))
    .with_status(BitstringStatusListEntry::new(
        list,
        place,
        StatusPurpose::Revocation,
    ));
    let credential = issue.carried.fill(credential)?;
    let credential = match issue.former {
        Some(former) => credential.with_evidence(
            ob::Evidence::new()
                .with_id(address(format!("/credentials/{former}"))?)
                .with_name(texts.text("evidence-former-name"))
                .with_narrative(texts.text("evidence-former")),
        ),
        None => credential,
    };
    match issue.until {
        Some(until) => credential.with_valid_until(until),
        None => Ok(credential),
    }
}

/// The person, by an identifier that no other badge has, and what was reached.
fn subject(
    app: &App,
    issue: &Issue<'_>,
    wallet: Option<&str>,
    lang: Lang,
) -> std::result::Result<AchievementSubject<'static>, ob::Error> {
    let endorsements = issue.carried.of_achievement();
    let achievement = achievement(app, issue.achievement, lang, endorsements)?;
    // Who was given a module's badge by hand answered nothing, so no level is said to be reached.
    let answered = matches!(
        issue.award.evidence,
        Evidence::Assessed(_) | Evidence::Certified(_)
    );
    let described = achievement.result_descriptions().next();
    let result = described.filter(|_| answered).and_then(|levels| {
        let required = Uri::new(levels.required_level()?).ok()?;
        Some(ob::result::Result::of(&levels).with_achieved_level(required))
    });
    let id = Uri::new(Uuid::new_v4().urn().to_string())?;
    let mut subject = AchievementSubject::new(id, achievement);
    if let Some(name) = issue.name {
        subject = subject.with_identifier(IdentityObject::plain(IdentifierType::Name, name));
    }
    if let Some(key) = wallet {
        subject = subject.with_identifier(IdentityObject::plain(WALLET.parse()?, key));
    }
    match result {
        Some(result) => subject.with_result(result),
        None => Ok(subject),
    }
}

/// The key of a wallet that a signed badge names.
pub fn wallet_of(document: &str) -> Option<String> {
    let document: Value = serde_json::from_str(document).ok()?;
    let identifiers = document["credentialSubject"]["identifier"].as_array()?;
    let key = identifiers
        .iter()
        .find(|one| one["identityType"] == WALLET)?;
    key["identityHash"].as_str().map(str::to_owned)
}

pub(super) fn issuer(app: &App) -> std::result::Result<Profile<'static>, ob::Error> {
    let config = &app.config.issuer;
    let url = config.url.as_deref().unwrap_or(app.base_url());
    let mut issuer = Profile::new(Uri::new(app.did())?)
        .with_name(&config.name)
        .with_url(Uri::new(url)?);
    if let Some(email) = &config.email {
        issuer = issuer.with_email(email);
    }
    if let Some(description) = &config.description {
        issuer = issuer.with_description(description);
    }
    if let Some(root) = &config.root {
        issuer = issuer.with_other_identifier(IdentifierEntry::new(
            ROOT_FINGERPRINT.parse()?,
            fingerprint(root),
        ));
    }
    Ok(issuer)
}

/// The issuer's profile, as `/issuer.json` gives it: the same as in every credential, with its contexts.
pub fn issuer_value(app: &App) -> Result<Value> {
    Ok(alone(issuer(app).map_err(Error::fault)?.into()))
}

pub(super) fn achievement(
    app: &App,
    achievement: &Achievement,
    lang: Lang,
    endorsements: &[Value],
) -> std::result::Result<ob::Achievement<'static>, ob::Error> {
    let (lang, words) = achievement.texts(lang);
    let texts = Texts::of(lang.parse().unwrap_or_default());
    let id = app.url(&format!(
        "/achievements/{}/{}",
        achievement.slug, achievement.version
    ));
    let part = |name: &str| Uri::new(format!("{id}#{name}"));
    let criteria = Criteria::narrative(&words.criteria);
    let mut built = ob::Achievement::new(
        Uri::new(id.as_str())?,
        &words.name,
        &words.description,
        criteria,
    )
    .with_achievement_type(achievement.kind.parse()?)
    .with_image(Image::new(Uri::new(format!("{id}.png"))?).with_caption(&words.image_alt))
    .with_language(LanguageTag::new(lang)?)
    .with_version(&achievement.version)
    // Nothing else of them is said here: where the issuer is the creator, a name said twice of one id could be taken out of either place without
    // breaking the signature.
    .with_creator(Profile::new(Uri::new(app.did())?));
    for one in &achievement.alignments {
        built = built.with_alignment(
            Alignment::new(one.title_in(lang), Uri::new(one.url.as_str())?)
                .with_target_description(texts.text("alignment-touched"))
                .with_target_framework(&one.framework)
                .with_target_code(&one.code),
        );
    }
    for one in endorsements {
        built = built.with_endorsement(endorse::read(one)?);
    }
    // What is given by hand has no levels.
    if achievement.levels.is_empty() {
        return Ok(built);
    }
    let name = texts.with(
        "criteria-levels-name",
        "module",
        words.module_title.as_str(),
    );
    let mut levels =
        ResultDescription::new(part("result")?, name, ResultType::RubricCriterionLevel)
            .with_required_level(part(&achievement.level)?);
    for (place, (level, name)) in achievement
        .levels
        .iter()
        .zip(&words.level_names)
        .enumerate()
    {
        levels = levels.with_rubric_criterion_level(
            RubricCriterionLevel::new(part(level)?, name).with_level((place + 1).to_string()),
        );
    }
    Ok(built.with_result_description(levels))
}

/// An achievement as its own address gives it: the same as in the credentials of today, with its contexts.
///
/// # Errors
/// Those of the store.
pub async fn achievement_value(app: &App, one: &Achievement, lang: Lang) -> Result<Value> {
    let endorsements = endorse::of_achievement(&mut app.db.read().await?, one).await?;
    let achievement = achievement(app, one, lang, &endorsements).map_err(Error::fault)?;
    Ok(alone(achievement.into()))
}

/// A part of a credential as a document of its own.
fn alone(mut part: Value) -> Value {
    if let Some(members) = part.as_object_mut() {
        let contexts = Value::from(CONTEXTS[..2].to_vec());
        members.shift_insert(0, "@context".to_owned(), contexts);
    }
    part
}

/// How it was earned, in words, and where that is seen; and that a key, where the badge names one, was only typed.
fn evidence(texts: &Texts, evidence: &Evidence, keyed: bool) -> ob::Evidence<'static> {
    let mut narrative = match evidence {
        Evidence::Certified(certified) => self::certified(texts, certified),
        Evidence::Assessed(assessed) => self::assessed(texts, assessed),
        Evidence::Given(given) => self::given(texts, given),
        Evidence::Adhered(adhered) => self::adhered(texts, adhered),
        Evidence::Attended(attended) => self::attended(texts, attended),
    };
    if keyed {
        narrative = [narrative, texts.text("evidence-key-typed")].join(" ");
    }
    let told = ob::Evidence::new().with_narrative(narrative);
    match evidence {
        Evidence::Adhered(_) => told.with_name(texts.text("evidence-adhered-name")),
        Evidence::Attended(_) => told.with_name(texts.text("evidence-attended-name")),
        Evidence::Certified(_) | Evidence::Assessed(_) => {
            told.with_name(texts.text("evidence-name"))
        }
        Evidence::Given(given) => {
            let told = told.with_name(texts.text("evidence-given-name"));
            match given.shown.as_deref().and_then(seen_at) {
                Some(address) => told.with_id(address),
                None => told,
            }
        }
    }
}

/// What was shown, where it is an address.
fn seen_at(shown: &str) -> Option<Uri> {
    (shown.starts_with("https://") || shown.starts_with("http://"))
        .then(|| Uri::new(shown.to_owned()).ok())
        .flatten()
}

fn given(texts: &Texts, given: &Given) -> String {
    let key = if given.to_a_room {
        "evidence-given-room"
    } else {
        "evidence-given"
    };
    let giver = texts.with("evidence-giver", "role", given.given_by.as_str());
    let mut told = vec![texts.with(key, "giver", giver)];
    if let Some(shown) = given.shown.as_deref().filter(|one| seen_at(one).is_none()) {
        told.push(shown.to_owned());
    }
    told.push(texts.text("evidence-identity-unchecked"));
    told.join(" ")
}

fn adhered(texts: &Texts, adhered: &Adhered) -> String {
    let who = match &adhered.organisation {
        Some(organisation) => texts.with(
            "evidence-adhered-organisation",
            "organisation",
            organisation.as_str(),
        ),
        None => texts.text("evidence-adhered-person"),
    };
    let text = texts.with_all(
        "evidence-adhered-text",
        [
            ("version", adhered.charter.as_str().into()),
            ("digest", adhered.charter_digest.as_str().into()),
        ],
    );
    let identity = texts.text("evidence-identity-unchecked");
    [who, text, identity].join(" ")
}

fn attended(texts: &Texts, attended: &Attended) -> String {
    let how = texts.with_all(
        "evidence-attended",
        [
            ("title", attended.attended.as_str().into()),
            ("day", texts.day(attended.held_on).into()),
        ],
    );
    [how, texts.text("evidence-identity-unchecked")].join(" ")
}

fn certified(texts: &Texts, evidence: &Certified) -> String {
    let count = |key: &str, count: u32| texts.with(key, "count", count);
    let mut told = Vec::new();
    if let Some(questionnaire) = &evidence.questionnaire {
        told.push(assessed(texts, questionnaire));
    }
    if evidence.cafes > 0 {
        told.push(count("evidence-cafes", evidence.cafes));
    }
    if evidence.readers > 0 {
        told.push(count("evidence-readers", evidence.readers));
    }
    if evidence.founders > 0 {
        told.push(count("evidence-founders", evidence.founders));
    }
    if evidence.appealed {
        told.push(texts.text("evidence-appealed"));
    }
    if evidence.questionnaire.is_none() {
        told.push(texts.text("evidence-identity-unchecked"));
    }
    told.join(" ")
}

/// What the role of who supervised is called; one that only its module knows, as that names it.
fn role(texts: &Texts, role: &str) -> String {
    match role {
        FOUNDER => texts.text("evidence-role-founder"),
        ANIMATOR | "animator" => texts.text("evidence-role-animator"),
        own => own.replace('-', " "),
    }
}

fn assessed(texts: &Texts, evidence: &Assessed) -> String {
    let role = evidence
        .supervised_by
        .as_deref()
        .map(|name| role(texts, name));
    let supervised = match (&role, &evidence.supervisor) {
        (Some(role), Some(number)) => texts.with_all(
            "evidence-supervised-by",
            [
                ("role", role.as_str().into()),
                ("number", number.as_str().into()),
            ],
        ),
        (Some(role), None) => texts.with("evidence-supervised", "role", role.as_str()),
        (None, _) => texts.text("evidence-free"),
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
