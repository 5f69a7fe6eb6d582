//! The rules of Open Badges 3.0 on the shape of a credential (appendix B), in our own reading: which members must be there, of which type. Sets may stand as
//! arrays or, as compaction leaves them, as one value. Both the data model 2.0 and, for reading, 1.1 are taken.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};

/// A rule that a credential breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The JSON pointer (RFC 6901) of the place.
    pub pointer: String,
    /// What is expected there.
    pub rule: &'static str,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.rule)
    }
}

type Checked = Result<(), Violation>;

/// A place in the document.
struct At<'a> {
    value: &'a Value,
    pointer: String,
}

/// Checks an `AchievementCredential` (or `OpenBadgeCredential`).
///
/// # Errors
/// The first rule that is broken.
pub fn check(credential: &Value) -> Checked {
    let root = At {
        value: credential,
        pointer: String::new(),
    };
    root.object()?;
    let second = contexts(&root)?;
    root.member("type").types(&["VerifiableCredential"])?;
    root.member("type")
        .types(&["AchievementCredential", "OpenBadgeCredential"])?;
    root.member("id").uri()?;
    root.if_present("name", At::text)?;
    root.if_present("description", At::text)?;
    if second {
        root.member("validFrom").date()?;
        root.if_present("validUntil", At::date)?;
    } else {
        root.member("issuanceDate").date()?;
        root.if_present("expirationDate", At::date)?;
        root.if_present("validUntil", At::date)?;
    }
    root.if_present("awardedDate", At::date)?;
    issuer(&root.member("issuer"))?;
    root.each("evidence", |evidence| {
        evidence.member("type").types(&["Evidence"])?;
        evidence.if_present("id", At::uri)?;
        evidence.texts(&["name", "narrative", "description", "genre", "audience"])
    })?;
    root.each("credentialSchema", |schema| {
        schema
            .member("id")
            .uri()
            .and_then(|()| schema.member("type").some_type())
    })?;
    root.each("credentialStatus", |status| {
        status
            .if_present("id", At::uri)
            .and_then(|()| status.member("type").some_type())
    })?;
    root.each("refreshService", |service| {
        service
            .member("id")
            .uri()
            .and_then(|()| service.member("type").some_type())
    })?;
    root.each("termsOfUse", |terms| terms.member("type").some_type())?;
    root.each("proof", |proof| proof.member("type").some_type())?;
    subject(&root.member("credentialSubject"))
}

/// The contexts begin as the standard says; tells whether they are those of the data model 2.0.
fn contexts(root: &At<'_>) -> Result<bool, Violation> {
    let context = root.member("@context");
    let list = context
        .value
        .as_array()
        .ok_or_else(|| context.broken("the contexts are an array"))?;
    let second = match list.first().and_then(Value::as_str) {
        Some("https://www.w3.org/ns/credentials/v2") => true,
        Some("https://www.w3.org/2018/credentials/v1") => false,
        _ => return Err(context.broken("the first context is that of Verifiable Credentials")),
    };
    let badge = |url: &str| {
        let version = url
            .strip_prefix("https://purl.imsglobal.org/spec/ob/v3p0/context")
            .and_then(|rest| rest.strip_suffix(".json"));
        version.is_some_and(|version| version.is_empty() || version.strip_prefix("-3.").is_some_and(|rest| matches!(rest.as_bytes(), [a, b'.', b] if a.is_ascii_digit() && b.is_ascii_digit())))
    };
    if list.get(1).and_then(Value::as_str).is_some_and(badge) {
        Ok(second)
    } else {
        Err(context.broken("the second context is that of Open Badges 3.0"))
    }
}

fn issuer(issuer: &At<'_>) -> Checked {
    if issuer.value.is_string() {
        return issuer.uri();
    }
    profile(issuer)
}

fn profile(profile: &At<'_>) -> Checked {
    profile.object()?;
    profile.member("id").uri()?;
    profile.member("type").types(&["Profile"])?;
    profile.texts(&["name", "description", "email", "phone", "url", "official"])?;
    profile.if_present("url", At::uri)?;
    profile.if_present("image", image)?;
    profile.each("otherIdentifier", identifier_entry)?;
    profile.if_present("parentOrg", self::profile)
}

fn image(image: &At<'_>) -> Checked {
    image.object()?;
    image.member("id").uri()?;
    image.member("type").types(&["Image"])?;
    image.texts(&["caption"])
}

fn identifier_entry(entry: &At<'_>) -> Checked {
    entry.object()?;
    entry.member("type").types(&["IdentifierEntry"])?;
    entry.member("identifier").text()?;
    entry.member("identifierType").text()
}

fn subject(subject: &At<'_>) -> Checked {
    subject.object()?;
    subject.member("type").types(&["AchievementSubject"])?;
    subject.if_present("id", At::uri)?;
    if subject.value.get("id").is_none()
        && subject
            .value
            .get("identifier")
            .is_none_or(|all| all.as_array().is_some_and(Vec::is_empty))
    {
        return Err(subject.broken("a subject has an id or an identifier"));
    }
    subject.each("identifier", |identity| {
        identity.member("type").types(&["IdentityObject"])?;
        identity.member("hashed").truth()?;
        identity.member("identityHash").text()?;
        identity.member("identityType").text()?;
        identity.texts(&["salt"])
    })?;
    subject.each("result", |result| {
        result.member("type").types(&["Result"])?;
        result.texts(&["value"])?;
        result.if_present("achievedLevel", At::uri)?;
        result.if_present("resultDescription", At::uri)?;
        result.each("alignment", alignment)
    })?;
    subject.texts(&["role", "narrative", "licenseNumber", "term"])?;
    subject.if_present("activityStartDate", At::date)?;
    subject.if_present("activityEndDate", At::date)?;
    subject.if_present("image", image)?;
    subject.if_present("source", profile)?;
    achievement(&subject.member("achievement"))
}

