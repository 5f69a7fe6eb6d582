//! What somebody typed of an event, read into one; what is wrong is told field by field, and nothing typed is lost.

mod fields;
mod flaw;
mod times;

use jiff::civil::DateTime;

use self::fields::{cents, named};
pub use self::{
    fields::{day, line, lines, page, time},
    flaw::Flaw,
};
use super::{
    event::{Event, Online, Place, Price, Registration},
    question::{
        MOST_CHOICE, MOST_CHOICES, MOST_DAYS, MOST_LABEL, MOST_PURPOSE, MOST_QUESTIONS, Question,
        USUAL_DAYS,
    },
    series::{End, Repeat, end, instant},
    vocabulary::{Audience, Format, LANGUAGES, Pillar},
};

/// The longest title, in characters.
pub const MOST_TITLE: usize = 120;
/// The longest summary, in characters.
pub const MOST_SUMMARY: usize = 300;
/// The longest description, in characters.
pub const MOST_ABOUT: usize = 4_000;
/// The longest short text: names, streets, words for a price.
pub const MOST_LINE: usize = 200;
/// The longest access notes, in characters.
pub const MOST_ACCESS: usize = 600;
/// How many themes and organisers may be named.
pub const MOST_NAMED: usize = 6;
/// How many seats one date may have.
pub const MOST_SEATS: u32 = 5_000;

/// What was typed of a question.
#[derive(Clone, Debug, Default)]
pub struct TypedQuestion {
    /// What is asked; there is no question where it is empty.
    pub label: String,
    /// What it is for.
    pub purpose: String,
    /// What there is to choose among, a line each.
    pub choices: String,
    /// Whether one has to answer.
    pub required: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
#[expect(
    missing_docs,
    reason = "each is the field of the same name of an event"
)]
pub struct Typed {
    pub title: String,
    pub summary: String,
    pub about: String,
    pub format: String,
    pub format_words: String,
    pub themes: String,
    pub pillars: Vec<String>,
    /// The code of the commune that was chosen; empty where none was.
    pub commune: String,
    pub place_name: String,
    pub address: String,
    pub access: String,
    /// Whether it is online too.
    pub online: bool,
    pub link: String,
    pub open: bool,
    pub audience: Vec<String>,
    pub languages: Vec<String>,
    pub price: String,
    pub price_words: String,
    pub seats: String,
    /// `here`, `elsewhere` or `none`.
    pub registration: String,
    pub elsewhere: String,
    /// One for each question that there may be.
    pub questions: [TypedQuestion; MOST_QUESTIONS],
    pub answer_days: String,
    pub modules: Vec<String>,
    pub achievement: String,
    pub organisers: String,
    pub zone: String,
    pub day: String,
    pub from: String,
    pub last_day: String,
    pub to: String,
    pub repeat: String,
    pub rule: String,
    /// `open`, `until` or `count`.
    pub ends: String,
    pub until: String,
    pub count: String,
    pub except: String,
}

