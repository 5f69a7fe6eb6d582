//! The form of an event, in which each fault stands beside its field.

use std::collections::BTreeMap;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::standing::{Place, place};
use crate::{
    badges::achievement::Achievement,
    base::Error,
    events::{
        Audience, Event, Format, LANGUAGES, Pillar, Standing,
        event::{OWN_BADGE, PARIS, zone_of},
        question::{MOST_CHOICE, MOST_CHOICES, MOST_DAYS, MOST_LABEL, MOST_PURPOSE},
        read::{Flaw, MOST_ABOUT, MOST_NAMED, Typed, TypedQuestion},
        series::Repeat,
        standing::OWN_BADGES,
    },
    flows::{badges::may_name, charter},
    geography,
    store::badges,
    web::{
        Site,
        access::Member,
        events::words,
        form::{Choice, Fields, choice},
        page::{self, Page},
        places::{Chosen, PlaceField, chosen, in_full},
        problem::Problem,
    },
};

/// The longest text that is looked at, in characters.
const MOST: usize = MOST_ABOUT * 2;

/// The fields in which something may be wrong, in the order of the form.
const ORDER: [&str; 32] = [
    "title",
    "summary",
    "about",
    "format",
    "format-words",
    "themes",
    "day",
    "from",
    "to",
    "last-day",
    "rule",
    "until",
    "count",
    "except",
    "place",
    "place-name",
    "access",
    "link",
    "organisers",
    "price",
    "seats",
    "elsewhere",
    "question-1",
    "purpose-1",
    "choices-1",
    "question-2",
    "purpose-2",
    "choices-2",
    "question-3",
    "purpose-3",
    "choices-3",
    "answer-days",
];

#[derive(Template)]
#[template(path = "events/form.html")]
struct FormPage {
    page: Page,
    action: String,
    version: i64,
    typed: Typed,
    place: PlaceField,
    formats: Vec<Choice>,
    pillars: Vec<Choice>,
    audience: Vec<Choice>,
    languages: Vec<Choice>,
    modules: Vec<Choice>,
    achievements: Vec<Choice>,
    repeats: Vec<Choice>,
    ends: Vec<Choice>,
    registrations: Vec<Choice>,
    errors: BTreeMap<&'static str, String>,
    stale: bool,
    done: String,
    refused: Option<String>,
    adherent: bool,
    agreement: bool,
    standing: Option<Place>,
}

impl FormPage {
    /// The questions, each with its number.
    fn questions(&self) -> impl Iterator<Item = (usize, &TypedQuestion)> {
        (1..).zip(&self.typed.questions)
    }

    /// Whether something is asked, or wrong with what is.
    fn asks(&self) -> bool {
        self.typed.questions.iter().any(|one| !one.label.is_empty())
            || self.errors.contains_key("answer-days")
            || self.errors.keys().any(|field| {
                field.contains("question-")
                    || field.contains("purpose-")
                    || field.contains("choices-")
            })
    }

    /// What is wrong, in the order of the form: the field, and the words.
    fn wrong(&self) -> Vec<(&str, &String)> {
        let mut wrong: Vec<(&str, &String)> = self
            .errors
            .iter()
            .map(|(field, words)| (*field, words))
            .collect();
        wrong.extend(self.place.error.as_ref().map(|words| ("place", words)));
        let rank = |field: &str| ORDER.iter().position(|one| *one == field);
        wrong.sort_by_key(|(field, _)| rank(field).unwrap_or(ORDER.len()));
        wrong
    }

    /// Whether a part that is folded away stands open: something in it is said already, or wrong.
    fn opens(&self, part: &str) -> bool {
        let typed = &self.typed;
        let (said, fields): (bool, &[&str]) = match part {
            "kind" => (
                !(typed.format_words.is_empty()
                    && typed.pillars.is_empty()
                    && typed.themes.is_empty()),
                &["format-words", "themes"],
            ),
            "series" => (
                typed.repeat != "once" || !typed.last_day.is_empty() || !typed.rule.is_empty(),
                &["last-day", "to", "rule", "until", "count", "except"],
            ),
            "online" => (
                typed.online || !typed.link.is_empty() || self.place.error.is_some(),
                &["link"],
            ),
            "who" => (
                !(typed.audience.is_empty() && typed.organisers.is_empty()),
                &["organisers"],
            ),
            _ => (
                !(typed.modules.is_empty() && typed.achievement.is_empty()),
                &[],
            ),
        };
        said || fields.iter().any(|field| self.errors.contains_key(field))
    }

    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.get(field)
    }
}

