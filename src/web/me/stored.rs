//! What is stored about somebody and why; all of it handed over; all of it erased.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    access::account::Account,
    base::{Error, Refusal},
    certification::attestation::{Answer, Attestation},
    flows::{
        access as flow, badges as badges_flow,
        register::{self, Entry, Goes},
    },
    i18n::Texts,
    store::{
        access as rows, certification as certifying, charter, db::Reader, directory, endorsements,
        events, holdings, registration, subscriptions,
    },
    web::{
        Site,
        access::Member,
        form::Fields,
        page::{self, Page, see_other},
        problem::Problem,
    },
};

/// Something that is stored, in words.
pub struct Stored {
    /// What it is.
    pub what: String,
    /// What for.
    pub why: String,
    /// On which ground.
    pub ground: String,
    /// When it goes.
    pub goes: String,
}

#[derive(Template)]
#[template(path = "me/stored.html")]
struct StoredPage {
    page: Page,
    stored: Vec<Stored>,
}

#[derive(Template)]
#[template(path = "me/erasure.html")]
struct Erasure {
    page: Page,
    email: String,
    error: Option<String>,
}

/// An entry of the register in words.
pub fn words(t: &Texts, entry: &Entry) -> Stored {
    let goes = match entry.goes {
        Goes::Days(days) => t.with("register-goes-days", "days", days),
        Goes::Soon => t.text("register-goes-soon"),
        Goes::Sent(days) => t.with("register-goes-sent", "days", days),
        Goes::WithAccount => t.text("register-goes-with-account"),
        Goes::Never => t.text("register-goes-never"),
    };
    Stored {
        what: t.text(&format!("register-{}", entry.name)),
        why: t.text(&format!("register-{}-why", entry.name)),
        ground: t.text(entry.ground.key()),
        goes,
    }
}

/// `GET /me/data`.
pub async fn data(page: Page, _member: Member) -> Response {
    let t = page.t;
    page::answer(&StoredPage {
        stored: register::REGISTER
            .iter()
            .map(|entry| words(&t, entry))
            .collect(),
        page: page.titled(t.text("stored-title")).private(),
    })
}

