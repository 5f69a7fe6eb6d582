//! `AchievementSubject` (Open Badges 3.0, appendix B): who earned what, and with which result.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::{
    Error, achievement,
    achievement::Achievement,
    identity,
    identity::IdentityObject,
    image,
    image::Image,
    object::{self, member, members, members_of, object, shape},
    profile,
    profile::Profile,
    result,
    schema::{At, Checked},
    uri::Uri,
};

object! {
    /// Somebody and the achievement that they earned: `AchievementSubject` (Open Badges 3.0, appendix B).
    AchievementSubject: rules
}

impl AchievementSubject<'static> {
    /// The subject that a URI stands for. One that is made for this credential alone, such as a fresh `urn:uuid`, lets nobody find the person's other badges.
    pub fn new(id: Uri, achievement: Achievement<'_>) -> Self {
        AchievementSubject(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["AchievementSubject"])),
            ("achievement", achievement.into()),
        ])))
    }

    /// The subject that an identifier stands for, without a URI.
    pub fn identified(identity: IdentityObject<'_>, achievement: Achievement<'_>) -> Self {
        AchievementSubject(Cow::Owned(members_of([
            ("type", json!(["AchievementSubject"])),
            ("identifier", json!([identity])),
            ("achievement", achievement.into()),
        ])))
    }
}

members! { AchievementSubject {
    /// What was earned.
    required_one achievement = "achievement": Achievement;
    /// The URI of the subject.
    uri id with_id = "id";
    /// Other identifiers of the subject: a name, an address, hashed or not.
    many identifiers with_identifier = "identifier": IdentityObject;
    /// When the activity began.
    date activity_start_date with_activity_start_date = "activityStartDate";
    /// When the activity ended.
    date activity_end_date with_activity_end_date = "activityEndDate";
    /// The credits earned, in the unit of the achievement's `creditsAvailable`.
    number credits_earned with_credits_earned = "creditsEarned";
    /// An image that stands for this award.
    one image with_image = "image": Image;
    /// The number of the licence.
    text license_number with_license_number = "licenseNumber";
    /// What connects the pieces of evidence, in Markdown.
    text narrative with_narrative = "narrative";
    /// The role of the person: speaker, captain.
    text role with_role = "role";
    /// Who assessed on behalf of the issuer.
    one source with_source = "source": Profile;
    /// The academic term.
    text term with_term = "term";
} }

impl AchievementSubject<'_> {
    /// The results of the person: `result` of `AchievementSubject`, an array of objects, or one.
    pub fn results(&self) -> impl Iterator<Item = result::Result<'_>> {
        object::each(self.0.get("result")).filter_map(|value| object::one(Some(value)))
    }

    /// Adds a result, whose description and level are among those of the achievement.
    ///
    /// # Errors
    /// [`Error::Invalid`] where they are not, or where a description of the type `Status` finds no status.
    pub fn with_result(mut self, result: result::Result<'_>) -> Result<Self, Error> {
        let result = Value::from(result);
        let achievement = self.0.get("achievement").unwrap_or(&Value::Null);
        result::linked_rules(&At::root(&result), &At::root(achievement))?;
        object::push(self.0.to_mut(), "result", result);
        Ok(self)
    }
}

pub(crate) fn rules(subject: &At<'_>) -> Checked {
    subject.object()?;
    subject.member("type").types(&["AchievementSubject"])?;
    subject.uris(&["id"])?;
    if subject.value().get("id").is_none() && subject.member("identifier").items().next().is_none()
    {
        return Err(subject.broken("a subject has an id or an identifier"));
    }
    subject.each("identifier", identity::identity_rules)?;
    subject.texts(&["role", "narrative", "licenseNumber", "term"])?;
    subject.dates(&["activityStartDate", "activityEndDate"])?;
    subject.if_present("creditsEarned", |number| number.number())?;
    subject.if_present("image", image::rules)?;
    subject.if_present("source", profile::rules)?;
    let achievement = subject.member("achievement");
    achievement::rules(&achievement)?;
    subject.each("result", |result| {
        result::rules(result)?;
        result::linked_rules(result, &achievement)
    })
}
