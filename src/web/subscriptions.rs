//! Letters about events: asking for them, proving the mailbox, changing what is wished, leaving. A mailed link opens a page with a button; only the request by which
//! mail programs unsubscribe (RFC 8058) acts by itself.

mod form;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

pub use self::form::show;
use self::form::{Form, Typed};
use crate::{
    access::policy::Deed,
    base::Error,
    flows::subscriptions::{self as flow, Asking, Errand},
    store::subscriptions as rows,
    web::{
        Site,
        access::Steward,
        form::Fields,
        guard::Client,
        list::{Asked, Column, List, Value},
        page::{self, Page},
        problem::Problem,
    },
};

#[derive(Template)]
#[template(path = "subscriptions/gesture.html")]
struct Gesture {
    page: Page,
    text: String,
    lines: Vec<String>,
    button: Option<(String, String)>,
    ways: Vec<(String, String)>,
}

fn told(page: Page, status: StatusCode, title: &str, text: &str) -> Response {
    let t = page.t;
    let ways = vec![(t.text("subscriptions-again"), page.link("/subscriptions"))];
    page::with_status(
        status,
        &Gesture {
            text: t.text(text),
            lines: Vec::new(),
            button: None,
            ways,
            page: page.titled(t.text(title)).private().unlisted(),
        },
    )
}

fn gone(page: Page) -> Response {
    told(
        page,
        StatusCode::GONE,
        "subscriptions-gone-title",
        "subscriptions-gone-text",
    )
}

/// `POST /subscriptions`.
pub async fn create(
    State(site): State<Site>,
    page: Page,
    client: Client,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut typed = Typed::read(page.t, &fields);
    let email = typed.email(page.t, &fields);
    let (Some(email), Some(wish), true) = (email, typed.wish(), typed.is_right()) else {
        return Ok(form::answer(page, Form::New, typed));
    };
    client.may_ask_letters(&site)?;
    let asking = Asking {
        email,
        wish,
        lang: typed.lang,
        rhythm: typed.rhythm,
    };
    flow::ask(&site.app, &asking).await?;
    Ok(told(
        page,
        StatusCode::OK,
        "subscriptions-asked-title",
        "subscriptions-asked-text",
    ))
}

/// `GET /subscriptions/confirmations/{token}`.
pub async fn confirm_form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let Some(waiting) = flow::waiting(&site.app, &token).await? else {
        return Ok(gone(page));
    };
    let t = page.t;
    let action = page.link(&format!("/subscriptions/confirmations/{token}"));
    Ok(page::answer(&Gesture {
        text: t.text("subscriptions-confirm-text"),
        lines: form::words(&t, waiting.rhythm, &waiting.wish),
        button: Some((t.text("subscriptions-confirm-button"), action)),
        ways: Vec::new(),
        page: page
            .titled(t.text("subscriptions-confirm-title"))
            .private()
            .unlisted(),
    }))
}

/// `POST /subscriptions/confirmations/{token}`.
pub async fn confirm(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    _fields: Fields,
) -> Result<Response, Problem> {
    let change = match flow::confirm(&site.app, &token).await {
        Ok(change) => change,
        Err(Error::Missing) => return Ok(gone(page)),
        Err(error) => return Err(error.into()),
    };
    let t = page.t;
    let href = page.link(&format!("/subscriptions/preferences/{change}"));
    Ok(page::answer(&Gesture {
        text: t.text("subscriptions-confirmed-text"),
        lines: Vec::new(),
        button: None,
        ways: vec![(t.text("subscriptions-preferences"), href)],
        page: page
            .titled(t.text("subscriptions-confirmed-title"))
            .private()
            .unlisted(),
    }))
}

/// `GET /subscriptions/preferences/{token}`.
pub async fn edit(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let Some(own) = flow::of_token(&site.app, Errand::Change, &token).await? else {
        return Ok(gone(page));
    };
    let typed = Typed::of(own.lang, own.rhythm, &own.wish);
    let kind = Form::Own {
        path: format!("/subscriptions/preferences/{token}"),
        end: end_of(&site, own.id),
        mailbox: form::masked(&own.email),
    };
    Ok(form::answer(page, kind, typed))
}