/// `GET /me/export`: everything that hangs on the account, as JSON.
pub async fn export(State(site): State<Site>, member: Member) -> Result<Response, Problem> {
    let account = &member.account;
    let mut reader = site.app.db.read().await?;
    let (key, now) = (member.session_key(), site.app.now());
    let stays = rows::list_sessions(&mut reader, account.id, &key, now).await?;
    let held = holdings::list(&mut reader, account.id).await?;
    let badges: Vec<Value> = held
        .iter()
        .map(|held| {
            json!({
                "credential": site.app.url(&format!("/credentials/{}", held.credential)),
                "achievement": held.achievement,
                "version": held.version,
                "name": held.name,
                "standing": held.standing.to_string(),
                "issued_at": held.issued_at.to_string(),
                "expires_at": held.expires_at.map(|at| at.to_string()),
                "attached_at": held.attached_at.to_string(),
            })
        })
        .collect();
    let adherences: Vec<Value> = charter::list_of_account(&mut reader, account.id)
        .await?
        .iter()
        .map(|one| {
            let organisation = one.organisation.as_ref();
            json!({
                "version": one.version.to_string(),
                "language": one.lang.tag(),
                "text_sha256": one.digest,
                "name": one.name,
                "organisation": organisation.map(|one| json!({
                    "name": one.name,
                    "kind": one.sector.name(),
                    "place": one.place,
                    "created_at": one.created_at.to_string(),
                })),
                "adhered_at": one.adhered_at.to_string(),
                "ended_at": one.ended_at.map(|at| at.to_string()),
                "reason": one.reason,
                "credential": site.app.url(&format!("/credentials/{}", one.credential)),
            })
        })
        .collect();
    let given = endorsements::list_given(&mut reader, account.id).await?;
    let received = endorsements::list_received(&mut reader, account.id).await?;
    let endorsed: Vec<Value> = given
        .iter()
        .chain(&received)
        .map(|one| {
            json!({
                "endorsement": site.app.url(&format!("/endorsements/{}", one.id)),
                "given_by_me": one.account == account.id,
                "about": badges_flow::address(&site.app, &one.about),
                "name": one.name,
                "territory": one.territory,
                "words": one.words,
                "made_at": one.made_at.to_string(),
                "ended_at": one.ended.map(|(at, _)| at.to_string()),
            })
        })
        .collect();
    let sessions: Vec<Value> = stays
        .iter()
        .map(|stay| {
            json!({
                "browser": stay.client,
                "began_at": stay.began_at.to_string(),
                "expires_at": stay.expires_at.to_string(),
            })
        })
        .collect();
    let passkeys: Vec<Value> = rows::list_passkeys(&mut reader, account.id)
        .await?
        .iter()
        .map(|one| {
            json!({
                "name": one.name,
                "made_at": one.made_at.to_string(),
                "used_at": one.used_at.map(|at| at.to_string()),
                "doubted_at": one.doubted_at.map(|at| at.to_string()),
            })
        })
        .collect();
    let identities: Vec<Value> = rows::list_identities(&mut reader, account.id)
        .await?
        .iter()
        .map(|one| {
            json!({
                "provider": one.provider,
                "made_at": one.made_at.to_string(),
                "used_at": one.used_at.map(|at| at.to_string()),
            })
        })
        .collect();
    let roles: Vec<Value> = account
        .posts
        .iter()
        .map(|post| json!({"role": post.role.name(), "territory": post.territory}))
        .collect();
    let certification = certification(&site, &mut reader, account).await?;
    let standing = directory::find_profile(&mut reader, account.id).await?;
    let profile = standing.map(|standing| {
        json!({
            "address": site.app.url(&format!("/people/{}", standing.slug)),
            "profile": standing.profile,
            "version": standing.version,
            "made_at": standing.made_at.to_string(),
            "confirmed_at": standing.confirmed_at.to_string(),
            "hidden": standing.hidden,
        })
    });
    let mailbox = site.app.keyring.mailbox(&account.email);
    let letters = directory::list_messages_of(&mut reader, &mailbox, account.id).await?;
    let letters: Vec<Value> = letters
        .iter()
        .map(|letter| {
            // The address of who wrote is theirs: only who may be answered is named.
            let own = letter.mailbox == mailbox;
            json!({
                "written_by_me": own,
                "from": (own || letter.reply).then(|| letter.sender.as_str()),
                "name": letter.name,
                "words": letter.words,
                "written_at": letter.written_at.to_string(),
                "confirmed_at": letter.confirmed_at.map(|at| at.to_string()),
            })
        })
        .collect();
    let subscriptions = subscriptions::list_of_mailbox(&mut reader, &mailbox).await?;
    let subscriptions: Vec<Value> = subscriptions
        .iter()
        .map(|one| {
            json!({
                "email": one.email.as_str(),
                "language": one.lang.tag(),
                "rhythm": one.rhythm.name(),
                "about": one.wish,
                "text_version": one.text_version,
                "asked_at": one.asked_at.to_string(),
                "confirmed_at": one.confirmed_at.map(|at| at.to_string()),
                "last_heard_of_at": one.contact_at.to_string(),
            })
        })
        .collect();
    let registrations = registration::list_of_mailbox(&mut reader, &mailbox).await?;
    let answers = registration::list_answers_of_mailbox(&mut reader, &mailbox).await?;
    let mut registered = Vec::new();
    for one in &registrations {
        let date = events::date(&mut reader, one.date).await?;
        let standing = match &date {
            Some(date) => events::find(&mut reader, date.event).await?,
            None => None,
        };
        let answers: Vec<Value> = answers
            .iter()
            .filter(|(id, _)| *id == one.id)
            .map(|(_, answer)| json!({"question": answer.question, "answer": answer.words}))
            .collect();
        registered.push(json!({
            "date": one.date.to_string(),
            "event": standing.map(|standing| standing.event.title),
            "starts_at": date.map(|date| date.starts_at.to_string()),
            "name": one.name,
            "email": one.contact.mailbox().map(|email| email.as_str()),
            "state": one.state.name(),
            "made_at": one.made_at.to_string(),
            "confirmed_at": one.confirmed_at.map(|at| at.to_string()),
            "reminder": one.remind,
            "answers": answers,
            "attended_at": one.attended_at.map(|at| at.to_string()),
        }));
    }
    let mut organised = Vec::new();
    for standing in events::list_all_of_owner(&mut reader, account.id).await? {
        let dates = events::list_dates(&mut reader, standing.id).await?;
        let dates: Vec<Value> = dates
            .iter()
            .map(|date| {
                json!({
                    "starts_at": date.starts_at.to_string(),
                    "ends_at": date.ends_at.to_string(),
                    "seats": date.seats,
                    "taken": date.taken,
                    "cancelled_at": date.cancelled_at.map(|at| at.to_string()),
                })
            })
            .collect();
        organised.push(json!({
            "address": site.app.url(&format!("/events/{}", standing.slug)),
            "status": standing.status.name(),
            "event": standing.event,
            "note": standing.note,
            "made_at": standing.made_at.to_string(),
            "saved_at": standing.saved_at.to_string(),
            "published_at": standing.published_at.map(|at| at.to_string()),
            "cancelled_at": standing.cancelled_at.map(|at| at.to_string()),
            "dates": dates,
        }));
    }
    let notices = registration::list_notices_of_owner(&mut reader, account.id).await?;
    let notices: Vec<Value> = notices
        .iter()
        .map(|(at, words)| json!({"written_at": at.to_string(), "words": words}))
        .collect();
    let body = json!({
        "instance": site.app.base_url(),
        "exported_at": now.to_string(),
        "account": {
            "id": account.id.to_string(),
            "email": account.email.as_str(),
            "language": account.lang.tag(),
            "created_at": account.created_at.to_string(),
            "entered_at": account.entered_at.map(|at| at.to_string()),
            "codes_by_time": account.totp.is_some(),
        },
        "passkeys": passkeys,
        "accounts_elsewhere": identities,
        "roles": roles,
        "sessions": sessions,
        "badges": badges,
        "charter": adherences,
        "endorsements": endorsed,
        "certification": certification,
        "profile": profile,
        "letters": letters,
        "subscriptions": subscriptions,
        "registrations": registered,
        "events": organised,
        "messages_to_registered": notices,
    });
    let name = HeaderValue::from_static("attachment; filename=\"crema.json\"");
    let head = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, format!("{body:#}\n")).into_response())
}

