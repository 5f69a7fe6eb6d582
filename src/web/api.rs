//! The JSON API, version 1. It reads no cookie: an attempt is opened by its Bearer token.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Site, guard::Client, problem::Problem};
use crate::{
    assessment::{clock::State as Time, form, measurement::adaptive::Stop, present::to_value},
    base::{AttemptId, Error, Name, Refusal, Wording, digest},
    flows::{
        assessment::{self as quiz, Begin, Opened, Repeatable},
        badges as flow, repeat,
    },
    outside::quizzes::Served,
    store::badges as rows,
};

type Answer = Result<Response, Problem>;

fn ok(status: StatusCode, value: &Value) -> Response {
    (
        status,
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        value.to_string(),
    )
        .into_response()
}

/// `GET /api/openapi.json`.
pub async fn openapi() -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        include_str!("../../static/openapi.json"),
    )
        .into_response()
}

/// A JSON body of a call, strictly read; an absent one is null.
pub struct Body(Value);

impl FromRequest<Site> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Body, Problem> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .map(|kind| {
                kind.split(';')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_ascii_lowercase()
            });
        let bytes = Bytes::from_request(request, site)
            .await
            .map_err(|refused| Problem::status(refused.into_response().status()))?;
        if bytes.is_empty() {
            return Ok(Body(Value::Null));
        }
        if kind.as_deref() != Some("application/json") {
            return Err(Problem::detailed(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be application/json",
            ));
        }
        openbadges::json::parse(&bytes)
            .map(Body)
            .map_err(|error| Problem::detailed(StatusCode::BAD_REQUEST, error.to_string()))
    }
}

/// The attempt that the Bearer token of a call opens.
pub struct Bearer(Opened);

impl FromRequestParts<Site> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Bearer, Problem> {
        let Path(path) = Path::<Vec<(String, String)>>::from_request_parts(parts, site)
            .await
            .map_err(|_| Error::Missing)?;
        let id = path
            .into_iter()
            .find(|(name, _)| name == "id")
            .and_then(|(_, id)| id.parse::<AttemptId>().ok())
            .ok_or(Error::Missing)?;
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            // The scheme is a word of any case (RFC 9110, section 11.1).
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token);
        // Unknown, another's, and none at all are told alike.
        let known =
            token.is_some_and(|token| site.app.keyring.knows_attempt_token(id, token.trim()));
        if known {
            Ok(Bearer(quiz::open(&site.app, id).await?))
        } else {
            tracing::info!(attempt = %id, "an attempt was asked for without its token");
            Err(Error::Missing.into())
        }
    }
}

/// The language that a call asks for.
#[derive(Deserialize)]
pub struct Asked {
    lang: Option<String>,
}

fn listed(served: &Served, wording: Wording) -> Value {
    let module = served.in_lang(wording);
    json!({"id": module.id, "version": module.version, "title": module.title, "summary": module.summary, "lang": module.lang, "languages": served.languages()})
}

fn asked_wording(asked: &Asked, headers: &HeaderMap) -> Wording {
    let accept = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let asked = asked.lang.as_deref().and_then(|tag| tag.parse().ok());
    asked.unwrap_or_else(|| crate::i18n::negotiate(None, accept).into())
}

/// `GET /api/v1/modules`.
pub async fn modules(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let wording = asked_wording(&asked, &headers);
    let modules: Vec<Value> = site
        .app
        .shelf()
        .modules()
        .map(|served| listed(served, wording))
        .collect();
    ok(StatusCode::OK, &json!({"modules": modules}))
}

/// `GET /api/v1/modules/{module}`: without what is right.
pub async fn module(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let served = site.app.shelf().find(&id).ok_or(Error::Missing)?;
    let wording = asked_wording(&asked, &headers);
    let module = served.in_lang(wording);
    let mut value = listed(&served, wording);
    value["parts"] = module
        .parts
        .iter()
        .map(|part| json!({"id": part.id, "title": part.title}))
        .collect();
    value["levels"] = module
        .levels
        .iter()
        .map(|level| json!({"id": level.id, "name": level.name, "badge": level.badge}))
        .collect();
    value["badges"] = module.badges.iter().map(|badge| json!({"id": badge.id, "name": badge.name, "description": badge.description, "achievement": site.app.url(&format!("/achievements/{}", badge.id))})).collect();
    value["items"] = module.items.iter().map(|item| json!({"id": item.id, "type": item.kind.name(), "part": module.part_of(item), "points": item.points})).collect();
    let asked = &module.prerequisites;
    value["prerequisites"] = json!({"declarations": asked.declarations, "min_age": asked.min_age, "badges": asked.badges});
    value["licence"] = module.licence.as_str().into();
    Ok(ok(StatusCode::OK, &value))
}

