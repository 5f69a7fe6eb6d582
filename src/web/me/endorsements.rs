//! Endorsements in one's own space: those that one gave, those that one's badges have, and the two forms with which they are given. Nothing is signed before it
//! was shown as it will stand.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::{
    access::policy::Deed,
    badges::{
        achievement::{Achievement, CHARTER},
        endorsement::{self, About, Endorsement, Flaw, MOST_WORDS},
    },
    base::{AwardId, CredentialId, EndorsementId, Error, Refusal},
    charter::adherence::Adherence,
    flows::badges::{self as flow, Saying},
    store::{badges as rows, charter, directory, endorsements},
    web::{
        Site,
        access::{Member, Steward},
        badges::endorsement as view,
        certification::Sent,
        form::{Choice, Fields},
        page::{self, Done, Page, see_other},
        problem::Problem,
    },
};

/// An endorsement on one's own page.
pub struct Row {
    title: String,
    words: String,
    about: Option<(String, String)>,
    told: String,
    href: String,
    /// Where the form to end it goes; nothing where it is over.
    end: Option<String>,
    /// Where the form goes that puts it into the file of the badge.
    carry: Option<String>,
}

#[derive(Template)]
#[template(path = "me/endorsements.html")]
struct Own {
    page: Page,
    given: Vec<Row>,
    received: Vec<Row>,
    vouch: bool,
    endorse: bool,
    told: Option<String>,
}

/// What is about to be signed, as it will stand.
struct Preview {
    title: String,
    part: String,
    about: (String, String),
}

#[derive(Template)]
#[template(path = "me/endorse.html")]
struct FormPage {
    page: Page,
    /// Whether it is about a person; else about a badge as such.
    person: bool,
    action: String,
    organisations: Vec<Choice>,
    achievements: Vec<Choice>,
    most: usize,
    sent: Sent,
    preview: Option<Preview>,
}

/// What a form begins with.
#[derive(Deserialize)]
pub struct Begun {
    #[serde(default)]
    about: String,
}

/// `GET /me/endorsements`.
pub async fn index(
    State(site): State<Site>,
    Query(done): Query<Done>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let t = page.t;
    let account = &member.account;
    let mut reader = site.app.db.read().await?;
    let given = endorsements::list_given(&mut reader, account.id).await?;
    let received = endorsements::list_received(&mut reader, account.id).await?;
    drop(reader);
    let (mut own, mut about_me) = (Vec::new(), Vec::new());
    for one in &given {
        own.push(row(&site, &page, one, false).await?);
    }
    for one in received.iter().filter(|one| one.account != account.id) {
        about_me.push(row(&site, &page, one, true).await?);
    }
    let told = match done.done.as_str() {
        "signed" => Some("endorsements-done-signed"),
        "ended" => Some("endorsements-done-ended"),
        "carried" => Some("endorsements-done-carried"),
        "often" => Some("refusal-name-often"),
        _ => None,
    };
    Ok(page::answer(&Own {
        given: own,
        received: about_me,
        vouch: member.may(Deed::Vouch).is_ok(),
        endorse: !flow::organisations(&site.app, account.id).await?.is_empty(),
        told: told.map(|key| t.text(key)),
        page: page.titled(t.text("endorsements-title")).private(),
    }))
}

async fn row(site: &Site, page: &Page, one: &Endorsement, mine: bool) -> Result<Row, Error> {
    let t = page.t;
    let mut carry = None;
    let mut told = view::ended(page, one);
    if let (About::Badge(id), None, true) = (&one.about, &told, mine) {
        let kept = rows::find_credential(&mut site.app.db.read().await?, *id).await?;
        if let Some(kept) = kept {
            let shown = view::views(page, std::slice::from_ref(one), Some(&kept.document));
            told = shown.into_iter().next().map(|one| one.told);
            let inside = kept.document.contains(&format!("/endorsements/{}", one.id));
            carry = (!inside).then(|| page.link(&format!("/me/badges/{}/signature", kept.award)));
        }
    }
    let end = one.ended.is_none();
    Ok(Row {
        title: flow::title(&t, &Saying::from(one)),
        words: one.words.clone(),
        about: view::about(site, page, &one.about).await?,
        told: told.unwrap_or_else(|| t.with("endorsement-since", "date", t.date(one.made_at))),
        href: page.link(&format!("/endorsements/{}", one.id)),
        end: end.then(|| page.link(&format!("/me/endorsements/{}/end", one.id))),
        carry,
    })
}