/// What the form shows beside the event itself.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) typed: Typed,
    pub(super) place: PlaceField,
    pub(super) version: i64,
    pub(super) flaws: Vec<Flaw>,
    pub(super) stale: bool,
    pub(super) done: String,
    pub(super) refused: Option<String>,
}

impl Shown {
    /// An event as it stands.
    pub(super) fn of(standing: &Standing) -> Shown {
        Shown {
            typed: Typed::of(&standing.event),
            place: PlaceField {
                typed: words::commune(&standing.event)
                    .map(geography::Commune::label)
                    .unwrap_or_default(),
                ..PlaceField::default()
            },
            version: standing.version,
            ..Shown::default()
        }
    }
}

/// What was sent, as it was typed, the field of the place, and the event or what is wrong.
pub(super) async fn read(
    site: &Site,
    page: &Page,
    member: &Member,
    fields: &Fields,
    before: Option<&Event>,
) -> Result<(Typed, PlaceField, Result<Event, Vec<Flaw>>), Error> {
    let text = |name: &str| -> String {
        // Twice what may stand there: too long a text is told, not cut.
        fields
            .get(name)
            .unwrap_or_default()
            .chars()
            .take(MOST)
            .collect()
    };
    let ticked = |name: &str| fields.get(name) == Some("yes");
    let mut place = PlaceField {
        typed: text("place").chars().take(80).collect(),
        ..PlaceField::default()
    };
    let mut unclear = true;
    let commune = match chosen(&place.typed, fields.get("commune")) {
        Chosen::Here(commune) => Some(commune),
        Chosen::Nowhere => {
            unclear = false;
            None
        }
        Chosen::Among(several) => {
            let choices = several.into_iter();
            place.choices = choices
                .map(|one| (one.code.clone(), in_full(one)))
                .collect();
            place.error = Some(page.t.text("place-several"));
            None
        }
        Chosen::Unknown => {
            place.error = Some(page.t.text("place-unknown"));
            None
        }
    };
    let shelf = site.app.shelf();
    let modules: Vec<String> = fields.all("module").to_vec();
    let known = modules
        .into_iter()
        .filter(|id| shelf.modules().any(|one| one.own().id == *id));
    let achievement = text("achievement");
    let given = achievement == OWN_BADGE
        || for_attending(site, member)
            .await?
            .iter()
            .any(|one| one.slug == achievement);
    let typed = Typed {
        title: text("title"),
        summary: text("summary"),
        about: text("about").replace("\r\n", "\n"),
        format: text("format"),
        format_words: text("format-words"),
        themes: text("themes"),
        pillars: fields.all("pillar").to_vec(),
        commune: commune.map(|one| one.code.clone()).unwrap_or_default(),
        place_name: text("place-name"),
        address: text("address"),
        access: text("access").replace("\r\n", "\n"),
        online: ticked("online"),
        link: text("link"),
        open: ticked("open"),
        audience: fields.all("audience").to_vec(),
        languages: fields.all("language").to_vec(),
        price: text("price"),
        price_words: text("price-words"),
        seats: text("seats"),
        registration: text("registration"),
        elsewhere: text("elsewhere"),
        questions: std::array::from_fn(|place| {
            let number = place + 1;
            TypedQuestion {
                label: text(&format!("question-{number}")),
                purpose: text(&format!("purpose-{number}")),
                choices: text(&format!("choices-{number}")),
                required: ticked(&format!("required-{number}")),
            }
        }),
        answer_days: text("answer-days"),
        modules: known.take(20).collect(),
        achievement: if given { achievement } else { String::new() },
        organisers: text("organisers"),
        zone: commune
            .map_or(PARIS, |one| zone_of(one.department(), &one.code))
            .into(),
        day: text("day"),
        from: text("from"),
        last_day: text("last-day"),
        to: text("to"),
        repeat: text("repeat"),
        rule: text("rule"),
        ends: text("ends"),
        until: text("until"),
        count: text("count"),
        except: text("except"),
    };
    let mut read = typed.read(before);
    if commune.is_none() && unclear {
        let mut flaws = read.err().unwrap_or_default();
        // The field for a commune tells it by itself.
        if !flaws.contains(&Flaw::Nowhere) {
            flaws.push(Flaw::Nowhere);
        }
        read = Err(flaws);
    }
    Ok((typed, place, read))
}

