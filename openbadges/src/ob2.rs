//! Open Badges 2.0 (IMS Final Release of 12 April 2018) for readers that know no 3.0 yet: a badge of 3.0 as a hosted assertion, with its badge class and its issuer.
//! Each of the three is published at its address as `application/ld+json`; nobody signs them, what the addresses give counts. Badges of 2.0 that others made are
//! verified by [`crate::verify::verify`].

use serde_json::{Value, json};

use crate::{
    Achievement, AchievementCredential, Alignment, Error, Evidence, Profile, identity,
    object::{self, Members},
    proof::whole_second,
    uri::Uri,
};

/// The context of 2.0 ("Open Badges Vocabulary").
pub const CONTEXT: &str = "https://w3id.org/openbadges/v2";

/// Where the three documents of a badge stand. Assertion and badge class are at the origin of the issuer: so a profile that declares nothing has them hosted
/// ("HostedBadge Verification").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addresses<'a> {
    /// The address of the assertion: its `id`.
    pub assertion: &'a str,
    /// The address of its badge class: `badge` of the assertion.
    pub badge_class: &'a str,
    /// The address of the issuer's profile: `issuer` of the badge class.
    pub issuer: &'a str,
    /// `image` of the assertion: the address of a PNG or an SVG into which the assertion is baked ([`crate::bake::bake_png_2`]), where there is one.
    pub image: Option<&'a str>,
}

/// A credential as a hosted `Assertion` ("Assertion"). The recipient is the subject by its id, else by an address for mail, hashed or plain; how it was assessed is its
/// evidence, and what is awarded is said by its badge class.
///
/// # Errors
/// [`Error::Invalid`]: an address that is none, a date that is missing, or a recipient whom 2.0 has no word for.
pub fn assertion(
    credential: &AchievementCredential<'_>,
    addresses: &Addresses<'_>,
) -> Result<Value, Error> {
    let missing = |what: &str| Error::Invalid(format!("no {what} to make an assertion of"));
    let issued = credential
        .awarded_date()
        .or_else(|| credential.valid_from())
        .ok_or_else(|| missing("date"))?;
    let mut members = start("Assertion", addresses.assertion)?;
    let subject = credential.subject();
    let recipient = match subject.id() {
        Some(id) => Some(json!({"type": "id", "hashed": false, "identity": id})),
        None => subject.identifiers().find_map(|one| identified(&one)),
    };
    let recipient = recipient.ok_or_else(|| missing("recipient"))?;
    members.insert("recipient".into(), recipient);
    members.insert("badge".into(), Uri::new(addresses.badge_class)?.into());
    if let Some(image) = addresses.image {
        members.insert("image".into(), Uri::new(image)?.into());
    }
    members.insert("issuedOn".into(), whole_second(issued).into());
    if let Some(until) = credential.valid_until() {
        members.insert("expires".into(), whole_second(until).into());
    }
    put(&mut members, "narrative", subject.narrative());
    let evidence: Vec<Value> = credential.evidence().map(|one| evidence_of(&one)).collect();
    if !evidence.is_empty() {
        members.insert("evidence".into(), evidence.into());
    }
    members.insert("verification".into(), json!({"type": "HostedBadge"}));
    Ok(Value::Object(members))
}

/// What stands in place of a hosted assertion that was taken back, to be answered with the status 410 ("Revoking Hosted Assertions").
///
/// # Errors
/// [`Error::Invalid`] where the address is none.
pub fn revoked(id: &str, reason: Option<&str>) -> Result<Value, Error> {
    let mut members = start("Assertion", id)?;
    members.insert("revoked".into(), true.into());
    put(&mut members, "revocationReason", reason);
    Ok(Value::Object(members))
}