/// `GET /me/endorsements/person`.
pub async fn person_form(
    State(site): State<Site>,
    Query(begun): Query<Begun>,
    page: Page,
    steward: Steward,
) -> Result<Response, Problem> {
    steward.may(Deed::Vouch)?;
    let name = own_name(&site, &steward.0).await?;
    let sent = Sent::of(Fields::read(
        form_urlencoded::Serializer::new(String::new())
            .append_pair("about", &begun.about)
            .append_pair("name", &name)
            .finish()
            .as_bytes(),
    ));
    show(&site, page, &steward.0, true, sent, None).await
}

/// The name under which somebody is known already: by their profile, else by their adherence.
async fn own_name(site: &Site, member: &Member) -> Result<String, Error> {
    let mut reader = site.app.db.read().await?;
    if let Some(standing) = directory::find_profile(&mut reader, member.account.id).await? {
        return Ok(standing.profile.name);
    }
    let adherence = charter::find_of_person(&mut reader, member.account.id).await?;
    Ok(adherence.map(|one| one.name).unwrap_or_default())
}

/// `POST /me/endorsements/person`: shows what would be signed, or signs it.
pub async fn put_person(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    fields: Fields,
) -> Result<Response, Problem> {
    steward.may(Deed::Vouch)?;
    let member = &steward.0;
    let mut sent = Sent::of(fields.clone());
    let named = endorsement::name(sent.typed("name"));
    let words = endorsement::words(sent.typed("words"));
    let about = badge_of(&site, sent.typed("about"));
    let seen = match about {
        Some(id) => flow::to_vouch(&site.app, member.account.id, id).await?,
        None => Err(Flaw::Unknown),
    };
    let saying = match (named, words, about, seen) {
        (Ok(name), Ok(words), Some(id), Ok(_)) => Saying {
            organisation: None,
            about: About::Badge(id),
            name,
            territory: flow::coordinates(&member.account).unwrap_or_default(),
            words,
        },
        (name, words, _, seen) => {
            let flaws = [name.err(), words.err(), seen.err()];
            for flaw in flaws.into_iter().flatten() {
                refuse(&page, &mut sent, flaw);
            }
            return show(&site, page, member, true, sent, None).await;
        }
    };
    step(&site, page, member, sent, saying, true).await
}

/// The badge that an address names, or its last segment alone.
fn badge_of(site: &Site, typed: &str) -> Option<CredentialId> {
    let typed = typed.trim();
    flow::own_credential(&site.app, typed).or_else(|| typed.parse().ok())
}

/// `GET /me/endorsements/badge`.
pub async fn badge_form(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    member.may_own(Deed::EndorseAchievement)?;
    show(&site, page, &member, false, Sent::default(), None).await
}

/// `POST /me/endorsements/badge`: shows what would be signed, or signs it.
pub async fn put_badge(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::EndorseAchievement)?;
    let mut sent = Sent::of(fields.clone());
    let words = endorsement::words(sent.typed("words"));
    let own = flow::organisations(&site.app, member.account.id).await?;
    let chosen = own.into_iter().find_map(|one| {
        one.organisation
            .filter(|one| one.id.to_string() == sent.typed("organisation"))
    });
    let found = rows::find_achievement(&mut site.app.db.read().await?, sent.typed("about")).await?;
    let found = found.filter(|one| one.slug != CHARTER);
    let saying = match (chosen, words, found) {
        (Some(organisation), Ok(words), Some(achievement)) => Saying {
            organisation: Some(organisation.id),
            about: About::Achievement {
                slug: achievement.slug,
                version: achievement.version,
            },
            name: organisation.name,
            territory: organisation.place,
            words,
        },
        (organisation, words, found) => {
            let flaws = [
                organisation.is_none().then_some(Flaw::NotAdhering),
                words.err(),
                found.is_none().then_some(Flaw::Unknown),
            ];
            for flaw in flaws.into_iter().flatten() {
                refuse(&page, &mut sent, flaw);
            }
            return show(&site, page, &member, false, sent, None).await;
        }
    };
    step(&site, page, &member, sent, saying, false).await
}

