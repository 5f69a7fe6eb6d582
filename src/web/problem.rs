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
    says: Option<Says>,
}

/// What a header of the answer says beside its status.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// Another value of this header of the request would be answered otherwise.
    Varies(&'static str),
    /// Bodies are taken as they are.
    TakesPlain,
}

impl Problem {
    /// A problem that its status says wholly. What cannot be done now, also where it took too long, may be asked for again in a moment.
    pub fn status(status: StatusCode) -> Problem {
        Problem {
            status,
            detail: None,
            refusal: None,
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(2),
            reference: None,
            says: None,
        }
    }

    /// Nothing that we have is what a header of the request takes; whoever sends another is given it.
    pub fn unacceptable(name: &'static str) -> Problem {
        Problem {
            says: Some(Says::Varies(name)),
            ..Problem::status(StatusCode::NOT_ACCEPTABLE)
        }
    }

    /// A body that came in a coding which nobody reads here (RFC 9110, section 15.5.16).
    pub fn coded() -> Problem {
        Problem {
            says: Some(Says::TakesPlain),
            ..Problem::detailed(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must come as it is, without a Content-Encoding",
            )
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
            Error::Busy => Problem::status(StatusCode::SERVICE_UNAVAILABLE),
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
        Refusal::ClaimExpired | Refusal::GivenUp | Refusal::RoomFull => StatusCode::GONE,
        Refusal::ClaimedUnderAnotherName
        | Refusal::AnswerStands
        | Refusal::NotAskedYet
        | Refusal::AttemptClosed
        | Refusal::TimeOver
        | Refusal::Paused
        | Refusal::NoRetake
        | Refusal::SupervisionClosed
        | Refusal::StandingUnchanged
        | Refusal::BarNotSet
        | Refusal::StatementForeign
        | Refusal::PasskeysFull
        | Refusal::PasskeyTaken
        | Refusal::IdentityTaken
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
        | Refusal::KeyUnreadable
        | Refusal::NameTooLong
        | Refusal::NameHoldsAddress
        | Refusal::AnswerShape
        | Refusal::ResponseShape(_)
        | Refusal::NotOffered
        | Refusal::NotDeclared
        | Refusal::BadgeNotShown
        | Refusal::AccountNeeded
        | Refusal::AddressMalformed
        | Refusal::EntryRefused
        | Refusal::CodeRefused
        | Refusal::PasskeyRefused
        | Refusal::PasskeyCopied
        | Refusal::ProviderRefused
        | Refusal::ProviderSilent
        | Refusal::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let said = self.says.map(|says| match says {
            Says::Varies(name) => (header::VARY, name),
            Says::TakesPlain => (header::ACCEPT_ENCODING, "identity"),
        });
        if let Some((name, value)) = said {
            response
                .headers_mut()
                .append(name, HeaderValue::from_static(value));
        }
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
            api: is_for_programs(request.uri().path()),
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

/// Whether a program asks, rather than a person: by the API, or for a machine's form.
fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || path.ends_with(".json") || path.ends_with(".jwt")
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
            asker.uri.path(),
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

/// What a response has to look like, by the kind of its item.
fn wanted(kind: &str) -> &'static str {
    match kind {
        "single" | "scale" | "opinion" => {
            "the response to this item is the id of one of its `choices` in this attempt"
        }
        "multiple" | "spot" | "order" => {
            "the response to this item is a list of ids of its `choices` in this attempt, none of them twice"
        }
        "true_false" => "the response to this item is true or false",
        "match" | "sort" => {
            "the response to this item is an object from ids of its `left` to ids of its `choices`, both of this attempt, or to null"
        }
        "cloze" => {
            "the response to this item is a list with one entry for each of its `gaps`: the id of a choice, a text, or null"
        }
        "compare" => {
            "the response to this item is an object with `done`, true or false, and perhaps `notes`, a text"
        }
        _ => "the response to this item is a text of at most 5,000 characters",
    }
}

/// Why a call was refused, for programs.
fn explained(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CodeMistyped => "the code is not well-formed: its check character does not fit",
        Refusal::CodeUnknown => "no such code",
        Refusal::ClaimExpired => "the time to claim this award is over",
        Refusal::GivenUp => "the badge of this code was given up by its holder",
        Refusal::ClaimedUnderAnotherName => "this award was claimed already with another name",
        Refusal::NameTooLong => "the name is longer than 60 characters",
        Refusal::NameHoldsAddress => "the name holds a web address",
        Refusal::AnswerShape => "the response does not have the shape that this item asks for",
        Refusal::ResponseShape(kind) => wanted(kind),
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
        Refusal::PasskeyRefused => "the passkey is not known, or does not answer what was asked",
        Refusal::PasskeyCopied => "the passkey answers as a copy would",
        Refusal::PasskeyTaken => "the passkey is an account's already",
        Refusal::PasskeysFull => "the account has as many passkeys as it may",
        Refusal::ProviderSilent => "the provider of OpenID Connect cannot be asked",
        Refusal::ProviderRefused => "what came back from the provider proves nothing",
        Refusal::IdentityTaken => "the account elsewhere is tied to another one here",
        Refusal::NotClaimed => "the badge waits to be claimed first",
        Refusal::HeldByAnother => "the badge is in somebody else's space",
        Refusal::RoleStays => "the role cannot be taken back",
        Refusal::CardEmpty => "nothing was put into this card yet",
        Refusal::CardTaken => "the card holds another badge already",
        Refusal::RoomCode => "this code is for a room: each takes a code of their own from it",
        Refusal::RoomFull => "as many badges as the code was for are taken",
        Refusal::NotARenewal => "the code is of another badge than the one to renew",
        Refusal::KeyUnreadable => "no did:key of Ed25519 or P-256",
        Refusal::CharterChanged => "another text of the charter holds than the one that was read",
        Refusal::NotAdherent => "only who adheres to the charter that holds announces events",
        Refusal::EventOver => "every date of the event is over",
        Refusal::TooOften => "that was done too often today",
        Refusal::BarNotSet => {
            "the bar of the certification is not set yet, so nobody is given its badge"
        }
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
