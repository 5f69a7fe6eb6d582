//! `Result`, `ResultDescription`, `RubricCriterionLevel` (Open Badges 3.0, appendix B): what can come of an achievement, and what came of it.

use std::borrow::Cow;

use serde_json::json;

use crate::{
    alignment,
    alignment::Alignment,
    language::clean,
    object::{member, members, members_of, object, shape},
    schema::{At, Checked},
    uri::Uri,
    vocabulary::{ResultStatusType, ResultType},
};

object! {
    /// One of the results that an achievement can have: `ResultDescription` (Open Badges 3.0, appendix B).
    ResultDescription: description_rules
}

impl ResultDescription<'static> {
    /// A result of a type; the id is a URI of its own, to which the results refer.
    pub fn new(id: Uri, name: impl AsRef<str>, result_type: ResultType) -> Self {
        ResultDescription(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["ResultDescription"])),
            ("name", clean(name.as_ref()).into()),
            ("resultType", result_type.as_str().into()),
        ])))
    }
}

members! { ResultDescription {
    /// The URI to which results refer.
    required_text id = "id";
    /// What the result is of.
    required_text name = "name";
    /// The values that are allowed, from the lowest; the order is signed.
    texts allowed_values with_allowed_value = "allowedValue";
    /// The value that is needed to pass.
    text required_value with_required_value = "requiredValue";
    /// The id of the level that is needed to pass.
    uri required_level with_required_level = "requiredLevel";
    /// The lowest value, as a text.
    text value_min with_value_min = "valueMin";
    /// The highest value, as a text.
    text value_max with_value_max = "valueMax";
    /// The levels of a rubric; their order is not signed, so that each says in `level` where it stands.
    many rubric_criterion_levels with_rubric_criterion_level = "rubricCriterionLevel": RubricCriterionLevel;
    /// What the result touches in frameworks.
    many alignments with_alignment = "alignment": Alignment;
} }

impl ResultDescription<'_> {
    /// What the result says: `resultType`, a value of the enumeration `ResultType`; none where it is one that cannot be read.
    pub fn result_type(&self) -> Option<ResultType> {
        crate::object::text(self.0.get("resultType")).and_then(|text| text.parse().ok())
    }
}

object! {
    /// A level of a rubric: `RubricCriterionLevel` (Open Badges 3.0, appendix B).
    RubricCriterionLevel: level_rules
}

impl RubricCriterionLevel<'static> {
    /// A level by the URI to which results refer, and its name.
    pub fn new(id: Uri, name: impl AsRef<str>) -> Self {
        RubricCriterionLevel(Cow::Owned(members_of([
            ("id", id.into()),
            ("type", json!(["RubricCriterionLevel"])),
            ("name", clean(name.as_ref()).into()),
        ])))
    }
}

members! { RubricCriterionLevel {
    /// The URI to which results refer.
    required_text id = "id";
    /// The name.
    required_text name = "name";
    /// What somebody at this level does.
    text description with_description = "description";
    /// Where it stands among the levels, as a text.
    text level with_level = "level";
    /// The points that it gives, as a text.
    text points with_points = "points";
    /// What the level touches in frameworks.
    many alignments with_alignment = "alignment": Alignment;
} }

object! {
    /// A result that somebody has: `Result` (Open Badges 3.0, appendix B). It is added to a subject by
    /// [`AchievementSubject::with_result`](crate::subject::AchievementSubject::with_result), which holds it against the achievement.
    Result: rules
}

impl Result<'static> {
    /// A result that says nothing yet, of one of the achievement's [`ResultDescription`]s.
    pub fn of(description: &ResultDescription<'_>) -> Self {
        Result(Cow::Owned(members_of([
            ("type", json!(["Result"])),
            ("resultDescription", description.id().into()),
        ])))
    }

    /// A result that no description goes with.
    pub fn undescribed(value: impl AsRef<str>) -> Self {
        Result(Cow::Owned(members_of([
            ("type", json!(["Result"])),
            ("value", clean(value.as_ref()).into()),
        ])))
    }
}

members! { Result {
    /// The id of its description in the achievement.
    uri result_description with_result_description = "resultDescription";
    /// The id of the level reached.
    uri achieved_level with_achieved_level = "achievedLevel";
    /// How far the person is; needed where the description is of the type `Status`.
    word status with_status = "status": ResultStatusType;
    /// The value, as a text: a grade, a score.
    text value with_value = "value";
    /// What the result touches in frameworks.
    many alignments with_alignment = "alignment": Alignment;
} }

pub(crate) fn rules(result: &At<'_>) -> Checked {
    result.member("type").types(&["Result"])?;
    result.texts(&["value"])?;
    result.uris(&["achievedLevel", "resultDescription"])?;
    result.if_present("status", |one| one.one_of::<ResultStatusType>())?;
    result.each("alignment", alignment::rules)
}

/// A result says what its description, which is one of the achievement's, asks for.
pub(crate) fn linked_rules(result: &At<'_>, achievement: &At<'_>) -> Checked {
    let description = result.member("resultDescription");
    let Some(id) = description.value().as_str() else {
        return Ok(());
    };
    let Some(described) = achievement.find("resultDescription", id) else {
        return Err(description.broken("the id of a ResultDescription of the achievement"));
    };
    if described["resultType"] == "Status" && result.value().get("status").is_none() {
        return Err(result.broken("a result of the type Status has a status"));
    }
    let level = result.member("achievedLevel");
    let Some(id) = level.value().as_str() else {
        return Ok(());
    };
    // Of any description: issuers, 1EdTech's samples among them, keep the levels of two in one.
    if achievement
        .member("resultDescription")
        .items()
        .any(|described| described.find("rubricCriterionLevel", id).is_some())
    {
        Ok(())
    } else {
        Err(level.broken("the id of a RubricCriterionLevel of the achievement"))
    }
}

pub(crate) fn description_rules(description: &At<'_>) -> Checked {
    description.object()?;
    description.member("id").uri()?;
    description.member("type").types(&["ResultDescription"])?;
    description.member("name").text()?;
    description.member("resultType").extended::<ResultType>()?;
    description.texts(&["requiredValue", "valueMin", "valueMax"])?;
    description.each_text("allowedValue")?;
    description.uris(&["requiredLevel"])?;
    description.each("alignment", alignment::rules)?;
    description.each("rubricCriterionLevel", level_rules)
}

fn level_rules(level: &At<'_>) -> Checked {
    level.object()?;
    level.member("id").uri()?;
    level.member("type").types(&["RubricCriterionLevel"])?;
    level.member("name").text()?;
    level.texts(&["level", "points", "description"])?;
    level.each("alignment", alignment::rules)
}
