//! What is told of an answer: whether it is right, why, and where that is said.

use super::{answers::describe, table::Share};
use crate::{
    assessment::{feedback, item::Item, response, score::EPSILON},
    flows::assessment::Opened,
    i18n::Texts,
};

/// What is told of an answer.
pub struct FeedbackView {
    pub class: &'static str,
    pub heading: String,
    pub focus: bool,
    pub why: Option<String>,
    pub yours: Vec<String>,
    pub right: Vec<String>,
    pub whys: Vec<(String, String)>,
    pub sources: Vec<(String, String)>,
    /// That the question counts for nobody any more.
    pub neutral: bool,
    /// What others think, of an opinion.
    pub shares: Vec<Share>,
    /// Whether too few have answered to show it.
    pub too_few: bool,
}

/// What may be told of a question now.
pub fn told(opened: &Opened, item: &Item, focus: bool) -> Option<FeedbackView> {
    let attempt = opened.attempt();
    let item = attempt.module.item(&item.id)?;
    let told = attempt.told(item, opened.is_completed())?;
    let t = Texts::of(opened.sitting.lang);
    let presented = attempt.present(item);
    let answer = attempt.answer(item);
    let unknown = answer
        .as_ref()
        .is_none_or(|answer| *answer == response::Answer::DontKnow);
    let (class, key) = match told.fraction {
        None => ("known", "feedback-thanks"),
        // What is not counted is not judged: an estimate is met by the figure.
        Some(_) if !item.is_scored() => ("known", "feedback-unscored"),
        Some(fraction) if fraction >= 1.0 - EPSILON => ("good", "feedback-right"),
        Some(_) if unknown => ("known", "feedback-unknown"),
        Some(fraction) if fraction > 0.0 => ("partly", "feedback-partly"),
        Some(_) => ("again", "feedback-review"),
    };
    let words = |answer: &response::Answer| describe(&t, attempt.module, item, &presented, answer);
    let right = response::read(item, &presented, &told.right)
        .map(|right| words(&right))
        .unwrap_or_default();
    let text_of = |id: &str| {
        presented
            .choices
            .iter()
            .find(|shown| shown.id == id)
            .map(|shown| shown.text.clone())
            .unwrap_or_default()
    };
    Some(FeedbackView {
        class,
        neutral: attempt.is_neutral(item),
        shares: Vec::new(),
        too_few: false,
        heading: t.text(key),
        focus,
        why: item.why.clone(),
        yours: answer.as_ref().map(words).unwrap_or_default(),
        right: if told
            .fraction
            .is_some_and(|fraction| fraction < 1.0 - EPSILON)
        {
            right
        } else {
            Vec::new()
        },
        whys: told
            .choices
            .iter()
            .map(|(id, why)| {
                let text = text_of(id);
                (
                    t.with("feedback-of", "text", text.trim_end_matches('.')),
                    (*why).to_owned(),
                )
            })
            .collect(),
        sources: item
            .sources
            .iter()
            .filter_map(|id| attempt.module.source(id))
            .map(|source| (source.title.clone(), source.url.clone()))
            .collect(),
    })
}

/// An answer as a person who decides on the whole reads it.
pub struct Judged {
    /// The question.
    pub ask: String,
    /// What was answered, a line for each part; nothing where nothing was.
    pub given: Vec<String>,
    /// What is right.
    pub right: Vec<String>,
    /// What it earned, in words.
    pub points: String,
    /// Whether it earned everything.
    pub full: bool,
    /// Whether the question counts for nobody any more.
    pub neutral: bool,
}

/// An answer with what is right, whatever the module tells its person; nothing for what is not scored.
pub fn judged(t: &Texts, opened: &Opened, item: &Item) -> Option<Judged> {
    let attempt = opened.attempt();
    let item = attempt.module.item(&item.id)?;
    if !item.is_scored() {
        return None;
    }
    let fraction = attempt.fraction(item).unwrap_or_default();
    let presented = attempt.present(item);
    let words = |answer: &response::Answer| describe(t, attempt.module, item, &presented, answer);
    let key = feedback::right(item, &presented);
    Some(Judged {
        ask: item.ask.clone(),
        given: attempt.answer(item).as_ref().map(words).unwrap_or_default(),
        right: response::read(item, &presented, &key)
            .map(|right| words(&right))
            .unwrap_or_default(),
        points: t.with_all(
            "result-skill-points",
            [
                ("points", t.points(fraction * item.points).into()),
                ("max", t.points(item.points).into()),
            ],
        ),
        full: fraction >= 1.0 - EPSILON,
        neutral: attempt.is_neutral(item),
    })
}