fn achievement(achievement: &At<'_>) -> Checked {
    achievement.object()?;
    achievement.member("id").uri()?;
    achievement.member("type").types(&["Achievement"])?;
    achievement.member("name").text()?;
    achievement.member("description").text()?;
    let criteria = achievement.member("criteria");
    criteria.object()?;
    criteria.if_present("id", At::uri)?;
    criteria.texts(&["narrative"])?;
    achievement.texts(&[
        "achievementType",
        "inLanguage",
        "version",
        "humanCode",
        "fieldOfStudy",
        "specialization",
    ])?;
    achievement.if_present("image", image)?;
    achievement.if_present("creator", profile)?;
    achievement.each("alignment", alignment)?;
    achievement.each("otherIdentifier", identifier_entry)?;
    achievement.each("related", |related| {
        related
            .member("id")
            .uri()
            .and_then(|()| related.member("type").types(&["Related"]))
    })?;
    achievement.each("resultDescription", |description| {
        description.member("id").uri()?;
        description.member("type").types(&["ResultDescription"])?;
        description.member("name").text()?;
        description.member("resultType").text()?;
        description.texts(&["requiredValue", "valueMin", "valueMax"])?;
        description.if_present("requiredLevel", At::uri)?;
        description.each("alignment", alignment)?;
        description.each("rubricCriterionLevel", |level| {
            level.member("id").uri()?;
            level.member("type").types(&["RubricCriterionLevel"])?;
            level.member("name").text()?;
            level.texts(&["level", "points", "description"])?;
            level.each("alignment", alignment)
        })
    })
}

fn alignment(alignment: &At<'_>) -> Checked {
    alignment.member("type").types(&["Alignment"])?;
    alignment.member("targetName").text()?;
    alignment.member("targetUrl").uri()?;
    alignment.texts(&[
        "targetCode",
        "targetDescription",
        "targetFramework",
        "targetType",
    ])
}

impl<'a> At<'a> {
    fn broken(&self, rule: &'static str) -> Violation {
        Violation {
            pointer: self.pointer.clone(),
            rule,
        }
    }

    fn member(&self, name: &str) -> At<'a> {
        static ABSENT: Value = Value::Null;
        At {
            value: self.value.get(name).unwrap_or(&ABSENT),
            pointer: format!("{}/{name}", self.pointer),
        }
    }

    fn object(&self) -> Result<&'a Map<String, Value>, Violation> {
        self.value
            .as_object()
            .ok_or_else(|| self.broken("an object is expected"))
    }

    fn if_present(&self, name: &str, check: impl FnOnce(&At<'a>) -> Checked) -> Checked {
        if self.value.get(name).is_some() {
            check(&self.member(name))
        } else {
            Ok(())
        }
    }

    fn each(&self, name: &str, check: impl Fn(&At<'a>) -> Checked) -> Checked {
        self.if_present(name, |all| match all.value {
            Value::Array(items) => items.iter().enumerate().try_for_each(|(place, value)| {
                let item = At {
                    value,
                    pointer: format!("{}/{place}", all.pointer),
                };
                item.object().and_then(|_| check(&item))
            }),
            _ => all.object().and_then(|_| check(all)),
        })
    }

    fn texts(&self, names: &[&str]) -> Checked {
        names
            .iter()
            .try_for_each(|name| self.if_present(name, At::text))
    }

    fn text(&self) -> Checked {
        if self.value.is_string() {
            Ok(())
        } else {
            Err(self.broken("a text is expected"))
        }
    }

    fn truth(&self) -> Checked {
        if self.value.is_boolean() {
            Ok(())
        } else {
            Err(self.broken("true or false is expected"))
        }
    }

    fn uri(&self) -> Checked {
        if self.value.as_str().is_some_and(crate::context::is_absolute) {
            Ok(())
        } else {
            Err(self.broken("an absolute address is expected"))
        }
    }

    fn date(&self) -> Checked {
        if self.value.as_str().is_some_and(|text| date(text).is_some()) {
            Ok(())
        } else {
            Err(self.broken("a date with time and zone is expected"))
        }
    }

    fn some_type(&self) -> Checked {
        let named = |value: &Value| value.as_str().is_some_and(|name| !name.is_empty());
        let fits = match self.value {
            Value::Array(all) => !all.is_empty() && all.iter().all(named),
            one => named(one),
        };
        if fits {
            Ok(())
        } else {
            Err(self.broken("a type is expected"))
        }
    }

    /// The type is, or is among others, one of these.
    fn types(&self, known: &[&'static str]) -> Checked {
        self.some_type()?;
        let is_known = |value: &Value| known.iter().any(|name| value == *name);
        let fits = match self.value {
            Value::Array(all) => all.iter().any(is_known),
            one => is_known(one),
        };
        if fits {
            Ok(())
        } else {
            Err(self.broken(known.first().copied().unwrap_or("another type is expected")))
        }
    }
}

/// An `xsd:dateTime` with a zone.
pub(crate) fn date(text: &str) -> Option<Timestamp> {
    if text.len() > 40 || text.as_bytes().get(10) != Some(&b'T') {
        None
    } else {
        text.parse().ok()
    }
}