/// `POST /api/v1/attempts`.
pub async fn create_attempt(
    State(site): State<Site>,
    client: Client,
    headers: HeaderMap,
    Body(body): Body,
) -> Answer {
    let unprocessable = |what: &str| Problem::detailed(StatusCode::UNPROCESSABLE_ENTITY, what);
    let module = body["module"]
        .as_str()
        .ok_or_else(|| unprocessable("`module` must be the id of a module"))?;
    let wording = match &body["lang"] {
        Value::Null => Wording::default(),
        tag => tag
            .as_str()
            .and_then(|tag| tag.parse().ok())
            .ok_or_else(|| unprocessable("`lang` must be one of fr, en, fr-falc"))?,
    };
    if site.app.shelf().find(module).is_none() {
        return Err(Problem::detailed(StatusCode::NOT_FOUND, "no such module"));
    }
    let key = idempotency_key(&headers)?;
    let repeatable = key.map(|key| Repeatable {
        key,
        fingerprint: openbadges::json::jcs(&body),
    });
    let extra = match &body["extra_time"] {
        Value::Null => None,
        extra => Some(
            extra
                .as_str()
                .and_then(|extra| extra.parse().ok())
                .ok_or_else(|| {
                    unprocessable("`extra_time` must be one of those that the module offers")
                })?,
        ),
    };
    let declared = match &body["declared"] {
        Value::Null => false,
        declared => declared
            .as_bool()
            .ok_or_else(|| unprocessable("`declared` must be true or false"))?,
    };
    let badges: Vec<String> = match &body["badges"] {
        Value::Null => Vec::new(),
        badges => serde_json::from_value(badges.clone())
            .map_err(|_| unprocessable("`badges` must be a list of addresses or codes"))?,
    };
    if !badges.is_empty() {
        client.may_try_codes(&site)?;
    }
    let begin = Begin {
        extra,
        declared,
        shown: badges,
        ..Begin::alone(module, wording)
    };
    let id = match quiz::start(&site.app, begin, repeatable).await {
        Err(Error::Refusal(refusal @ Refusal::BadgeNotShown)) => {
            client.count_wrong_code(&site);
            return Err(Error::from(refusal).into());
        }
        started => started?,
    };
    let opened = quiz::open(&site.app, id).await?;
    let attempt = opened.attempt();
    let value = json!({
        "id": id.to_string(),
        "token": site.app.keyring.attempt_token(id),
        "module": attempt.module.id,
        "version": attempt.module.version,
        "lang": attempt.module.lang,
        "items": shown(&site, &opened),
        "most": attempt.form().most,
        "time": time(&site, &opened),
    });
    let place = site.app.url(&format!("/api/v1/attempts/{id}"));
    created(&place, &value)
}

/// What was made, and where it is (RFC 9110, section 15.3.2).
fn created(place: &str, value: &Value) -> Answer {
    let mut response = ok(StatusCode::CREATED, value);
    let place = HeaderValue::try_from(place).map_err(Error::fault)?;
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let printable = |key: &&str| key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let mut keys = headers.get_all("idempotency-key").iter();
    let first = keys.next().map(|key| key.to_str().ok().filter(printable));
    match (first, keys.next()) {
        (None, _) => Ok(None),
        (Some(Some(key)), None) if (1..=200).contains(&key.len()) => Ok(Some(key)),
        _ => Err(Problem::detailed(
            StatusCode::BAD_REQUEST,
            "Idempotency-Key must be 1 to 200 characters of ASCII",
        )),
    }
}

/// Notes the key of a call that may come twice: with it, the same is harmless and anything else is refused.
async fn once(site: &Site, headers: &HeaderMap, scope: &str, sent: &str) -> Result<(), Problem> {
    match idempotency_key(headers)? {
        Some(key) => Ok(repeat::note(&site.app, scope, key, sent).await?),
        None => Ok(()),
    }
}

/// Refuses a body that is neither an object nor absent.
fn object(body: &Value) -> Result<(), Problem> {
    if body.is_object() || body.is_null() {
        return Ok(());
    }
    Err(Problem::detailed(
        StatusCode::UNPROCESSABLE_ENTITY,
        "the body must be an object",
    ))
}