impl Typed {
    /// What a form shows of an event that is there.
    pub fn of(event: &Event) -> Typed {
        let place = event.place.clone().unwrap_or_default();
        let online = event.online.clone().unwrap_or_default();
        // By the clocks of the place: in a night in which they change, minutes are not what they show.
        let zone = event.time_zone();
        let ends = instant(event.begins, &zone).map(|at| end(at, event.minutes));
        let last = ends.map_or(event.begins, |at| at.to_zoned_datetime(zone).datetime());
        let clock = |at: DateTime| at.strftime("%H:%M").to_string();
        let series = event.series.clone().unwrap_or_default();
        let repeat = Repeat::of(event.series.as_ref(), event.begins.date());
        let named = |all: &[String]| all.join(", ");
        let (ends, until, count) = match series.end {
            End::Open => ("open", String::new(), String::new()),
            End::Until(day) => ("until", day.to_string(), String::new()),
            End::Count(count) => ("count", String::new(), count.to_string()),
        };
        let (registration, elsewhere) = match &event.registration {
            Registration::Here => ("here", String::new()),
            Registration::Elsewhere(link) => ("elsewhere", link.clone()),
            Registration::None => ("none", String::new()),
        };
        Typed {
            title: event.title.clone(),
            summary: event.summary.clone(),
            about: event.about.clone(),
            format: event.format.name().into(),
            format_words: event.format_words.clone(),
            themes: named(&event.themes),
            pillars: event.pillars.iter().map(ToString::to_string).collect(),
            commune: place.commune,
            place_name: place.name,
            address: place.address,
            access: place.access,
            online: event.online.is_some(),
            link: online.link,
            open: online.open,
            audience: event.audience.iter().map(ToString::to_string).collect(),
            languages: event.languages.iter().cloned().collect(),
            price: match (event.price.cents / 100, event.price.cents % 100) {
                (whole, 0) => whole.to_string(),
                (whole, part) => format!("{whole},{part:02}"),
            },
            price_words: event.price.words.clone(),
            seats: event
                .seats
                .map(|seats| seats.to_string())
                .unwrap_or_default(),
            registration: registration.into(),
            elsewhere,
            questions: std::array::from_fn(|place| {
                let asked = event.questions.get(place).cloned().unwrap_or_default();
                TypedQuestion {
                    label: asked.label,
                    purpose: asked.purpose,
                    choices: asked.choices.join("\n"),
                    required: asked.required,
                }
            }),
            answer_days: event.answer_days.to_string(),
            modules: event.modules.clone(),
            achievement: event.achievement.clone().unwrap_or_default(),
            organisers: named(&event.organisers),
            zone: event.zone.clone(),
            day: event.begins.date().to_string(),
            from: clock(event.begins),
            last_day: if last.date() == event.begins.date() {
                String::new()
            } else {
                last.date().to_string()
            },
            to: clock(last),
            repeat: repeat.name().into(),
            rule: if repeat == Repeat::Rule {
                series.rule
            } else {
                String::new()
            },
            ends: ends.into(),
            until,
            count,
            except: series
                .except
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// Reads it as an event; `before` is what it was, whose added dates it keeps.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(&self, before: Option<&Event>) -> Result<Event, Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut fits = |good: bool, flaw: Flaw| {
            if !good {
                flaws.push(flaw);
            }
        };
        let within = |text: &str, most: usize| text.chars().count() <= most;
        let title = line(&self.title);
        fits(!title.is_empty() && within(&title, MOST_TITLE), Flaw::Title);
        let summary = line(&self.summary);
        fits(within(&summary, MOST_SUMMARY), Flaw::Summary);
        let about = lines(&self.about);
        fits(within(&about, MOST_ABOUT), Flaw::About);
        let format = self.format.parse::<Format>();
        let format_words = line(&self.format_words);
        fits(
            format.is_ok() && within(&format_words, MOST_LINE),
            Flaw::Format,
        );
        let few = |all: &[String]| all.len() <= MOST_NAMED && all.iter().all(|one| within(one, 60));
        let (themes, organisers) = (named(&self.themes), named(&self.organisers));
        fits(few(&themes), Flaw::Themes);
        fits(few(&organisers), Flaw::Organisers);
        fits(!self.commune.is_empty() || self.online, Flaw::Nowhere);
        let place = Place {
            commune: self.commune.clone(),
            name: line(&self.place_name),
            address: line(&self.address),
            access: lines(&self.access),
        };
        fits(
            within(&place.name, MOST_LINE) && within(&place.address, MOST_LINE),
            Flaw::Place,
        );
        fits(within(&place.access, MOST_ACCESS), Flaw::Access);
        let link = if self.link.trim().is_empty() {
            Some(String::new())
        } else {
            page(&self.link)
        };
        fits(!self.online || link.is_some(), Flaw::Link);
        let cents = cents(&self.price);
        let price_words = line(&self.price_words);
        fits(
            cents.is_some() && within(&price_words, MOST_LINE),
            Flaw::Price,
        );
        let seats = match self.seats.trim() {
            "" => Some(None),
            typed => typed
                .parse()
                .ok()
                .filter(|seats| (1..=MOST_SEATS).contains(seats))
                .map(Some),
        };
        fits(seats.is_some(), Flaw::Seats);
        let registration = match self.registration.as_str() {
            "elsewhere" => page(&self.elsewhere).map(Registration::Elsewhere),
            "none" => Some(Registration::None),
            _ => Some(Registration::Here),
        };
        fits(registration.is_some(), Flaw::Elsewhere);
        let answer_days = match self.answer_days.trim() {
            "" => Some(USUAL_DAYS),
            typed => typed.parse().ok().filter(|days| *days <= MOST_DAYS),
        };
        fits(answer_days.is_some(), Flaw::AnswerDays);
        let questions = self.questions(&mut flaws);
        let times = self.times(&mut flaws);
        let series = match times {
            Some((begins, _)) => self.series(begins, before, &mut flaws),
            None => None,
        };
        let (Some((begins, minutes)), Ok(format), true) = (times, format, flaws.is_empty()) else {
            return Err(flaws);
        };
        let words = |all: &[String]| all.to_vec();
        Ok(Event {
            title,
            summary,
            about,
            format,
            format_words,
            pillars: self
                .pillars
                .iter()
                .filter_map(|one| one.parse::<Pillar>().ok())
                .collect(),
            themes,
            place: (!self.commune.is_empty()).then_some(place),
            online: self.online.then(|| Online {
                link: link.unwrap_or_default(),
                open: self.open,
            }),
            audience: self
                .audience
                .iter()
                .filter_map(|one| one.parse::<Audience>().ok())
                .collect(),
            languages: self
                .languages
                .iter()
                .filter(|tag| LANGUAGES.contains(&tag.as_str()))
                .cloned()
                .collect(),
            price: Price {
                cents: cents.unwrap_or_default(),
                words: price_words,
            },
            seats: seats.unwrap_or_default(),
            registration: registration.unwrap_or_default(),
            questions,
            answer_days: answer_days.unwrap_or(USUAL_DAYS),
            modules: words(&self.modules),
            achievement: Some(self.achievement.clone()).filter(|slug| !slug.is_empty()),
            organisers,
            zone: self.zone.clone(),
            begins,
            minutes,
            series,
        })
    }