/// Everything of a certification that hangs on an account.
async fn certification(
    site: &Site,
    reader: &mut Reader,
    account: &Account,
) -> Result<Value, Problem> {
    let passes = certifying::list_passes(reader, account.id).await?;
    let structure = certifying::find_structure(reader, account.id).await?;
    let (mut dossiers, mut stories) = (Vec::new(), Vec::new());
    for dossier in certifying::list_dossiers_of(reader, account.id).await? {
        for story in certifying::list_stories_of(reader, dossier.id).await? {
            stories.push(json!({
                "module": dossier.module,
                "level": dossier.level,
                "text": story.body,
                "handed_in_at": story.handed_in_at.to_string(),
                "decided_at": story.decided_at.map(|at| at.to_string()),
                "passed": story.passed,
                "appeal": story.appeal_words,
            }));
        }
        dossiers.push(json!({
            "module": dossier.module,
            "level": dossier.level,
            "name": dossier.name,
            "opened_at": dossier.opened_at.to_string(),
            "certified_at": dossier.certified_at.map(|at| at.to_string()),
        }));
    }
    let cafes = certifying::list_attestations(reader, account.id).await?;
    let cafe = |one: &Attestation| {
        let signed = match &one.answer {
            Some((_, Answer::Confirmed(by))) => json!({"by": by.signer, "for": by.organisation}),
            Some((_, Answer::Declined(why))) => json!({"declined": why}),
            None => Value::Null,
        };
        json!({
            "module": one.module,
            "held_on": one.cafe.held_on.to_string(),
            "place": one.cafe.place,
            "people": one.cafe.crowd.to_string(),
            "format": one.cafe.format,
            "asked_at": one.asked_at.to_string(),
            "answer": signed,
        })
    };
    let readings = certifying::list_readings_of(reader, account.id).await?;
    let founder = certifying::list_founders(reader, site.app.now()).await?;
    let founder = founder.into_iter().find(|one| one.account == account.id);
    let sessions = certifying::list_supervisions(reader, account.id).await?;
    Ok(json!({
        "structure": structure.map(|(name, _)| name),
        "dossiers": dossiers,
        "stories": stories,
        "cafes": cafes.iter().map(cafe).collect::<Vec<_>>(),
        "questionnaires": passes.iter().map(|pass| json!({
            "module": pass.module,
            "level": pass.level,
            "passed_at": pass.passed_at.to_string(),
        })).collect::<Vec<_>>(),
        "readings": readings.iter().map(|one| json!({
            "asked_at": one.asked_at.to_string(),
            "done_at": one.done_at.map(|at| at.to_string()),
            "marks": one.marks,
            "words": one.words,
        })).collect::<Vec<_>>(),
        "sessions": sessions.iter().map(|one| json!({
            "module": one.module,
            "made_at": one.made_at.to_string(),
            "until": one.until.to_string(),
            "people": one.taken,
        })).collect::<Vec<_>>(),
        "founding_reviewer_until": founder.map(|one| one.until.to_string()),
    }))
}

/// `GET /me/erasure`.
pub async fn erasure_form(page: Page, member: Member) -> Response {
    ask_erasure(page, &member, StatusCode::OK, None)
}

fn ask_erasure(page: Page, member: &Member, status: StatusCode, error: Option<String>) -> Response {
    let title = page.t.text("erasure-title");
    page::with_status(
        status,
        &Erasure {
            email: member.account.email.as_str().to_owned(),
            error,
            page: page.titled(title).private(),
        },
    )
}

/// `POST /me/erasure`.
pub async fn erase(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    if fields.get("sure") != Some("yes") {
        let error = Some(page.t.text("erasure-unsure"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(ask_erasure(page, &member, status, error));
    }
    match flow::erase(&site.app, &member.account).await {
        // The cookie goes with its session: the row is gone already.
        Ok(()) => {
            member.session.clear().await;
            Ok(see_other(&page.link("/")))
        }
        Err(Error::Refusal(Refusal::RoleStays)) => {
            let error = Some(page.t.text("erasure-last-admin"));
            Ok(ask_erasure(page, &member, StatusCode::CONFLICT, error))
        }
        Err(error) => Err(error.into()),
    }
}
