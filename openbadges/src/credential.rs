//! Credentials to be issued, as typed data: an `AchievementCredential` and what stands in it (Open Badges 3.0, appendix B). What is built here is checked by
//! [`crate::schema`] before it is given out.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{Error, proof::whole_second, schema};

/// The contexts of a credential of ours, in their order.
pub const CONTEXTS: [&str; 3] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
];

/// The schema that 1EdTech publishes for these credentials.
const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// A credential that states that somebody has earned an achievement.
#[derive(Clone, Debug)]
pub struct AchievementCredential {
    /// The address of the credential.
    pub id: String,
    /// The name that wallets show.
    pub name: String,
    /// Who issues it.
    pub issuer: Profile,
    /// From when it holds; whole seconds.
    pub valid_from: Timestamp,
    /// Until when, where it expires; whole seconds.
    pub valid_until: Option<Timestamp>,
    /// When the achievement was earned; whole seconds.
    pub awarded: Option<Timestamp>,
    /// Who earned what.
    pub subject: AchievementSubject,
    /// How it was earned.
    pub evidence: Vec<Evidence>,
    /// Its place in a status list.
    pub status: Option<StatusEntry>,
}

/// A person or organisation, as issuer or creator.
#[derive(Clone, Debug)]
pub struct Profile {
    /// A DID or an address.
    pub id: String,
    /// The name.
    pub name: String,
    /// A site.
    pub url: Option<String>,
    /// An address for questions.
    pub email: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
}

/// Who earned the achievement: an identifier of its own, and maybe the name that is shown.
#[derive(Clone, Debug)]
pub struct AchievementSubject {
    /// A URI that stands for this person in this credential.
    pub id: String,
    /// The name to show, as said by the person.
    pub name: Option<String>,
    /// What was earned.
    pub achievement: Achievement,
    /// The level reached: the id of one of the achievement's levels.
    pub achieved_level: Option<String>,
}

/// What can be earned.
#[derive(Clone, Debug)]
pub struct Achievement {
    /// Its address.
    pub id: String,
    /// `Badge`, `Membership`, `ext:…`: a value of the standard, or an extension.
    pub kind: String,
    /// The name.
    pub name: String,
    /// What its holder has shown.
    pub description: String,
    /// The rules, in Markdown.
    pub criteria: String,
    /// The image: its address, and what it shows.
    pub image: Option<Image>,
    /// The competences that it touches.
    pub alignments: Vec<Alignment>,
    /// The language of the texts (BCP 47).
    pub language: String,
    /// The version.
    pub version: String,
    /// The id of who made it. Nothing else of them is said here: where the issuer is the creator, a name said twice of one id could be
    /// taken out of either place without breaking the signature.
    pub creator: String,
    /// The levels, from the lowest.
    pub levels: Option<Levels>,
}

/// An image of an achievement.
#[derive(Clone, Debug)]
pub struct Image {
    /// Its address.
    pub id: String,
    /// What it shows.
    pub caption: String,
}

/// A competence of a framework.
#[derive(Clone, Debug)]
pub struct Alignment {
    /// The competence's title.
    pub name: String,
    /// Its address, or its framework's.
    pub url: String,
    /// How far the achievement goes.
    pub description: String,
    /// The framework.
    pub framework: String,
    /// Its code there.
    pub code: String,
}

/// A result of type `RubricCriterionLevel`: the levels there are, and the one that is asked for.
#[derive(Clone, Debug)]
pub struct Levels {
    /// The address of the description.
    pub id: String,
    /// What the levels are of.
    pub name: String,
    /// Id and name of each level, from the lowest.
    pub levels: Vec<(String, String)>,
    /// The id of the level that is asked for.
    pub required: String,
}

/// How an achievement was earned.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What kind of evidence it is.
    pub name: String,
    /// How it came about, in Markdown.
    pub narrative: String,
}

/// A place in a Bitstring Status List, for revocation.
#[derive(Clone, Debug)]
pub struct StatusEntry {
    /// The address of the list.
    pub list: String,
    /// The place in it.
    pub place: u64,
}