/// The questions of an attempt so far; none while its clock stands still.
fn shown(site: &Site, opened: &Opened) -> Vec<Value> {
    if matches!(opened.time(site.app.now()), Time::Paused(_)) {
        return Vec::new();
    }
    let attempt = opened.attempt();
    // What was answered stays to be read once everything is over; before that nobody reads ahead.
    let items = if opened.is_completed() {
        attempt.items()
    } else {
        attempt.open()
    };
    items
        .into_iter()
        .map(|item| to_value(attempt.module, item, &attempt.present(item)))
        .collect()
}

/// How the clock of an attempt stands; null where its time is unlimited.
fn time(site: &Site, opened: &Opened) -> Value {
    let now = site.app.now();
    let (left, paused) = match opened.time(now) {
        Time::Unlimited => return Value::Null,
        Time::Running(left) => (left, false),
        Time::Paused(left) => (left, true),
        Time::Over => (SignedDuration::ZERO, false),
    };
    let ends_at = opened.sitting.clock.ends_at.filter(|_| !paused);
    json!({"left": left.as_secs(), "paused": paused, "endsAt": ends_at.map(|at| at.to_string())})
}

/// `PUT /api/v1/attempts/{id}/pause`: stops the clock, or lets it go on.
pub async fn put_pause(
    State(site): State<Site>,
    Bearer(opened): Bearer,
    Body(body): Body,
) -> Answer {
    let id = opened.sitting.id;
    let opened = match body["paused"].as_bool() {
        Some(true) => quiz::pause(&site.app, id).await?,
        Some(false) => quiz::go_on(&site.app, id).await?,
        None => {
            return Err(Problem::detailed(
                StatusCode::UNPROCESSABLE_ENTITY,
                "`paused` must be true or false",
            ));
        }
    };
    Ok(ok(
        StatusCode::OK,
        &json!({"time": time(&site, &opened), "items": shown(&site, &opened)}),
    ))
}

/// `GET /api/v1/attempts/{id}`: enough to go on elsewhere.
pub async fn attempt(State(site): State<Site>, Bearer(opened): Bearer) -> Answer {
    let attempt = opened.attempt();
    let mut value = json!({
        "id": opened.sitting.id.to_string(),
        "module": attempt.module.id,
        "version": attempt.module.version,
        "lang": attempt.module.lang,
        "completed": opened.is_completed(),
        "items": shown(&site, &opened),
        "most": attempt.form().most,
        "time": time(&site, &opened),
        "answers": opened.sitting.answers,
    });
    if opened.is_completed() {
        value["result"] = result(&site, &opened).await?;
    }
    Ok(ok(StatusCode::OK, &value))
}

/// `PUT /api/v1/attempts/{id}/answers/{item}`.
pub async fn put_answer(
    State(site): State<Site>,
    Path((_, item)): Path<(String, String)>,
    Bearer(opened): Bearer,
    Body(body): Body,
) -> Answer {
    let Some(response) = body.get("response") else {
        return Err(Problem::detailed(
            StatusCode::UNPROCESSABLE_ENTITY,
            "`response` is missing; null is \"I don't know\"",
        ));
    };
    // Even the same once more: what an attempt says after its end is its result.
    if opened.is_completed() {
        return Err(Error::from(quiz::closed(&opened, site.app.now())).into());
    }
    // Time that an answer spent waiting for the network is the client's word; what that can bring is limited.
    let waited = match &body["waited"] {
        Value::Null => 0,
        waited => waited
            .as_i64()
            .filter(|waited| *waited >= 0)
            .ok_or_else(|| {
                Problem::detailed(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "`waited` must be a whole number of milliseconds",
                )
            })?,
    };
    let waited = SignedDuration::from_millis(waited);
    let opened = quiz::answer(
        &site.app,
        opened.sitting.id,
        &item,
        response.clone(),
        waited,
    )
    .await?;
    let attempt = opened.attempt();
    let item = attempt.item(&item).ok_or(Error::Missing)?;
    let mut value = attempt.told_value(item, opened.is_completed());
    if form::routes(attempt.module, item) || !attempt.module.delivery.go_back {
        let next = attempt.waiting().into_iter();
        value["next"] = next
            .map(|item| to_value(attempt.module, item, &attempt.present(item)))
            .collect();
    }
    Ok(ok(StatusCode::OK, &value))
}

/// `POST /api/v1/attempts/{id}/completion`.
pub async fn complete(
    State(site): State<Site>,
    Bearer(opened): Bearer,
    headers: HeaderMap,
    Body(body): Body,
) -> Answer {
    let id = opened.sitting.id;
    let sent = format!("{id} {}", openbadges::json::jcs(&body));
    once(&site, &headers, "completions", &sent).await?;
    object(&body)?;
    let opened = quiz::complete(&site.app, id).await?;
    Ok(ok(StatusCode::OK, &result(&site, &opened).await?))
}