    /// What is asked of those who register; a question without words is none.
    fn questions(&self, flaws: &mut Vec<Flaw>) -> Vec<Question> {
        let within = |text: &str, most: usize| text.chars().count() <= most;
        let mut questions: Vec<Question> = Vec::new();
        for (place, typed) in self.questions.iter().enumerate() {
            let mut choices: Vec<String> = Vec::new();
            for choice in typed.choices.lines().map(line) {
                if !choice.is_empty() && !choices.contains(&choice) {
                    choices.push(choice);
                }
            }
            let question = Question {
                label: line(&typed.label),
                purpose: line(&typed.purpose),
                choices,
                required: typed.required,
            };
            let nothing = question.purpose.is_empty() && question.choices.is_empty();
            if question.label.is_empty() && nothing {
                continue;
            }
            let again = questions.iter().any(|one| one.label == question.label);
            let asks = !question.label.is_empty() && within(&question.label, MOST_LABEL) && !again;
            let says = !question.purpose.is_empty() && within(&question.purpose, MOST_PURPOSE);
            let offers = question.choices.len() != 1
                && question.choices.len() <= MOST_CHOICES
                && question.choices.iter().all(|one| within(one, MOST_CHOICE));
            flaws.extend((!asks).then_some(Flaw::Question(place)));
            flaws.extend((!says).then_some(Flaw::Purpose(place)));
            flaws.extend((!offers).then_some(Flaw::Choices(place)));
            questions.push(question);
        }
        questions
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::events::{event::tests::a_cafe, series::Series};

    pub(super) fn typed() -> Typed {
        Typed::of(&a_cafe("2027-03-04T13:30"))
    }

    pub(super) fn flaws(change: impl FnOnce(&mut Typed)) -> Vec<Flaw> {
        let mut typed = typed();
        change(&mut typed);
        typed.read(None).err().unwrap_or_default()
    }

    #[test]
    fn what_a_form_shows_is_read_back() {
        let mut event = a_cafe("2027-03-04T13:30");
        assert_eq!(Typed::of(&event).read(None).unwrap(), event);
        event.series = Some(Series {
            end: End::Count(4),
            except: BTreeSet::from(["2027-03-11".parse().unwrap()]),
            ..Series::read("FREQ=WEEKLY", event.begins, &event.time_zone()).unwrap()
        });
        event.questions = vec![
            Question {
                label: "Un besoin pour venir ?".into(),
                purpose: "Préparer la salle.".into(),
                choices: Vec::new(),
                required: false,
            },
            Question {
                label: "Vous prenez ?".into(),
                purpose: "Compter les tasses.".into(),
                choices: vec!["Thé".into(), "Café".into()],
                required: true,
            },
        ];
        event.answer_days = 2;
        event.price.cents = 250;
        event.minutes = 26 * 60;
        event.seats = None;
        event.registration = Registration::Elsewhere("https://billets.example/x".into());
        assert_eq!(Typed::of(&event).read(None).unwrap(), event);
        event.series = Some(
            Series::read("FREQ=WEEKLY;BYDAY=TU,TH", event.begins, &event.time_zone()).unwrap(),
        );
        assert_eq!(Typed::of(&event).read(None).unwrap(), event);
    }

    #[test]
    fn each_fault_is_told_beside_its_field() {
        assert_eq!(flaws(|_| ()), []);
        assert_eq!(flaws(|t| t.title = " \u{7} ".into()), [Flaw::Title]);
        assert_eq!(flaws(|t| t.title = "x".repeat(121)), [Flaw::Title]);
        assert_eq!(flaws(|t| t.seats = "-3".into()), [Flaw::Seats]);
        assert_eq!(flaws(|t| t.seats = "0".into()), [Flaw::Seats]);
        assert_eq!(flaws(|t| t.price = "-1".into()), [Flaw::Price]);
        assert_eq!(flaws(|t| t.format = "king".into()), [Flaw::Format]);
        assert_eq!(flaws(|t| t.commune = String::new()), [Flaw::Nowhere]);
        assert_eq!(
            flaws(|t| t.day = "30/02/2027".into()),
            [Flaw::Day, Flaw::To]
        );
        assert_eq!(flaws(|t| t.to = "13:30".into()), [Flaw::To]);
        assert_eq!(flaws(|t| t.to = "12:00".into()), [Flaw::To]);
        assert_eq!(flaws(|t| t.themes = "a,b,c,d,e,f,g".into()), [Flaw::Themes]);
        assert_eq!(
            flaws(|t| (t.online, t.link) = (true, "javascript:alert(1)".into())),
            [Flaw::Link]
        );
        assert_eq!(
            flaws(|t| t.registration = "elsewhere".into()),
            [Flaw::Elsewhere]
        );
    }

    #[test]
    fn a_question_says_what_it_is_for_and_is_bounded() {
        let asked = |place: usize, label: &str, purpose: &str, choices: &str| {
            flaws(|t| {
                t.questions[place] = TypedQuestion {
                    label: label.into(),
                    purpose: purpose.into(),
                    choices: choices.into(),
                    required: true,
                };
            })
        };
        assert_eq!(asked(0, " ", "", "\r\n"), []);
        assert_eq!(asked(0, "Combien ?", "", ""), [Flaw::Purpose(0)]);
        assert_eq!(asked(2, "", "Rien", ""), [Flaw::Question(2)]);
        assert_eq!(asked(1, &"x".repeat(121), "y", ""), [Flaw::Question(1)]);
        assert_eq!(asked(1, "x", "y", "seul\r\n\r\nseul"), [Flaw::Choices(1)]);
        let many: Vec<String> = (0..13).map(|one| one.to_string()).collect();
        assert_eq!(asked(1, "x", "y", &many.join("\n")), [Flaw::Choices(1)]);
        let twice = flaws(|t| {
            let one = TypedQuestion {
                label: "x".into(),
                purpose: "y".into(),
                ..TypedQuestion::default()
            };
            (t.questions[0], t.questions[1]) = (one.clone(), one);
        });
        assert_eq!(twice, [Flaw::Question(1)]);
        for odd in ["-1", "93", "une semaine", "4294967297"] {
            assert_eq!(flaws(|t| t.answer_days = odd.into()), [Flaw::AnswerDays]);
        }
        assert_eq!(Flaw::Choices(2).field(), "choices-3");
    }
}
