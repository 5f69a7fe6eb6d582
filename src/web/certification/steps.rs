//! The steps of a dossier in words: what is done, what remains, who acts.

use crate::{
    certification::{
        attestation::{Answer, Attestation},
        dossier::{Fate, State, Step, progress},
        reading::{Criterion, Marks, Rubric},
    },
    flows::certification::View,
    i18n::Texts,
    web::{Site, page::Page},
};

/// One step.
pub struct StepView {
    /// Its name in the page.
    pub key: &'static str,
    /// Its title.
    pub title: String,
    /// How it stands, in words.
    pub state: String,
    /// Whether it is done.
    pub done: bool,
    /// Whether the person acts.
    pub yours: bool,
    /// What there is to know of it.
    pub lines: Vec<String>,
}

/// A café that was told.
pub struct CafeView {
    /// The café.
    pub what: String,
    /// What became of it.
    pub state: String,
    /// Where it is taken back, while nobody answered.
    pub removal: Option<String>,
}

/// What the readers of a story came to for one criterion.
pub struct Marked {
    /// What was looked at.
    pub criterion: String,
    /// The step.
    pub step: String,
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Charter => "charter",
        Step::Badges => "badges",
        Step::Questionnaire => "questionnaire",
        Step::Cafes => "cafes",
        Step::Story => "story",
    }
}

/// The steps of a view.
pub fn steps(site: &Site, t: &Texts, view: &View) -> Vec<StepView> {
    let now = site.app.now();
    progress(&view.plan, &view.standing)
        .into_iter()
        .map(|(step, state)| StepView {
            key: name(step),
            title: t.text(&format!("certification-step-{}", name(step))),
            state: t.text(match state {
                State::Done => "certification-state-done",
                State::Yours => "certification-state-yours",
                State::Witness => "certification-state-witness",
                State::Readers => "certification-state-readers",
            }),
            done: state == State::Done,
            yours: state == State::Yours,
            lines: lines(t, view, step, now),
        })
        .collect()
}

fn lines(t: &Texts, view: &View, step: Step, now: jiff::Timestamp) -> Vec<String> {
    match step {
        Step::Charter => vec![t.text(if view.standing.adheres {
            "certification-charter-done"
        } else {
            "certification-charter-how"
        })],
        Step::Badges => Vec::new(),
        Step::Questionnaire => vec![match view.standing.passed_at {
            Some(at) => t.with("certification-passed-on", "date", t.date(at)),
            None => t.text("certification-questionnaire-how"),
        }],
        Step::Cafes => vec![t.with_all(
            "certification-cafes-count",
            [
                ("there", view.standing.cafes.into()),
                ("needed", view.plan.cafes.into()),
                ("since", t.day(since(view, now)).into()),
            ],
        )],
        Step::Story => match view.fate(now) {
            None => Vec::new(),
            Some(Fate::Read) => vec![t.text("certification-story-read")],
            Some(Fate::Appealed) => vec![t.text("certification-story-appealed")],
            Some(Fate::Passed) => vec![t.text("certification-story-passed")],
            Some(Fate::Refused(until)) => {
                vec![t.with("certification-story-refused", "date", t.date(until))]
            }
            Some(Fate::Closed) => vec![t.text("certification-story-closed")],
        },
    }
}

fn since(view: &View, now: jiff::Timestamp) -> jiff::civil::Date {
    let today = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    view.plan.cafes_since(today)
}

/// A café in words.
pub fn cafe(t: &Texts, one: &Attestation) -> String {
    t.with_all(
        "certification-cafe",
        [
            ("date", t.day(one.cafe.held_on).into()),
            ("place", one.cafe.place.as_str().into()),
            ("crowd", t.text(&format!("crowd-{}", one.cafe.crowd)).into()),
            ("format", one.cafe.format.as_str().into()),
        ],
    )
}

/// The cafés of a view.
pub fn cafes(site: &Site, page: &Page, view: &View) -> Vec<CafeView> {
    let (t, now) = (page.t, site.app.now());
    let state = |one: &Attestation| match &one.answer {
        Some((_, Answer::Confirmed(by))) => t.with_all(
            "certification-cafe-confirmed",
            [
                ("signer", by.signer.as_str().into()),
                ("organisation", by.organisation.as_str().into()),
                ("quality", by.quality.to_string().into()),
            ],
        ),
        Some((_, Answer::Declined(why))) => {
            t.with("certification-cafe-declined", "why", why.as_str())
        }
        None if one.is_open(now) => {
            t.with("certification-cafe-waits", "date", t.date(one.expires_at))
        }
        None => t.text("certification-cafe-over"),
    };
    let cafes = view.cafes.iter().map(|one| CafeView {
        what: cafe(&t, one),
        state: state(one),
        removal: one
            .answer
            .is_none()
            .then(|| page.link(&format!("/me/attestations/{}/removal", one.id))),
    });
    cafes.collect()
}

/// What the readings of the last round that is decided came to, and what the readers say.
pub fn readings(t: &Texts, view: &View, now: jiff::Timestamp) -> (Vec<Marked>, Vec<String>) {
    let (Some(story), Some(asked)) = (&view.story, &view.plan.story) else {
        return (Vec::new(), Vec::new());
    };
    // What is said before everybody has read would tell one reader's marks.
    let decided = match view.fate(now) {
        None | Some(Fate::Read) => return (Vec::new(), Vec::new()),
        Some(Fate::Appealed) => 1,
        Some(_) => story.round(),
    };
    let done = || {
        let all = view.readings.iter();
        all.filter(|one| one.round == decided && one.done_at.is_some())
    };
    let marks: Vec<Marks> = done().map(|one| one.marks.clone()).collect();
    let words = done().map(|one| one.words.clone());
    (
        marked(t, &asked.rubric, &marks),
        words.filter(|words| !words.is_empty()).collect(),
    )
}

fn marked(t: &Texts, rubric: &Rubric, marks: &[Marks]) -> Vec<Marked> {
    let agreed = rubric.agreed(marks);
    let step = |one: &Criterion| {
        let step = agreed.get(&one.id).copied().unwrap_or_default();
        let named = |at: f64| one.scale.get(at as usize).cloned().unwrap_or_default();
        if step.fract() == 0.0 {
            named(step)
        } else {
            t.with_all(
                "certification-between",
                [
                    ("lower", named(step.floor()).into()),
                    ("upper", named(step.ceil()).into()),
                ],
            )
        }
    };
    rubric
        .criteria
        .iter()
        .map(|one| Marked {
            criterion: one.text.clone(),
            step: step(one),
        })
        .collect()
}
