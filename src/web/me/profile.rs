//! One's own profile in the directory: a form in which each thing has the people who may see it beside it. What was typed is never lost.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};

use crate::{
    base::Error,
    directory::{
        Audience, Calling, Flaw, LANGUAGES, Profile, Typed,
        profile::{LEAST_AGE, Standing},
        read::{self, MOST_ABOUT, shown},
    },
    flows::directory::{self as flow, Saved},
    geography,
    i18n::Texts,
    store::{directory as rows, holdings},
    web::{
        Site,
        access::Member,
        form::{Choice, Fields, choice},
        page::{self, Done, Page, see_other},
        places::{Chosen, PlaceField, chosen, in_full},
        problem::Problem,
    },
};

/// Who may see each thing, as choices.
struct Audiences {
    whole: Vec<Choice>,
    callings: Vec<Choice>,
    about: Vec<Choice>,
    place: Vec<Choice>,
    languages: Vec<Choice>,
    formats: Vec<Choice>,
    website: Vec<Choice>,
    skills: Vec<Choice>,
    contact: Vec<Choice>,
}

/// What is wrong, beside each field.
#[derive(Default)]
struct Errors {
    name: Option<String>,
    about: Option<String>,
    formats: Option<String>,
    website: Option<String>,
    age: Option<String>,
    any: bool,
}

#[derive(Template)]
#[template(path = "me/profile.html")]
struct ProfilePage {
    page: Page,
    version: i64,
    typed: Typed,
    place: PlaceField,
    callings: Vec<Choice>,
    languages: Vec<Choice>,
    badges: Vec<Choice>,
    audiences: Audiences,
    errors: Errors,
    card: bool,
    unindexed: bool,
    declared: bool,
    age: i64,
    most_about: usize,
    stale: bool,
    done: bool,
    unsure: bool,
    standing: Option<Place>,
}

/// Where the profile stands.
struct Place {
    href: String,
    until: String,
    hidden: Option<String>,
    seen: bool,
}

/// What the form shows beside the profile itself.
#[derive(Default)]
struct Shown {
    typed: Typed,
    place: PlaceField,
    version: i64,
    flaws: Vec<Flaw>,
    declared: bool,
    stale: bool,
    done: bool,
    unsure: bool,
}

/// A profile that was not saved yet: for members alone, until its person says otherwise.
fn blank() -> Profile {
    let mut profile = Profile {
        audience: Audience::Members,
        contact: Audience::Public,
        ..Profile::default()
    };
    for audience in [
        &mut profile.callings.audience,
        &mut profile.about.audience,
        &mut profile.commune.audience,
        &mut profile.languages.audience,
        &mut profile.formats.audience,
        &mut profile.website.audience,
        &mut profile.skills.audience,
    ] {
        *audience = Audience::Public;
    }
    profile
}

/// `GET /me/profile`.
pub async fn form(
    State(site): State<Site>,
    Query(done): Query<Done>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let standing = rows::find_profile(&mut site.app.db.read().await?, member.account.id).await?;
    let profile = standing
        .as_ref()
        .map_or_else(blank, |one| one.profile.clone());
    let shown = Shown {
        typed: Typed {
            name: profile.name.clone(),
            about: profile.about.value.clone(),
            formats: profile.formats.value.join(", "),
            website: profile.website.value.clone(),
        },
        place: PlaceField {
            typed: geography::find(&profile.commune.value)
                .map(geography::Commune::label)
                .unwrap_or_default(),
            ..PlaceField::default()
        },
        version: standing.as_ref().map_or(0, |one| one.version),
        done: done.done == "saved",
        unsure: done.done == "unsure",
        ..Shown::default()
    };
    answer(&site, page, &member, StatusCode::OK, &profile, shown).await
}

