//! `Achievement`, `Criteria`, `Related` (Open Badges 3.0, appendix B): what can be earned, what it takes, and what goes with it.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::{
    Error, alignment,
    alignment::Alignment,
    endorsement,
    endorsement::EndorsementCredential,
    identity,
    identity::IdentifierEntry,
    image,
    image::Image,
    language::{LanguageString, clean},
    object::{self, member, members, members_of, object, shape},
    profile,
    profile::Profile,
    result,
    result::ResultDescription,
    schema::{At, Checked},
    uri::Uri,
    vocabulary::AchievementType,
};

object! {
    /// What can be earned, by many: `Achievement` (Open Badges 3.0, appendix B).
    Achievement: rules
}

impl Achievement<'static> {
    /// An achievement: its URI, its name, what its holder has shown, and what it takes.
    pub fn new(
        id: Uri,
        name: impl AsRef<str>,
        description: impl AsRef<str>,
        criteria: Criteria<'_>,
    ) -> Self {
        Achievement(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["Achievement"])),
            ("name", clean(name.as_ref()).into()),
            ("description", clean(description.as_ref()).into()),
            ("criteria", criteria.into()),
        ])))
    }
}

members! { Achievement {
    /// Its URI.
    required_text id = "id";
    /// Its name.
    required_text name = "name";
    /// What its holder has shown.
    required_text description = "description";
    /// What it takes.
    required_one criteria = "criteria": Criteria;
    /// What kind of achievement it is.
    word achievement_type with_achievement_type = "achievementType": AchievementType;
    /// What it touches in frameworks.
    many alignments with_alignment = "alignment": Alignment;
    /// Who made it.
    one creator with_creator = "creator": Profile;
    /// The credits that it can give, in a unit that the issuer chooses, generally credit hours.
    number credits_available with_credits_available = "creditsAvailable";
    /// What others say of it, each a credential of its own.
    many endorsements with_endorsement = "endorsement": EndorsementCredential;
    /// The discipline.
    text field_of_study with_field_of_study = "fieldOfStudy";
    /// A code for people.
    text human_code with_human_code = "humanCode";
    /// The image of the badge, a PNG or an SVG.
    one image with_image = "image": Image;
    /// The language of its texts.
    language in_language with_language = "inLanguage";
    /// Identifiers in other systems.
    many other_identifiers with_other_identifier = "otherIdentifier": IdentifierEntry;
    /// Achievements that go with it.
    many related with_related = "related": Related;
    /// The results that it can have.
    many result_descriptions with_result_description = "resultDescription": ResultDescription;
    /// The focus within the discipline.
    text specialization with_specialization = "specialization";
    /// Keywords.
    texts tags with_tag = "tag";
    /// The version, set by its creator.
    text version with_version = "version";
} }

impl Achievement<'_> {
    /// The name, with the language of `inLanguage`.
    pub fn tagged_name(&self) -> LanguageString<'_> {
        self.tagged(self.name())
    }

    /// The description, with the language of `inLanguage`.
    pub fn tagged_description(&self) -> LanguageString<'_> {
        self.tagged(self.description())
    }

    fn tagged<'s>(&'s self, text: &'s str) -> LanguageString<'s> {
        LanguageString {
            text,
            language: self.in_language(),
            direction: None,
        }
    }

    /// Endorsements that are secured as a compact JWS: `endorsementJwt` (Open Badges 3.0, appendix B), an array of texts, or one.
    pub fn endorsement_jwts(&self) -> impl Iterator<Item = &str> {
        object::each(self.0.get("endorsementJwt")).filter_map(Value::as_str)
    }

    /// Adds one to `endorsementJwt`; see [`crate::endorsement`] before.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is no compact JWS.
    pub fn with_endorsement_jwt(mut self, token: &str) -> Result<Self, Error> {
        endorsement::push_token(self.0.to_mut(), token)?;
        Ok(self)
    }
}

object! {
    /// What it takes to earn an achievement: in Markdown, on a page, or both. `Criteria` (Open Badges 3.0, appendix B).
    Criteria: criteria_rules
}

impl Criteria<'static> {
    /// What it takes, in Markdown.
    pub fn narrative(narrative: impl AsRef<str>) -> Self {
        Criteria(Cow::Owned(members_of([
            ("type", "Criteria".into()),
            ("narrative", clean(narrative.as_ref()).into()),
        ])))
    }

    /// A page that says what it takes.
    pub fn page(id: Uri) -> Self {
        Criteria(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", "Criteria".into()),
        ])))
    }
}

members! { Criteria {
    /// The address of a page that says it.
    uri id with_id = "id";
    /// What it takes, in Markdown.
    text text with_narrative = "narrative";
} }

object! {
    /// An achievement that goes with another: an older version, another language. `Related` (Open Badges 3.0, appendix B).
    Related: related_rules
}

impl Related<'static> {
    /// The achievement that has this URI.
    pub fn new(id: Uri) -> Self {
        Related(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["Related"])),
        ])))
    }
}

members! { Related {
    /// The URI of the achievement.
    required_text id = "id";
    /// Its language.
    language in_language with_language = "inLanguage";
    /// Its version.
    text version with_version = "version";
} }

pub(crate) fn rules(achievement: &At<'_>) -> Checked {
    achievement.object()?;
    achievement.member("id").uri()?;
    achievement.member("type").types(&["Achievement"])?;
    achievement.member("name").text()?;
    achievement.member("description").text()?;
    criteria_rules(&achievement.member("criteria"))?;
    achievement.texts(&[
        "inLanguage",
        "version",
        "humanCode",
        "fieldOfStudy",
        "specialization",
    ])?;
    achievement.if_present("achievementType", |kind| kind.extended::<AchievementType>())?;
    achievement.if_present("creditsAvailable", |number| number.number())?;
    achievement.each_text("tag")?;
    achievement.if_present("image", image::rules)?;
    achievement.if_present("creator", profile::rules)?;
    achievement.each("alignment", alignment::rules)?;
    achievement.each("otherIdentifier", identity::entry_rules)?;
    achievement.each("related", related_rules)?;
    achievement.each("resultDescription", result::description_rules)?;
    endorsement::all_rules(achievement)
}

fn criteria_rules(criteria: &At<'_>) -> Checked {
    criteria.object()?;
    criteria.uris(&["id"])?;
    criteria.texts(&["narrative"])
}

fn related_rules(related: &At<'_>) -> Checked {
    related.object()?;
    related.member("id").uri()?;
    related.member("type").types(&["Related"])?;
    related.texts(&["inLanguage", "version"])
}