fn refuse(page: &Page, sent: &mut Sent, flaw: Flaw) {
    let key = format!("endorsement-flaw-{}", flaw.name());
    sent.refuse(flaw.field(), page.t.with(&key, "most", MOST_WORDS));
}

/// Shows what would be signed, goes back to the form, or signs.
async fn step(
    site: &Site,
    page: Page,
    member: &Member,
    mut sent: Sent,
    saying: Saying,
    person: bool,
) -> Result<Response, Problem> {
    let t = page.t;
    match sent.typed("step") {
        "sign" => {}
        "edit" => return show(site, page, member, person, sent, None).await,
        _ => {
            let about = view::about(site, &page, &saying.about).await?;
            let preview = Preview {
                title: flow::title(&t, &saying),
                part: flow::part(&site.app, &t, &saying.about),
                about: about.unwrap_or_default(),
            };
            return show(site, page, member, person, sent, Some(preview)).await;
        }
    }
    match flow::endorse(&site.app, &member.account, saying, t.lang).await? {
        Ok(_) => Ok(see_other(&page.link_done("/me/endorsements", "signed"))),
        Err(flaw) => {
            refuse(&page, &mut sent, flaw);
            show(site, page, member, person, sent, None).await
        }
    }
}

async fn show(
    site: &Site,
    page: Page,
    member: &Member,
    person: bool,
    sent: Sent,
    preview: Option<Preview>,
) -> Result<Response, Problem> {
    let t = page.t;
    let (mut organisations, mut achievements) = (Vec::new(), Vec::new());
    if !person {
        let own = flow::organisations(&site.app, member.account.id).await?;
        let choice = |one: Adherence| {
            let organisation = one.organisation?;
            let value = organisation.id.to_string();
            Some(Choice {
                chosen: sent.typed("organisation") == value,
                value,
                words: organisation.name,
            })
        };
        organisations.extend(own.into_iter().filter_map(choice));
        if let [only] = organisations.as_mut_slice() {
            only.chosen = true;
        }
        let all = rows::list_achievements(&mut site.app.db.read().await?).await?;
        let choice = |one: Achievement| Choice {
            chosen: sent.typed("about") == one.slug,
            words: one.texts(t.lang).1.name.clone(),
            value: one.slug,
        };
        achievements.extend(
            all.into_iter()
                .filter(|one| one.slug != CHARTER)
                .map(choice),
        );
    }
    let (action, title) = if person {
        ("/me/endorsements/person", "endorse-person-title")
    } else {
        ("/me/endorsements/badge", "endorse-badge-title")
    };
    Ok(page::with_status(
        sent.status(),
        &FormPage {
            person,
            action: page.link(action),
            organisations,
            achievements,
            most: MOST_WORDS,
            sent,
            preview,
            page: page.titled(t.text(title)).private(),
        },
    ))
}

/// `POST /me/endorsements/{id}/end`: withdraws one's own, or takes one off one's badge.
pub async fn end(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id: EndorsementId = id.parse().map_err(|_| Error::Missing)?;
    flow::withdraw(&site.app, &member.account, id).await?;
    Ok(see_other(&page.link_done("/me/endorsements", "ended")))
}

/// `POST /me/badges/{award}/signature`: has a badge of one's own carry its endorsements.
pub async fn carry(
    State(site): State<Site>,
    Path(award): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let award: AwardId = award.parse().map_err(|_| Error::Missing)?;
    let done = match flow::carry(&site.app, &member.account, award).await {
        Ok(()) => "carried",
        Err(Error::Refusal(Refusal::TooOften)) => "often",
        Err(error) => return Err(error.into()),
    };
    Ok(see_other(&page.link_done("/me/endorsements", done)))
}