/// `POST /me/profile`.
pub async fn save(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let t = page.t;
    let text = |name: &str| -> String {
        // Twice what may stand there: too long a text is told, not cut.
        let typed = fields.get(name).unwrap_or_default();
        typed.chars().take(MOST_ABOUT * 2).collect()
    };
    let typed = Typed {
        name: text("name"),
        about: text("about").replace("\r\n", "\n"),
        formats: text("formats"),
        website: text("website"),
    };
    let mut profile = asked(&fields, &site, &member).await?;
    let mut flaws = typed.read(&mut profile);
    let mut place = PlaceField {
        typed: text("place").chars().take(80).collect(),
        ..PlaceField::default()
    };
    match chosen(&place.typed, fields.get("commune")) {
        Chosen::Nowhere => profile.commune.value.clear(),
        Chosen::Here(commune) => profile.commune.value.clone_from(&commune.code),
        Chosen::Among(several) => {
            let choices = several.into_iter();
            place.choices = choices
                .map(|one| (one.code.clone(), in_full(one)))
                .collect();
            place.error = Some(t.text("place-several"));
            flaws.push(Flaw::Place);
        }
        Chosen::Unknown => {
            place.error = Some(t.text("place-unknown"));
            flaws.push(Flaw::Place);
        }
    }
    let version: i64 = fields
        .get("version")
        .and_then(|one| one.parse().ok())
        .unwrap_or(0);
    let declared = fields.get("age") == Some("yes");
    if version == 0 && !declared {
        flaws.push(Flaw::Age);
    }
    let mut shown = Shown {
        typed,
        place,
        version,
        flaws,
        declared,
        ..Shown::default()
    };
    let status = if shown.flaws.is_empty() {
        match flow::save(&site.app, &member.account, &profile, version).await? {
            Saved::Done => return Ok(see_other(&page.link_done("/me/profile", "saved"))),
            Saved::Older(now) => {
                shown.stale = true;
                shown.version = now;
                StatusCode::CONFLICT
            }
        }
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    answer(&site, page, &member, status, &profile, shown).await
}

/// What was chosen, texts and place left out.
async fn asked(fields: &Fields, site: &Site, member: &Member) -> Result<Profile, Error> {
    let audience = |name: &str| fields.get(name);
    let callings = fields.all("calling").iter();
    let callings: BTreeSet<Calling> = callings.filter_map(|one| one.parse().ok()).collect();
    // A badge that was not ticked is not shown; one that came into the space since is.
    let held = holdings::list(&mut site.app.db.read().await?, member.account.id).await?;
    let listed = fields.all("listed");
    let ticked = fields.all("badge");
    let left_out = held
        .iter()
        .map(|held| held.award.to_string())
        .filter(|award| listed.contains(award) && !ticked.contains(award));
    Ok(Profile {
        audience: shown((), audience("audience")).audience,
        callings: shown(callings, audience("audience-callings")),
        about: shown(String::new(), audience("audience-about")),
        commune: shown(String::new(), audience("audience-place")),
        languages: shown(
            read::languages(fields.all("language")),
            audience("audience-languages"),
        ),
        formats: shown(Vec::new(), audience("audience-formats")),
        website: shown(String::new(), audience("audience-website")),
        skills: shown(left_out.collect(), audience("audience-skills")),
        contact: shown((), audience("audience-contact")).audience,
        card: fields.get("card") == Some("yes"),
        unindexed: fields.get("unindexed") == Some("yes"),
        name: String::new(),
    })
}

async fn answer(
    site: &Site,
    page: Page,
    member: &Member,
    status: StatusCode,
    profile: &Profile,
    shown: Shown,
) -> Result<Response, Problem> {
    let t = page.t;
    let achievements = site.app.people.achievements(&site.app.db).await?;
    let mut reader = site.app.db.read().await?;
    let held = holdings::list(&mut reader, member.account.id).await?;
    let standing = rows::find_profile(&mut reader, member.account.id).await?;
    let badges = held.iter().map(|held| {
        let name = achievements
            .get(&held.achievement)
            .map_or(&held.achievement, |one| &one.texts(t.lang).1.name);
        let words = t.with_all(
            "profile-badge",
            [
                ("name", name.as_str().into()),
                ("date", t.date(held.issued_at).into()),
                ("standing", held.standing.to_string().into()),
            ],
        );
        choice(&held.award.to_string(), words, profile.shows(held.award))
    });
    Ok(page::with_status(
        status,
        &ProfilePage {
            version: shown.version,
            callings: Calling::ALL
                .into_iter()
                .map(|one| {
                    let words = t.text(&format!("calling-{one}"));
                    choice(one.name(), words, profile.callings.value.contains(&one))
                })
                .collect(),
            languages: LANGUAGES
                .into_iter()
                .map(|tag| {
                    let words = t.text(&format!("language-{tag}"));
                    choice(tag, words, profile.languages.value.contains(tag))
                })
                .collect(),
            badges: badges.collect(),
            audiences: audiences(&t, profile),
            errors: errors(&t, &shown.flaws),
            card: profile.card,
            unindexed: profile.unindexed,
            age: LEAST_AGE,
            most_about: MOST_ABOUT,
            standing: standing.map(|standing| place(&page, site, standing)),
            typed: shown.typed,
            place: shown.place,
            declared: shown.declared,
            stale: shown.stale,
            done: shown.done,
            unsure: shown.unsure,
            page: page.titled(t.text("profile-title")).private(),
        },
    ))
}

fn place(page: &Page, site: &Site, standing: Standing) -> Place {
    Place {
        href: page.link(&format!("/people/{}", standing.slug)),
        until: page.t.date(standing.until()),
        seen: standing.stands(site.app.now()) && standing.profile.audience != Audience::Nobody,
        hidden: standing.hidden,
    }
}

fn audiences(t: &Texts, profile: &Profile) -> Audiences {
    let of = |kind: &str, chosen: Audience| -> Vec<Choice> {
        let all = Audience::ALL.into_iter();
        all.map(|one| {
            let words = t.text(&format!("audience-{kind}-{}", one.name()));
            choice(one.name(), words, one == chosen)
        })
        .collect()
    };
    Audiences {
        whole: of("whole", profile.audience),
        callings: of("field", profile.callings.audience),
        about: of("field", profile.about.audience),
        place: of("field", profile.commune.audience),
        languages: of("field", profile.languages.audience),
        formats: of("field", profile.formats.audience),
        website: of("field", profile.website.audience),
        skills: of("field", profile.skills.audience),
        contact: of("contact", profile.contact),
    }
}

fn errors(t: &Texts, flaws: &[Flaw]) -> Errors {
    let mut errors = Errors {
        any: !flaws.is_empty(),
        ..Errors::default()
    };
    for flaw in flaws {
        let (place, words) = match flaw {
            Flaw::NoName => (&mut errors.name, t.text("profile-no-name")),
            Flaw::NameTooLong => (&mut errors.name, t.text("profile-name-long")),
            Flaw::NameHoldsAddress => (&mut errors.name, t.text("profile-name-address")),
            Flaw::AboutTooLong => (
                &mut errors.about,
                t.with("profile-about-long", "count", MOST_ABOUT),
            ),
            Flaw::Formats => (&mut errors.formats, t.text("profile-formats-wrong")),
            Flaw::Website => (&mut errors.website, t.text("profile-website-wrong")),
            Flaw::Age => (
                &mut errors.age,
                t.with("profile-age-wrong", "age", LEAST_AGE),
            ),
            // Told by the field for a commune itself.
            Flaw::Place => continue,
        };
        *place = Some(words);
    }
    errors
}

/// `POST /me/profile/end`.
pub async fn end(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    if fields.get("sure") != Some("yes") {
        return Ok(see_other(&page.link_done("/me/profile", "unsure")));
    }
    flow::end(&site.app, &member.account).await?;
    Ok(see_other(&page.link("/me")))
}