async fn result(site: &Site, opened: &Opened) -> Result<Value, Error> {
    let mut reader = site.app.db.read().await?;
    let quiz::Verdict {
        outcome,
        review,
        counts,
    } = quiz::verdict(&mut reader, opened).await?;
    let awards = rows::list_awards_of_attempt(&mut reader, opened.sitting.id).await?;
    let badges: Vec<Value> = awards.iter().map(|award| json!({"achievement": award.achievement, "claim": site.app.keyring.claim_code(award.id).to_string()})).collect();
    Ok(json!({
        "score": {"points": outcome.points, "max": outcome.max, "fraction": outcome.fraction},
        "level": outcome.level,
        "skills": outcome.skills,
        "badges": badges,
        "counts": counts,
        "review": review.map(|review| match review.decided {
            None => "open",
            Some(true) => "granted",
            Some(false) => "refused",
        }),
        "stopped": opened.attempt().form().stop.map(|stop| match stop {
            Stop::Precise => "precise",
            Stop::Length => "length",
            Stop::Exhausted => "exhausted",
        }),
    }))
}

/// `POST /api/v1/claims/{code}`.
pub async fn claim(
    State(site): State<Site>,
    Path(code): Path<String>,
    client: Client,
    headers: HeaderMap,
    Body(body): Body,
) -> Answer {
    client.may_try_codes(&site)?;
    let sent = format!("{code} {}", openbadges::json::jcs(&body));
    once(&site, &headers, "claims", &sent).await?;
    object(&body)?;
    let name = match &body["name"] {
        Value::Null => None,
        Value::String(name) => Name::read(name).map_err(Error::from)?,
        _ => {
            return Err(Problem::detailed(
                StatusCode::UNPROCESSABLE_ENTITY,
                "`name` must be text",
            ));
        }
    };
    let mut claimed = flow::claim(&site.app, &code, name.as_ref()).await;
    if let Err(Error::Refusal(Refusal::RoomCode)) = claimed {
        // The same call again takes the same badge.
        let once = match idempotency_key(&headers)? {
            Some(key) => format!("key {key}"),
            None => format!("name {}", name.as_ref().map_or("", Name::as_str)),
        };
        let own = flow::take_from_room(&site.app, &code, &once).await?;
        claimed = flow::claim(&site.app, &own.to_string(), name.as_ref()).await;
    }
    match claimed {
        Ok((id, made)) => {
            let url = site.app.url(&format!("/credentials/{id}"));
            let value = json!({"credential": url});
            if made {
                created(&url, &value)
            } else {
                Ok(ok(StatusCode::OK, &value))
            }
        }
        Err(Error::Refusal(refusal @ Refusal::CodeUnknown)) => {
            client.count_wrong_code(&site);
            Err(Error::from(refusal).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /api/v1/verifications`.
pub async fn verify(State(site): State<Site>, request: Request) -> Answer {
    let headers = request.headers().clone();
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let status = |refused: Response| Problem::status(refused.status());
    let (source, input) = match kind.as_str() {
        "multipart/form-data" => {
            let mut parts = Multipart::from_request(request, &site)
                .await
                .map_err(|refused| status(refused.into_response()))?;
            let mut found = None;
            while let Some(part) = parts
                .next_field()
                .await
                .map_err(|refused| status(refused.into_response()))?
            {
                if part.name() == Some("file") {
                    if found.is_some() {
                        return Err(Problem::detailed(
                            StatusCode::UNPROCESSABLE_ENTITY,
                            "one part named `file` is expected, not several",
                        ));
                    }
                    let name = part.file_name().unwrap_or("file").to_owned();
                    found = Some((
                        name,
                        part.bytes()
                            .await
                            .map_err(|refused| status(refused.into_response()))?,
                    ));
                }
            }
            found.ok_or_else(|| {
                Problem::detailed(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "one part named `file` is expected",
                )
            })?
        }
        "application/vc"
        | "application/json"
        | "application/vc+jwt"
        | "application/ld+json"
        | "application/vc+ld+json" => (
            "body".to_owned(),
            Bytes::from_request(request, &site)
                .await
                .map_err(|refused| status(refused.into_response()))?,
        ),
        _ => {
            return Err(Problem::detailed(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "application/vc, application/json, application/vc+jwt or multipart/form-data",
            ));
        }
    };
    once(&site, &headers, "verifications", &digest(&input)).await?;
    let verified = flow::verify(&site.app, &input).await?;
    Ok(ok(StatusCode::OK, &flow::result_value(&source, &verified)))
}
