//! What one level of a module asks for, read out of the module once: badges, a questionnaire, cafés, a story.

use jiff::{Span, civil::Date};

use super::reading::Rubric;

/// How long a café counts where the module does not say.
const USUAL_AGE: &str = "P18M";

/// Months before the end of a badge from which it may be renewed.
pub const RENEWAL_MONTHS: i64 = 6;

/// What a level asks for.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The module.
    pub module: String,
    /// The level.
    pub level: String,
    /// The achievement that it gives.
    pub badge: String,
    /// Achievements that must be held before.
    pub badges: Vec<String>,
    /// Whether the person is to adhere to the charter.
    pub charter: bool,
    /// What the person declares.
    pub declarations: Vec<String>,
    /// The least age, in years.
    pub min_age: Option<u32>,
    /// Whether a questionnaire is to be passed.
    pub questionnaire: bool,
    /// How many cafés are to be confirmed.
    pub cafes: u32,
    /// How long ago a café may have been, as an ISO 8601 duration.
    pub max_age: Option<String>,
    /// The story that peers read, where one is asked for.
    pub story: Option<StoryPlan>,
    /// For how many days a refusal can be appealed against.
    pub appeal_days: i64,
}

/// The story that a level asks for.
#[derive(Clone, Debug)]
pub struct StoryPlan {
    /// What is asked.
    pub ask: String,
    /// The fewest and the most words.
    pub words: (u32, u32),
    /// Whether people of the same structure are left out.
    pub structures_apart: bool,
    /// How it is read.
    pub rubric: Rubric,
}

impl Plan {
    /// The same level for somebody who has it already: what was shown once is not asked again, and one recent café shows that they go on. What is promised
    /// with the charter has to hold still.
    pub fn for_renewal(mut self) -> Plan {
        self.badges.clear();
        self.questionnaire = false;
        self.cafes = 1;
        self.story = None;
        self
    }

    /// The first day on which a café still counts at `today`.
    pub fn cafes_since(&self, today: Date) -> Date {
        let age = self.max_age.as_deref().unwrap_or(USUAL_AGE);
        let span: Span = age.parse().unwrap_or_else(|_| Span::new().months(18));
        today.checked_sub(span).unwrap_or(Date::MIN)
    }
}

impl StoryPlan {
    /// How many words a text has, where that is not within the bounds.
    pub fn misfit(&self, body: &str) -> Option<usize> {
        let words = body.split_whitespace().count();
        let fits = words >= self.words.0 as usize && words <= self.words.1 as usize;
        (!fits).then_some(words)
    }
}

/// Whether a badge that ends at `until` may be renewed on `today`; one that ended may be for as long again.
pub fn may_renew(until: Date, today: Date) -> bool {
    let months = Span::new().months(RENEWAL_MONTHS);
    let from = until.checked_sub(months).unwrap_or(Date::MIN);
    let to = until.checked_add(months).unwrap_or(Date::MAX);
    (from..=to).contains(&today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certification::reading::tests::rubric;

    fn plan() -> Plan {
        Plan {
            module: "m".into(),
            level: "animateur".into(),
            badge: "animation".into(),
            badges: vec!["pratique".into()],
            charter: true,
            declarations: vec!["J'ai animé.".into()],
            min_age: Some(18),
            questionnaire: true,
            cafes: 2,
            max_age: Some("P18M".into()),
            story: Some(StoryPlan {
                ask: "Racontez.".into(),
                words: (3, 5),
                structures_apart: true,
                rubric: rubric(),
            }),
            appeal_days: 30,
        }
    }

    #[test]
    fn a_renewal_asks_for_one_recent_cafe_alone() {
        let renewal = plan().for_renewal();
        assert!(renewal.badges.is_empty() && !renewal.questionnaire && renewal.story.is_none());
        assert_eq!(renewal.cafes, 1);
        assert!(renewal.charter, "a promise has to hold still");
    }

    #[test]
    fn a_cafe_counts_as_long_as_the_module_says() {
        let today = Date::constant(2026, 11, 27);
        assert_eq!(plan().cafes_since(today), Date::constant(2025, 5, 27));
        let unsaid = Plan {
            max_age: None,
            ..plan()
        };
        assert_eq!(unsaid.cafes_since(today), Date::constant(2025, 5, 27));
    }

    #[test]
    fn words_are_counted_as_people_count_them() {
        let story = plan().story.unwrap();
        for (body, misfit) in [
            ("un deux", Some(2)),
            (" un  deux\ntrois ", None),
            ("a b c d e", None),
            ("a b c d e f", Some(6)),
        ] {
            assert_eq!(story.misfit(body), misfit, "{body}");
        }
    }

    #[test]
    fn a_renewal_has_half_a_year_on_both_sides_of_the_end() {
        let until = Date::constant(2029, 12, 1);
        for (today, may) in [
            ((2029, 5, 31), false),
            ((2029, 6, 1), true),
            ((2029, 12, 2), true),
            ((2030, 6, 1), true),
            ((2030, 6, 2), false),
        ] {
            let today = Date::new(today.0, today.1, today.2).unwrap();
            assert_eq!(may_renew(until, today), may, "{today}");
        }
    }
}
