//! The form of what somebody wishes to hear of: shown, read, and told in words.

use std::collections::BTreeSet;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    base::{Email, Lang},
    events::{Format, Pillar},
    geography::{self, REGIONS},
    i18n::Texts,
    subscriptions::{Rhythm, Territory, Wish},
    web::{
        form::{Choice, Fields, choice},
        page::{self, Page},
        places::{Chosen, PlaceField, chosen, in_full},
        somewhere::distances,
    },
};

/// Distances that are offered, in kilometres; 0: the commune itself.
const DISTANCES: [u32; 5] = [0, 10, 30, 50, 100];

/// What the form is for.
pub(super) enum Form {
    /// Asking for letters.
    New,
    /// Changing what is wished.
    Own {
        /// Where it goes.
        path: String,
        /// The page on which the subscription is ended.
        end: String,
        /// The mailbox, as far as who was sent on a letter may see it.
        mailbox: String,
    },
}

/// What was typed, and what is wrong with it.
pub(super) struct Typed {
    email: String,
    pub(super) lang: Lang,
    pub(super) rhythm: Rhythm,
    themes: BTreeSet<String>,
    formats: BTreeSet<String>,
    online: bool,
    area: String,
    km: u32,
    place: PlaceField,
    territory: Option<Territory>,
    email_error: Option<String>,
}

#[derive(Template)]
#[template(path = "subscriptions/form.html")]
struct FormPage {
    page: Page,
    own: Option<Own>,
    action: String,
    email: String,
    email_error: Option<String>,
    wrong: bool,
    rhythms: Vec<Choice>,
    themes: Vec<Choice>,
    formats: Vec<Choice>,
    languages: Vec<Choice>,
    distances: Vec<Choice>,
    regions: Vec<Choice>,
    departments: Vec<Choice>,
    online: bool,
    place: PlaceField,
}

struct Own {
    mailbox: String,
    keep: String,
    end: String,
}

/// `GET /subscriptions`.
pub async fn show(page: Page) -> Response {
    let wish = Wish {
        online: true,
        ..Wish::default()
    };
    let typed = Typed::of(page.t.lang, Rhythm::default(), &wish);
    answer(page, Form::New, typed)
}

impl Typed {
    /// The form of what is wished already.
    pub(super) fn of(lang: Lang, rhythm: Rhythm, wish: &Wish) -> Typed {
        let (mut area, mut km, mut place) = (String::new(), 30, PlaceField::default());
        match &wish.territory {
            Territory::Everywhere => {}
            Territory::Region { code } => area = format!("region-{code}"),
            Territory::Department { code } => area = format!("department-{code}"),
            Territory::Around { commune, km: most } => {
                km = *most;
                place.typed = geography::find(commune)
                    .map(geography::Commune::label)
                    .unwrap_or_default();
            }
        }
        Typed {
            email: String::new(),
            lang,
            rhythm,
            themes: wish.themes.clone(),
            formats: wish.formats.clone(),
            online: wish.online,
            area,
            km,
            place,
            territory: Some(wish.territory.clone()),
            email_error: None,
        }
    }

    /// Reads what was sent; what is no choice of ours counts for nothing.
    pub(super) fn read(t: Texts, fields: &Fields) -> Typed {
        let some = |name: &str, most: usize| -> String {
            let typed = fields.get(name).unwrap_or_default().trim();
            typed.chars().take(most).collect()
        };
        let among = |name: &str, known: &[&str]| -> BTreeSet<String> {
            let sent = fields.all(name).iter();
            sent.filter(|one| known.contains(&one.as_str()))
                .cloned()
                .collect()
        };
        let mut typed = Typed {
            email: some("email", 400),
            lang: some("language", 5).parse().unwrap_or(t.lang),
            rhythm: some("rhythm", 10).parse().unwrap_or_default(),
            themes: among("theme", &Pillar::ALL.map(Pillar::name)),
            formats: among("format", &Format::ALL.map(Format::name)),
            online: fields.get("online") == Some("yes"),
            area: some("area", 20),
            km: some("km", 3)
                .parse()
                .ok()
                .filter(|km| DISTANCES.contains(km))
                .unwrap_or(30),
            place: PlaceField {
                typed: some("place", 80),
                ..PlaceField::default()
            },
            territory: None,
            email_error: None,
        };
        typed.settle(t, fields.get("commune"));
        typed
    }

    /// Finds where: a commune that was typed stands before a region or a department that was chosen.
    fn settle(&mut self, t: Texts, code: Option<&str>) {
        match chosen(&self.place.typed, code) {
            Chosen::Nowhere => {
                self.territory = Some(match self.area.split_once('-') {
                    Some(("region", code)) if geography::find_region(code).is_some() => {
                        Territory::Region { code: code.into() }
                    }
                    Some(("department", code)) if geography::department_name(code).is_some() => {
                        Territory::Department { code: code.into() }
                    }
                    _ => Territory::Everywhere,
                });
            }
            Chosen::Here(commune) => {
                self.place.typed = commune.label();
                self.territory = Some(Territory::Around {
                    commune: commune.code.clone(),
                    km: self.km,
                });
            }
            Chosen::Among(several) => {
                self.place.choices = several
                    .into_iter()
                    .map(|commune| (commune.code.clone(), in_full(commune)))
                    .collect();
                self.place.error = Some(t.text("place-several"));
            }
            Chosen::Unknown => self.place.error = Some(t.text("place-unknown")),
        }
    }

