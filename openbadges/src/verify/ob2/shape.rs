//! The shape of assertions, badge classes and profiles ("Open Badges Vocabulary"), and what their contexts may say.

use jiff::Timestamp;
use serde_json::Value;

pub(super) use super::super::older::{is_assertion, is_one as is_ours, is_revoked};
use super::super::{Found, Outcome, Reason, fail, older::CONTEXTS};
use crate::{
    object,
    schema::{self, At, Checked, Violation},
};

/// Where contexts of published extensions stand; each says things of its extension only.
const EXTENSIONS: &str = "https://w3id.org/openbadges/extensions/";

const PREFIXES: [(&str, &str); 6] = [
    ("cred", "https://w3id.org/credentials#"),
    ("dc", "http://purl.org/dc/terms/"),
    ("obi", "https://w3id.org/openbadges#"),
    ("schema", "http://schema.org/"),
    ("sec", "https://w3id.org/security#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// What is read here, and what it means in the context.
const TERMS: [(&str, &str); 30] = [
    ("id", "@id"),
    ("type", "@type"),
    ("Assertion", "obi:Assertion"),
    ("BadgeClass", "obi:BadgeClass"),
    ("CryptographicKey", "sec:Key"),
    ("HostedBadge", "obi:HostedBadge"),
    ("Issuer", "obi:Issuer"),
    ("Profile", "obi:Profile"),
    ("RevocationList", "obi:RevocationList"),
    ("SignedBadge", "obi:SignedBadge"),
    ("hosted", "obi:HostedBadge"),
    ("signed", "obi:SignedBadge"),
    ("allowedOrigins", "obi:allowedOrigins"),
    ("badge", "obi:badge"),
    ("creator", "dc:creator"),
    ("expires", "sec:expiration"),
    ("hashed", "obi:hashed"),
    ("identity", "obi:identityHash"),
    ("issuedOn", "obi:issueDate"),
    ("issuer", "obi:issuer"),
    ("owner", "sec:owner"),
    ("publicKey", "sec:publicKey"),
    ("publicKeyPem", "sec:publicKeyPem"),
    ("recipient", "obi:recipient"),
    ("revocationList", "obi:revocationList"),
    ("revoked", "obi:revoked"),
    ("revokedAssertions", "obi:revoked"),
    ("salt", "obi:salt"),
    (
        "startsWith",
        "http://purl.org/dqm-vocabulary/v1/dqm#startsWith",
    ),
    ("verification", "obi:verify"),
];

/// How it is to be verified, in its own word.
pub(super) fn method(assertion: &Value) -> Option<&str> {
    object::each(rules_of(assertion).get("type")).find_map(Value::as_str)
}

pub(super) fn is_hosted(assertion: &Value) -> bool {
    is_by(assertion, ["hosted", "HostedBadge"])
}

pub(super) fn is_signed(assertion: &Value) -> bool {
    is_by(assertion, ["signed", "SignedBadge"])
}

fn is_by(assertion: &Value, names: [&str; 2]) -> bool {
    object::each(rules_of(assertion).get("type")).any(|kind| names.iter().any(|name| kind == name))
}

/// `verification`, or `verify`, as it was called before.
pub(super) fn rules_of(assertion: &Value) -> &Value {
    match &assertion["verification"] {
        Value::Null => &assertion["verify"],
        rules => rules,
    }
}

/// Whether what was handed in says other things of the award than what is published.
pub(super) fn differ(given: &Value, published: &Value) -> bool {
    let date = |value: &Value, name: &str| -> Option<Timestamp> {
        value[name].as_str().and_then(schema::date)
    };
    ["recipient", "evidence", "narrative", "revoked"]
        .iter()
        .any(|name| given.get(name) != published.get(name))
        || ["issuedOn", "expires"]
            .iter()
            .any(|name| date(given, name) != date(published, name))
        || object::id_of(given.get("badge")) != object::id_of(published.get("badge"))
        || says_otherwise(&given["badge"], &published["badge"])
}

/// Whether two copies of a badge class differ; where one is an address alone, nothing is said twice.
fn says_otherwise(one: &Value, other: &Value) -> bool {
    one.is_object() && other.is_object() && one != other
}

/// The contexts of a document are those of 2.0, or written out with the same meaning.
pub(super) fn context(document: &Value, inherits: bool) -> Found {
    if let Some(name) = odd_name(document) {
        return fail(Reason::OddName(name.to_owned()));
    }
    let all: Vec<&Value> = object::each(document.get("@context")).collect();
    let is_published =
        |context: &&Value| context.as_str().is_some_and(|url| CONTEXTS.contains(&url));
    let mut defined = Vec::new();
    for context in &all {
        for (name, meaning) in context.as_object().into_iter().flatten() {
            match known_term(name) {
                Some(known) if meaning_of(meaning) != Some(expanded(known)) => {
                    return fail(Reason::OddName(name.clone()));
                }
                Some(_) => defined.push(name.as_str()),
                None => {}
            }
        }
    }
    let last = all.iter().rposition(is_published);
    let is_written_out = TERMS.iter().all(|(name, _)| defined.contains(name));
    if last.is_none() && !is_written_out && !(inherits && all.is_empty()) {
        let url = all.iter().find_map(|context| context.as_str());
        return match (url, all.as_slice()) {
            (Some(url), _) => Err((Outcome::Unknown, Reason::UnknownContext(url.to_owned()))),
            (None, []) => fail(Reason::Shape(Violation {
                pointer: "/@context".to_owned(),
                rule: "the context of Open Badges 2.0 is expected",
            })),
            (None, _) => Err((Outcome::Unknown, Reason::InlineContext)),
        };
    }
    // What comes later may give names another meaning.
    let later = &all[last.map_or(0, |last| last + 1)..];
    let foreign = later.iter().filter_map(|context| context.as_str());
    match foreign.into_iter().find(|url| !url.starts_with(EXTENSIONS)) {
        Some(url) => Err((Outcome::Unknown, Reason::UnknownContext(url.to_owned()))),
        None => Ok(()),
    }
}

fn known_term(name: &str) -> Option<&'static str> {
    let prefix = PREFIXES.iter().find(|(known, _)| *known == name);
    let term = TERMS.iter().find(|(known, _)| *known == name);
    term.or(prefix).map(|(_, meaning)| *meaning)
}

fn meaning_of(definition: &Value) -> Option<String> {
    let text = definition.as_str().or_else(|| definition["@id"].as_str())?;
    Some(expanded(text))
}

fn expanded(text: &str) -> String {
    match text.split_once(':') {
        Some((prefix, rest)) => PREFIXES
            .iter()
            .find(|(known, _)| *known == prefix)
            .map_or_else(|| text.to_owned(), |(_, start)| format!("{start}{rest}")),
        None => text.to_owned(),
    }
}

/// A name that says what is read here in other letters, so that other software would read it and this would not.
fn odd_name(document: &Value) -> Option<&str> {
    let means = |name: &str| {
        let meaning = expanded(name);
        TERMS.iter().any(|(_, known)| expanded(known) == meaning)
    };
    let parts = [
        document,
        &document["recipient"],
        &document["verification"],
        &document["verify"],
    ];
    let names = parts.into_iter().filter_map(Value::as_object).flatten();
    names
        .map(|(name, _)| name.as_str())
        .find(|name| match name.strip_prefix('@') {
            Some(keyword) => !["context", "language"].contains(&keyword),
            None => name.contains(':') && means(name),
        })
}

/// The rules on an assertion, and on badge class and profile where they stand in it.
pub(super) fn check(assertion: &Value) -> Checked {
    let root = At::root(assertion);
    root.object()?;
    root.if_present("revoked", |revoked| revoked.truth())?;
    if is_revoked(assertion) && assertion.get("badge").is_none() {
        // "Many issuers strip a hosted Assertion down" to what says that it was revoked.
        return root.uris(&["id"]);
    }
    root.member("id").uri()?;
    root.member("type").types(&["Assertion"])?;
    let recipient = root.member("recipient");
    recipient.object()?;
    recipient.member("type").text()?;
    recipient.member("identity").text()?;
    recipient.if_present("hashed", |hashed| hashed.truth())?;
    recipient.texts(&["salt"])?;
    let old = assertion.get("verification").is_none();
    let verification = root.member(if old { "verify" } else { "verification" });
    verification.object()?;
    verification.member("type").some_type()?;
    root.member("issuedOn").date()?;
    root.dates(&["expires"])?;
    let date = |name: &str| assertion[name].as_str().and_then(schema::date);
    if date("expires").is_some_and(|end| date("issuedOn").is_some_and(|start| end < start)) {
        return Err(root.member("expires").broken("it ends before it begins"));
    }
    root.texts(&["narrative", "revocationReason"])?;
    root.if_present("image", |image| image_rules(image, false))?;
    root.if_present("evidence", |all| {
        all.items().try_for_each(|one| {
            if one.value().is_object() {
                Ok(())
            } else {
                one.uri()
            }
        })
    })?;
    linked(&root.member("badge"), badge_rules)
}

fn badge_rules(badge: &At<'_>) -> Checked {
    badge.member("id").uri()?;
    badge.member("type").types(&["BadgeClass"])?;
    badge.member("name").text()?;
    badge.member("description").text()?;
    image_rules(&badge.member("image"), true)?;
    linked(&badge.member("criteria"), |criteria| {
        criteria.texts(&["narrative"])?;
        criteria.uris(&["id"])
    })?;
    badge.each("alignment", |alignment| {
        alignment.member("targetName").text()?;
        alignment.member("targetUrl").uri()
    })?;
    badge.each_text("tags")?;
    linked(&badge.member("issuer"), profile_rules)
}

fn profile_rules(profile: &At<'_>) -> Checked {
    profile.member("id").uri()?;
    profile.member("type").types(&["Issuer", "Profile"])?;
    profile.member("name").text()?;
    profile.member("url").uri()?;
    profile.member("email").text()?;
    profile.texts(&["description", "telephone"])?;
    profile.uris(&["revocationList"])?;
    profile.if_present("image", |image| image_rules(image, true))
}

/// An address, or a document that stands here.
fn linked(value: &At<'_>, rules: impl Fn(&At<'_>) -> Checked) -> Checked {
    if value.value().is_object() {
        rules(value)
    } else {
        value.uri()
    }
}

fn image_rules(image: &At<'_>, may_be_inside: bool) -> Checked {
    let one = image.member("id");
    let address = if image.value().is_object() {
        &one
    } else {
        image
    };
    address.uri()?;
    let is_inside = address
        .value()
        .as_str()
        .is_some_and(|url| url.starts_with("data:"));
    if is_inside && !may_be_inside {
        return Err(image.broken("the image of an award has an address"));
    }
    Ok(())
}
