//! One's own events: written, changed, published, cancelled and copied.

mod form;
mod mine;
mod standing;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};

use self::form::{Shown, answer, read};
pub use self::mine::mine;
use crate::{
    access::policy::Deed,
    base::{DateId, Error, EventId, Refusal},
    events::{Format, Status, question::USUAL_DAYS, read::Typed},
    flows::{events as flow, events::Saved},
    store::events as rows,
    web::{
        Site,
        access::Member,
        form::Fields,
        page::{Done, Page, see_other},
        problem::Problem,
    },
};

/// `GET /me/events/new`.
pub async fn new(
    State(site): State<Site>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let typed = Typed {
        format: Format::Discuss.name().into(),
        languages: vec!["fr".into()],
        price: "0".into(),
        registration: "here".into(),
        repeat: "once".into(),
        ends: "open".into(),
        answer_days: USUAL_DAYS.to_string(),
        ..Typed::default()
    };
    let shown = Shown {
        typed,
        ..Shown::default()
    };
    answer(&site, page, &member, StatusCode::OK, None, shown).await
}

/// `POST /me/events`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    member.may_own(Deed::Organise)?;
    let (typed, place, flaws) = read(&site, &page, &member, &fields, None).await?;
    match flaws {
        Ok(event) => {
            let id = flow::write(&site.app, &member.account, &event).await?;
            Ok(see_other(
                &page.link_done(&format!("/me/events/{id}"), "saved"),
            ))
        }
        Err(flaws) => {
            let shown = Shown {
                typed,
                place,
                flaws,
                ..Shown::default()
            };
            answer(
                &site,
                page,
                &member,
                StatusCode::UNPROCESSABLE_ENTITY,
                None,
                shown,
            )
            .await
        }
    }
}

fn id_of(text: &str) -> Result<EventId, Error> {
    text.parse().map_err(|_| Error::Missing)
}

/// `GET /me/events/{id}`.
pub async fn edit(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(done): Query<Done>,
    page: Page,
    member: Member,
) -> Result<Response, Problem> {
    let standing = flow::own(&site.app, &member.account, id_of(&id)?).await?;
    let shown = Shown {
        done: done.done,
        ..Shown::of(&standing)
    };
    answer(&site, page, &member, StatusCode::OK, Some(&standing), shown).await
}

/// `POST /me/events/{id}`.
pub async fn update(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let standing = flow::own(&site.app, &member.account, id_of(&id)?).await?;
    let (typed, place, read) = read(&site, &page, &member, &fields, Some(&standing.event)).await?;
    let version = fields
        .get("version")
        .and_then(|one| one.parse().ok())
        .unwrap_or(0);
    let mut shown = Shown {
        typed,
        place,
        version,
        ..Shown::default()
    };
    let status = match read {
        Ok(event) => {
            match flow::save(&site.app, &member.account, standing.id, version, &event).await? {
                Saved::Done(id) => {
                    return Ok(see_other(
                        &page.link_done(&format!("/me/events/{id}"), "saved"),
                    ));
                }
                Saved::Older(now) => {
                    shown.stale = true;
                    shown.version = now;
                    StatusCode::CONFLICT
                }
            }
        }
        Err(flaws) => {
            shown.flaws = flaws;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    answer(&site, page, &member, status, Some(&standing), shown).await
}

/// `POST /me/events/{id}/publication`.
pub async fn publish(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let refusal = match flow::publish(&site.app, &member.account, id).await {
        Ok(to) => {
            let done = if to == Status::Asked {
                "asked"
            } else {
                "published"
            };
            return Ok(see_other(
                &page.link_done(&format!("/me/events/{id}"), done),
            ));
        }
        Err(Error::Refusal(refusal @ (Refusal::NotAdherent | Refusal::EventOver))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let standing = flow::own(&site.app, &member.account, id).await?;
    let words = if refusal == Refusal::NotAdherent {
        "event-not-adherent"
    } else {
        "event-over"
    };
    let shown = Shown {
        refused: Some(page.t.text(words)),
        ..Shown::of(&standing)
    };
    answer(
        &site,
        page,
        &member,
        StatusCode::CONFLICT,
        Some(&standing),
        shown,
    )
    .await
}

/// `POST /me/events/{id}/cancellation`.
pub async fn cancel(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let path = format!("/me/events/{id}");
    if fields.get("sure") != Some("yes") {
        flow::own(&site.app, &member.account, id).await?;
        return Ok(see_other(&page.link_done(&path, "unsure")));
    }
    flow::cancel(&site.app, &member.account, id).await?;
    let still = rows::find(&mut site.app.db.read().await?, id).await?;
    Ok(see_other(&match still {
        Some(_) => page.link_done(&path, "cancelled"),
        None => page.link("/me/events"),
    }))
}

/// `POST /me/events/{id}/dates/{date}/cancellation`.
pub async fn cancel_date(
    State(site): State<Site>,
    Path((id, date)): Path<(String, String)>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let date: DateId = date.parse().map_err(|_| Error::Missing)?;
    flow::cancel_date(&site.app, &member.account, id, date).await?;
    Ok(see_other(
        &page.link_done(&format!("/me/events/{id}"), "saved"),
    ))
}

/// `POST /me/events/{id}/copies`.
pub async fn copy(
    State(site): State<Site>,
    Path(id): Path<String>,
    page: Page,
    member: Member,
    _fields: Fields,
) -> Result<Response, Problem> {
    let id = flow::copy(&site.app, &member.account, id_of(&id)?).await?;
    Ok(see_other(
        &page.link_done(&format!("/me/events/{id}"), "copied"),
    ))
}