    /// The mailbox that was typed; what is wrong with it is noted.
    pub(super) fn email(&mut self, t: Texts, fields: &Fields) -> Option<Email> {
        let read = Email::read(fields.get("email").unwrap_or_default());
        if read.is_err() {
            self.email_error = Some(t.text("refusal-address"));
        }
        read.ok()
    }

    /// What is wished, where that is clear.
    pub(super) fn wish(&self) -> Option<Wish> {
        Some(Wish {
            themes: self.themes.clone(),
            formats: self.formats.clone(),
            territory: self.territory.clone()?,
            online: self.online,
        })
    }

    /// Whether nothing is wrong.
    pub(super) fn is_right(&self) -> bool {
        self.email_error.is_none() && self.place.error.is_none()
    }
}

/// The form as a page.
pub(super) fn answer(page: Page, form: Form, typed: Typed) -> Response {
    let t = page.t;
    let (title, own, path) = match form {
        Form::New => ("subscriptions-title", None, "/subscriptions".to_owned()),
        Form::Own { path, end, mailbox } => {
            let own = Own {
                mailbox,
                keep: page.link(&format!("{path}/keep")),
                end: page.link(&end),
            };
            ("subscriptions-own-title", Some(own), path)
        }
    };
    let wrong = !typed.is_right();
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let area = |kind: &str, code: &str, name: String| {
        let value = format!("{kind}-{code}");
        let chosen = typed.area == value;
        choice(&value, name, chosen)
    };
    let action = page.link(&path);
    let frame = page.titled(t.text(title));
    let template = FormPage {
        rhythms: Rhythm::ALL
            .into_iter()
            .map(|one| {
                let words = t.text(&format!("subscriptions-rhythm-{one}"));
                choice(one.name(), words, typed.rhythm == one)
            })
            .collect(),
        themes: Pillar::ALL
            .into_iter()
            .map(|one| {
                let words = t.text(&format!("event-pillar-{one}"));
                choice(one.name(), words, typed.themes.contains(one.name()))
            })
            .collect(),
        formats: Format::ALL
            .into_iter()
            .map(|one| {
                let words = t.text(&format!("event-format-{one}"));
                choice(one.name(), words, typed.formats.contains(one.name()))
            })
            .collect(),
        languages: Lang::ALL
            .into_iter()
            .map(|one| {
                let words = t.text(&format!("language-{one}"));
                choice(one.tag(), words, typed.lang == one)
            })
            .collect(),
        distances: distances(&t, &DISTANCES, typed.km),
        regions: REGIONS
            .iter()
            .map(|one| area("region", one.code, one.name.to_owned()))
            .collect(),
        departments: geography::departments()
            .map(|(code, name)| area("department", code, format!("{code} {name}")))
            .collect(),
        online: typed.online,
        email: typed.email,
        email_error: typed.email_error,
        place: typed.place,
        wrong,
        action,
        page: if own.is_some() {
            frame.private().unlisted()
        } else {
            frame
        },
        own,
    };
    page::with_status(status, &template)
}

/// What is wished, in words: a line for each part of it.
pub(super) fn words(t: &Texts, rhythm: Rhythm, wish: &Wish) -> Vec<String> {
    let named = |family: &str, names: &BTreeSet<String>| {
        let words: Vec<String> = names
            .iter()
            .map(|name| t.text(&format!("subscriptions-{family}-{name}")))
            .collect();
        words.join(", ")
    };
    let place = match &wish.territory {
        Territory::Everywhere => t.text("subscriptions-everywhere"),
        Territory::Region { code } => geography::find_region(code)
            .map_or_else(|| code.clone(), |region| region.name.to_owned()),
        Territory::Department { code } => {
            geography::department_name(code).unwrap_or(code).to_owned()
        }
        Territory::Around { commune, km } => {
            let label = geography::find(commune).map_or_else(|| commune.clone(), in_full);
            match km {
                0 => label,
                km => t.with_all(
                    "subscriptions-around",
                    [("place", label.into()), ("km", i64::from(*km).into())],
                ),
            }
        }
    };
    let mut lines = vec![t.text(&format!("subscriptions-rhythm-{rhythm}")), place];
    if wish.online {
        lines.push(t.text("subscriptions-online"));
    }
    for (family, names) in [("theme", &wish.themes), ("format", &wish.formats)] {
        if !names.is_empty() {
            lines.push(named(family, names));
        }
    }
    lines
}

/// A mailbox that its owner knows again: a letter that was sent on tells nobody the whole of it.
pub(super) fn masked(email: &Email) -> String {
    let first = email.as_str().chars().next().unwrap_or('…');
    format!("{first}…@{}", email.domain())
}