impl AchievementCredential {
    /// The credential as JSON, ready to be signed: arrays for sets, a type on every object, no null, no control character.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a rule of the standard is broken.
    pub fn build(&self) -> Result<Value, Error> {
        let mut subject = json!({
            "id": self.subject.id,
            "type": ["AchievementSubject"],
            "achievement": self.subject.achievement.to_value(),
        });
        if let Some(name) = &self.subject.name {
            subject["identifier"] = json!([{"type": "IdentityObject", "identityHash": clean(name), "identityType": "name", "hashed": false}]);
        }
        if let (Some(level), Some(levels)) = (
            &self.subject.achieved_level,
            &self.subject.achievement.levels,
        ) {
            subject["result"] = json!([{"type": ["Result"], "resultDescription": levels.id, "achievedLevel": level}]);
        }
        let mut credential = json!({
            "@context": CONTEXTS,
            "id": self.id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": clean(&self.name),
            "issuer": self.issuer.to_value(),
            "validFrom": whole_second(self.valid_from),
            "credentialSubject": subject,
        });
        if let Some(until) = self.valid_until {
            credential["validUntil"] = whole_second(until).into();
        }
        if let Some(awarded) = self.awarded {
            credential["awardedDate"] = whole_second(awarded).into();
        }
        if !self.evidence.is_empty() {
            let evidence = self.evidence.iter().map(|one| json!({"type": ["Evidence"], "name": clean(&one.name), "narrative": clean(&one.narrative)}));
            credential["evidence"] = evidence.collect();
        }
        credential["credentialSchema"] =
            json!([{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}]);
        if let Some(status) = &self.status {
            credential["credentialStatus"] = json!({
                "id": format!("{}#{}", status.list, status.place),
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": status.place.to_string(),
                "statusListCredential": status.list,
            });
        }
        schema::check(&credential).map_err(|broken| Error::Invalid(broken.to_string()))?;
        Ok(credential)
    }
}

impl Profile {
    /// The profile as JSON.
    pub fn to_value(&self) -> Value {
        let mut profile = Map::from_iter([
            ("id".to_owned(), self.id.as_str().into()),
            ("type".to_owned(), json!(["Profile"])),
            ("name".to_owned(), clean(&self.name).into()),
        ]);
        for (name, value) in [
            ("url", &self.url),
            ("email", &self.email),
            ("description", &self.description),
        ] {
            if let Some(value) = value {
                profile.insert(name.to_owned(), clean(value).into());
            }
        }
        Value::Object(profile)
    }
}

impl Achievement {
    /// The achievement as JSON.
    pub fn to_value(&self) -> Value {
        let mut achievement = json!({
            "id": self.id,
            "type": ["Achievement"],
            "achievementType": self.kind,
            "name": clean(&self.name),
            "description": clean(&self.description),
            "criteria": {"type": "Criteria", "narrative": clean(&self.criteria)},
            "inLanguage": self.language,
            "version": self.version,
            "creator": {"id": self.creator, "type": ["Profile"]},
        });
        if let Some(image) = &self.image {
            achievement["image"] =
                json!({"id": image.id, "type": "Image", "caption": clean(&image.caption)});
        }
        if !self.alignments.is_empty() {
            let alignments = self.alignments.iter().map(|one| {
                json!({
                    "type": ["Alignment"],
                    "targetName": clean(&one.name),
                    "targetUrl": one.url,
                    "targetDescription": clean(&one.description),
                    "targetFramework": clean(&one.framework),
                    "targetCode": clean(&one.code),
                })
            });
            achievement["alignment"] = alignments.collect();
        }
        if let Some(levels) = &self.levels {
            let rubric = levels.levels.iter().enumerate().map(|(place, (id, name))| json!({"id": id, "type": ["RubricCriterionLevel"], "name": clean(name), "level": (place + 1).to_string()}));
            achievement["resultDescription"] = json!([{
                "id": levels.id,
                "type": ["ResultDescription"],
                "name": clean(&levels.name),
                "resultType": "RubricCriterionLevel",
                "requiredLevel": levels.required,
                "rubricCriterionLevel": rubric.collect::<Vec<_>>(),
            }]);
        }
        achievement
    }
}

/// Text without the control characters on which verifiers disagree: all of C0 but tab, LF and CR, and DEL.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r') || *c > '\u{7f}')
        .collect()
}