fn end_of(site: &Site, id: crate::base::SubscriptionId) -> String {
    let token = site.app.keyring.subscription_token(Errand::End, id);
    format!("/subscriptions/end/{token}")
}

/// `POST /subscriptions/preferences/{token}`.
pub async fn save(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(own) = flow::of_token(&site.app, Errand::Change, &token).await? else {
        return Ok(gone(page));
    };
    let typed = Typed::read(page.t, &fields);
    let (Some(wish), true) = (typed.wish(), typed.is_right()) else {
        let kind = Form::Own {
            path: format!("/subscriptions/preferences/{token}"),
            end: end_of(&site, own.id),
            mailbox: form::masked(&own.email),
        };
        return Ok(form::answer(page, kind, typed));
    };
    match flow::save(&site.app, &token, (typed.lang, typed.rhythm), &wish).await {
        Ok(()) => Ok(told(
            page,
            StatusCode::OK,
            "subscriptions-saved-title",
            "subscriptions-saved-text",
        )),
        Err(Error::Missing) => Ok(gone(page)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /subscriptions/preferences/{token}/keep`.
pub async fn keep(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
    _fields: Fields,
) -> Result<Response, Problem> {
    match flow::keep(&site.app, &token).await {
        Ok(()) => Ok(told(
            page,
            StatusCode::OK,
            "subscriptions-kept-title",
            "subscriptions-saved-text",
        )),
        Err(Error::Missing) => Ok(gone(page)),
        Err(error) => Err(error.into()),
    }
}

/// `GET /subscriptions/end/{token}`: a page with a button; nothing changes.
pub async fn end_form(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    if flow::of_token(&site.app, Errand::End, &token)
        .await?
        .is_none()
    {
        return Ok(gone(page));
    }
    let t = page.t;
    Ok(page::answer(&Gesture {
        text: t.text("subscriptions-end-text"),
        lines: Vec::new(),
        button: Some((
            t.text("subscriptions-end-button"),
            page.link(&format!("/subscriptions/end/{token}")),
        )),
        ways: Vec::new(),
        page: page
            .titled(t.text("subscriptions-end-title"))
            .private()
            .unlisted(),
    }))
}

/// `POST /subscriptions/end/{token}`: one click ends it, without a token of a form, a cookie or a further question (RFC 8058, section 3.2). The address is the
/// proof: only who has a letter knows it. The same again says the same.
pub async fn end(
    State(site): State<Site>,
    Path(token): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    flow::end(&site.app, &token).await?;
    Ok(told(
        page,
        StatusCode::OK,
        "subscriptions-ended-title",
        "subscriptions-ended-text",
    ))
}

/// `GET /admin/subscriptions`: how many, never who.
pub async fn counts(
    State(site): State<Site>,
    page: Page,
    steward: Steward,
    asked: Asked,
) -> Result<Response, Problem> {
    steward.may(Deed::SeeSubscriptions)?;
    let t = page.t;
    let counts = rows::count(&mut site.app.db.read().await?).await?;
    let total = i64::try_from(counts.len()).unwrap_or(i64::MAX);
    let rows = counts.into_iter().map(|one| {
        vec![
            Value::Coded(
                one.rhythm.name().to_owned(),
                t.text(&format!("subscriptions-rhythm-{}", one.rhythm)),
            ),
            Value::Coded(
                one.lang.tag().to_owned(),
                t.text(&format!("language-{}", one.lang)),
            ),
            Value::Whole(one.confirmed),
            Value::Whole(one.waiting),
        ]
    });
    let columns = vec![
        Column::sorted("rhythm", t.text("column-rhythm")),
        Column::sorted("language", t.text("column-letter-language")),
        Column::sorted("confirmed", t.text("column-confirmed")),
        Column::sorted("unconfirmed", t.text("column-unconfirmed")),
    ];
    let list = List {
        title: t.text("admin-subscriptions-title"),
        intro: t.text("admin-subscriptions-intro"),
        empty: t.text("admin-subscriptions-none"),
        rows: asked.sorted(&columns, rows.collect()),
        columns,
        total,
        offer: None,
    };
    Ok(asked.answer(page, list))
}
