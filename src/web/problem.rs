//! The only place where an error becomes an answer: a page for people, `application/problem+json` (RFC 9457) for programs.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use super::{Site, page, site};
use crate::base::{Error, Refusal};

/// An answer that is not what was asked for; it is dressed as a page or as JSON on its way out.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: Option<String>,
    refusal: Option<Refusal>,
    retry_after: Option<u32>,
    reference: Option<String>,
}

impl Problem {
    /// A problem that its status says wholly.
    pub fn status(status: StatusCode) -> Problem {
        Problem {
            status,
            detail: None,
            refusal: None,
            retry_after: None,
            reference: None,
        }
    }

    /// A problem with a sentence for programs, in English.
    pub fn detailed(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            detail: Some(detail.into()),
            ..Problem::status(status)
        }
    }

    /// Too many requests: come back in so many seconds.
    pub fn too_many(seconds: u32) -> Problem {
        Problem {
            retry_after: Some(seconds),
            ..Problem::status(StatusCode::TOO_MANY_REQUESTS)
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Missing => Problem::status(StatusCode::NOT_FOUND),
            Error::Busy => Problem {
                retry_after: Some(2),
                ..Problem::status(StatusCode::SERVICE_UNAVAILABLE)
            },
            Error::Refusal(refusal) => Problem {
                refusal: Some(refusal),
                ..Problem::status(refused(refusal))
            },
            Error::Fault(_) => {
                let reference = Uuid::new_v4().simple().to_string()[..8].to_owned();
                tracing::error!(reference, "{error}");
                Problem {
                    reference: Some(reference),
                    ..Problem::status(StatusCode::INTERNAL_SERVER_ERROR)
                }
            }
        }
    }
}

fn refused(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::CodeUnknown => StatusCode::NOT_FOUND,
        Refusal::ClaimExpired | Refusal::RoomFull => StatusCode::GONE,
        Refusal::ClaimedUnderAnotherName
        | Refusal::AnswerStands
        | Refusal::NotAskedYet
        | Refusal::AttemptClosed
        | Refusal::TimeOver
        | Refusal::Paused
        | Refusal::NoRetake
        | Refusal::SupervisionClosed
        | Refusal::StandingUnchanged
        | Refusal::StatementForeign
        | Refusal::NotClaimed
        | Refusal::HeldByAnother
        | Refusal::CardEmpty
        | Refusal::CardTaken
        | Refusal::RoomCode
        | Refusal::NotARenewal
        | Refusal::CharterChanged
        | Refusal::NotAdherent
        | Refusal::EventOver
        | Refusal::RoleStays => StatusCode::CONFLICT,
        Refusal::TooOften => StatusCode::TOO_MANY_REQUESTS,
        Refusal::CodeMistyped
        | Refusal::NameTooLong
        | Refusal::NameHoldsAddress
        | Refusal::AnswerShape
        | Refusal::NotOffered
        | Refusal::NotDeclared
        | Refusal::BadgeNotShown
        | Refusal::AccountNeeded
        | Refusal::AddressMalformed
        | Refusal::EntryRefused
        | Refusal::CodeRefused
        | Refusal::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Problem::from(self).into_response()
    }
}

/// Who asked, as far as dressing a refusal needs it: kept beside each request, so no more than that.
pub struct Asker {
    api: bool,
    uri: Uri,
    language: Option<HeaderValue>,
    cookie: Option<HeaderValue>,
}

impl Asker {
    /// Reads it from a request.
    pub fn of(request: &Request) -> Asker {
        let header = |name| request.headers().get(name).cloned();
        Asker {
            api: request.uri().path().starts_with("/api/"),
            uri: request.uri().clone(),
            language: header(header::ACCEPT_LANGUAGE),
            cookie: header(header::COOKIE),
        }
    }