/// Achievements that this person may have given to those who come; the own ones of other events are not among them.
async fn for_attending(site: &Site, member: &Member) -> Result<Vec<Achievement>, Error> {
    let all = badges::list_achievements(&mut site.app.db.read().await?).await?;
    let roles = member.account.roles();
    let may = |one: &Achievement| may_name(&roles, one) && !one.slug.starts_with(OWN_BADGES);
    Ok(all.into_iter().filter(may).collect())
}

/// The page of the form, for an event that is there or a new one.
pub(super) async fn answer(
    site: &Site,
    page: Page,
    member: &Member,
    status: StatusCode,
    standing: Option<&Standing>,
    mut shown: Shown,
) -> Result<Response, Problem> {
    let (t, typed) = (page.t, &shown.typed);
    let mut errors = BTreeMap::new();
    for flaw in &shown.flaws {
        if *flaw == Flaw::Nowhere {
            let words = t.text("event-flaw-nowhere");
            shown.place.error.get_or_insert(words);
            continue;
        }
        let words = t.with_all(
            &format!("event-flaw-{}", flaw.name()),
            [
                ("most", MOST_ABOUT.into()),
                ("named", MOST_NAMED.into()),
                ("label", MOST_LABEL.into()),
                ("purpose", MOST_PURPOSE.into()),
                ("choices", MOST_CHOICES.into()),
                ("choice", MOST_CHOICE.into()),
                ("days", MOST_DAYS.into()),
            ],
        );
        errors.entry(flaw.field()).or_insert(words);
    }
    let all = |names: Vec<(&str, String)>, chosen: &[String]| -> Vec<Choice> {
        let names = names.into_iter();
        names
            .map(|(name, words)| choice(name, words, chosen.iter().any(|one| one == name)))
            .collect()
    };
    let worded = |kind: &str, name: &str| t.text(&format!("event-{kind}-{name}"));
    let one = |text: &str| vec![text.to_owned()];
    let shelf = site.app.shelf();
    let modules: Vec<Choice> = shelf
        .modules()
        .map(|served| served.in_lang(page.wording()))
        .map(|module| {
            choice(
                &module.id,
                module.title.clone(),
                typed.modules.contains(&module.id),
            )
        })
        .collect();
    let own = choice(
        OWN_BADGE,
        t.text("event-form-own-achievement"),
        typed.achievement == OWN_BADGE,
    );
    let given = for_attending(site, member).await?.into_iter().map(|one| {
        let name = one.texts(t.lang).1.name.clone();
        choice(&one.slug, name, typed.achievement == one.slug)
    });
    let achievements = std::iter::once(own).chain(given).collect();
    let adherent = charter::is_adherent(&site.app, member.account.id).await?;
    let place = match standing {
        Some(standing) => Some(place(site, &page, standing).await?),
        None => None,
    };
    Ok(page::with_status(
        status,
        &FormPage {
            action: page.link(
                &standing.map_or("/me/events".into(), |one| format!("/me/events/{}", one.id)),
            ),
            formats: all(
                Format::ALL
                    .map(|one| (one.name(), worded("format", one.name())))
                    .into(),
                &one(&typed.format),
            ),
            pillars: all(
                Pillar::ALL
                    .map(|one| (one.name(), worded("pillar", one.name())))
                    .into(),
                &typed.pillars,
            ),
            audience: all(
                Audience::ALL
                    .map(|one| (one.name(), worded("audience", one.name())))
                    .into(),
                &typed.audience,
            ),
            languages: all(
                LANGUAGES
                    .map(|tag| (tag, t.text(&format!("language-{tag}"))))
                    .into(),
                &typed.languages,
            ),
            repeats: all(
                Repeat::ALL
                    .map(|one| (one.name(), worded("repeat", one.name())))
                    .into(),
                &one(&typed.repeat),
            ),
            ends: all(
                ["open", "until", "count"]
                    .map(|name| (name, worded("ends", name)))
                    .into(),
                &one(&typed.ends),
            ),
            registrations: all(
                ["here", "elsewhere", "none"]
                    .map(|name| (name, worded("registration", name)))
                    .into(),
                &one(&typed.registration),
            ),
            modules,
            achievements,
            errors,
            adherent,
            agreement: site.app.config.events.agreement,
            standing: place,
            version: shown.version,
            place: shown.place,
            stale: shown.stale,
            done: shown.done,
            refused: shown.refused,
            typed: shown.typed,
            page: page
                .titled(t.text(if standing.is_some() {
                    "event-edit-title"
                } else {
                    "event-new-title"
                }))
                .private(),
        },
    ))
}