/// An achievement as a `BadgeClass` of an issuer ("BadgeClass").
///
/// # Errors
/// [`Error::Invalid`]: an address that is none, or no image, which 2.0 requires.
pub fn badge_class(
    achievement: &Achievement<'_>,
    addresses: &Addresses<'_>,
) -> Result<Value, Error> {
    let mut members = start("BadgeClass", addresses.badge_class)?;
    put(&mut members, "name", Some(achievement.name()));
    put(&mut members, "description", Some(achievement.description()));
    let image = achievement.image();
    let image = image.ok_or_else(|| Error::Invalid("a badge class has an image".into()))?;
    let mut picture = Members::new();
    put(&mut picture, "id", Some(image.id()));
    put(&mut picture, "caption", image.caption());
    members.insert("image".into(), picture.into());
    let criteria = achievement.criteria();
    let mut ways = Members::new();
    put(&mut ways, "id", criteria.id());
    put(&mut ways, "narrative", criteria.text());
    members.insert("criteria".into(), ways.into());
    members.insert("issuer".into(), Uri::new(addresses.issuer)?.into());
    let alignment: Vec<Value> = achievement.alignments().map(|one| aligned(&one)).collect();
    if !alignment.is_empty() {
        members.insert("alignment".into(), alignment.into());
    }
    let tags: Vec<Value> = achievement.tags().map(Value::from).collect();
    if !tags.is_empty() {
        members.insert("tags".into(), tags.into());
    }
    put(&mut members, "version", achievement.version());
    Ok(Value::Object(members))
}

/// A profile as an `Issuer` ("Profile").
///
/// # Errors
/// [`Error::Invalid`]: an address that is none, or a name, a site or an address for mail that is missing: 2.0 requires all three of an issuer ("Profile").
pub fn issuer(profile: &Profile<'_>, id: &str) -> Result<Value, Error> {
    let mut members = start("Issuer", id)?;
    for (name, value) in [
        ("name", profile.name()),
        ("url", profile.url()),
        ("email", profile.email()),
    ] {
        let value =
            value.ok_or_else(|| Error::Invalid(format!("an issuer of 2.0 has a {name}")))?;
        members.insert(name.into(), value.into());
    }
    put(&mut members, "description", profile.description());
    put(&mut members, "telephone", profile.phone());
    if let Some(image) = profile.image() {
        members.insert("image".into(), image.id().into());
    }
    Ok(Value::Object(members))
}

fn start(kind: &str, id: &str) -> Result<Members, Error> {
    let members = object::members_of([
        ("@context", CONTEXT.into()),
        ("id", Uri::new(id)?.into()),
        ("type", kind.into()),
    ]);
    Ok(members)
}

fn put(members: &mut Members, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        members.insert(name.into(), text.into());
    }
}

/// A recipient by one of the "Profile Identifier Properties".
fn identified(one: &identity::IdentityObject<'_>) -> Option<Value> {
    use crate::vocabulary::IdentifierType;
    let kind = match one.identity_type()? {
        IdentifierType::EmailAddress => "email",
        _ => return None,
    };
    let mut members = object::members_of([
        ("type", kind.into()),
        ("hashed", one.is_hashed().into()),
        ("identity", one.identity_hash().into()),
    ]);
    put(&mut members, "salt", one.salt());
    Some(members.into())
}

fn evidence_of(one: &Evidence<'_>) -> Value {
    let mut members = object::members_of([("type", "Evidence".into())]);
    put(&mut members, "id", one.id());
    put(&mut members, "name", one.name());
    put(&mut members, "description", one.description());
    put(&mut members, "narrative", one.narrative());
    put(&mut members, "genre", one.genre());
    put(&mut members, "audience", one.audience());
    members.into()
}

fn aligned(one: &Alignment<'_>) -> Value {
    let mut members = object::members_of([("type", "AlignmentObject".into())]);
    put(&mut members, "targetName", Some(one.target_name()));
    put(&mut members, "targetUrl", Some(one.target_url()));
    put(&mut members, "targetDescription", one.target_description());
    put(&mut members, "targetFramework", one.target_framework());
    put(&mut members, "targetCode", one.target_code());
    members.into()
}