    fn headers(&self) -> HeaderMap {
        let language = self.language.clone();
        let cookie = self.cookie.clone();
        [
            (header::ACCEPT_LANGUAGE, language),
            (header::COOKIE, cookie),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// Dresses a bare refusal, ours or the framework's, for who asked; any other answer passes.
pub fn dress(site: &Site, asker: &Asker, bare: Response) -> Response {
    let status = bare.status();
    if !status.is_client_error() && !status.is_server_error() {
        return bare;
    }
    let ours = bare.extensions().get::<Problem>().cloned();
    let framework = bare
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let Some(problem) = ours.or_else(|| framework.then(|| Problem::status(status))) else {
        return bare;
    };
    let mut dressed = if asker.api {
        json(&problem)
    } else {
        site::problem(
            page::frame(site, &asker.uri, &asker.headers()),
            problem.status,
            problem.reference.as_deref(),
        )
    };
    // `Allow` of a 405, cookies and the like stay.
    for (name, value) in bare.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    if let Some(seconds) = problem.retry_after {
        dressed
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    dressed
}

fn json(problem: &Problem) -> Response {
    let mut body = serde_json::json!({
        "type": "about:blank",
        "title": problem.status.canonical_reason().unwrap_or("Error"),
        "status": problem.status.as_u16(),
    });
    let detail = problem
        .detail
        .clone()
        .or_else(|| problem.refusal.map(|refusal| explained(refusal).to_owned()));
    if let Some(detail) = detail {
        body["detail"] = detail.into();
    }
    if let Some(reference) = &problem.reference {
        body["instance"] = format!("urn:crema:fault:{reference}").into();
    }
    (
        problem.status,
        [(header::CONTENT_TYPE, "application/problem+json")],
        body.to_string(),
    )
        .into_response()
}

/// Why a call was refused, for programs.
fn explained(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CodeMistyped => "the code is not well-formed: its check character does not fit",
        Refusal::CodeUnknown => "no such code",
        Refusal::ClaimExpired => "the time to claim this award is over",
        Refusal::ClaimedUnderAnotherName => "this award was claimed already with another name",
        Refusal::NameTooLong => "the name is longer than 60 characters",
        Refusal::NameHoldsAddress => "the name holds a web address",
        Refusal::AnswerShape => "the response does not have the shape that this item asks for",
        Refusal::AnswerStands => "another answer stands already",
        Refusal::NotAskedYet => {
            "the questions come one after the other: an earlier one waits for its answer"
        }
        Refusal::AttemptClosed => "the attempt is completed",
        Refusal::TimeOver => "the time is over; what was saved counts",
        Refusal::Paused => "the clock of the attempt stands still: let it go on first",
        Refusal::NotDeclared => {
            "the person has to declare what `prerequisites` of the module names: `declared` must be true"
        }
        Refusal::BadgeNotShown => {
            "`badges` must have the address or the code of each badge that `prerequisites` of the module names"
        }
        Refusal::NotOffered => "the module is not given in that way",
        Refusal::AccountNeeded => "this module needs an account, on its pages",
        Refusal::SupervisionClosed => "no supervised session is open under this code",
        Refusal::NoRetake => "there is no attempt left, or not yet",
        Refusal::KeyReused => "this Idempotency-Key came before with another request",
        Refusal::StatementForeign => {
            "it is no statement of the root key about a key of this instance"
        }
        Refusal::AddressMalformed => "this is no address of a mailbox",
        Refusal::EntryRefused => "the link or the code does not fit, was used, or is too old",
        Refusal::CodeRefused => "the code does not fit",
        Refusal::NotClaimed => "the badge waits to be claimed first",
        Refusal::HeldByAnother => "the badge is in somebody else's space",
        Refusal::RoleStays => "the role cannot be taken back",
        Refusal::CardEmpty => "nothing was put into this card yet",
        Refusal::CardTaken => "the card holds another badge already",
        Refusal::RoomCode => "this code is for a room: each takes a code of their own from it",
        Refusal::RoomFull => "as many badges as the code was for are taken",
        Refusal::NotARenewal => "the code is of another badge than the one to renew",
        Refusal::CharterChanged => "another text of the charter holds than the one that was read",
        Refusal::NotAdherent => "only who adheres to the charter that holds announces events",
        Refusal::EventOver => "every date of the event is over",
        Refusal::TooOften => "that was done too often today",
        Refusal::StandingUnchanged => "the credential cannot change to that status",
    }
}

/// What no route takes.
pub async fn missing() -> Problem {
    Problem::status(StatusCode::NOT_FOUND)
}

/// A handler that panicked: our own fault, told as such, and the process goes on.
pub fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let what = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("a panic");
    Problem::from(Error::fault(format!("a handler panicked: {what}"))).into_response()
}
