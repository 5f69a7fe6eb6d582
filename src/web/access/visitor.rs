//! Who asks: a visitor, a member, or one who is trusted with something and proved it twice.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use tower_sessions::Session;

use super::sessions::{ACCOUNT, PROVED, key};
use crate::{
    access::{
        account::{Account, proof_holds},
        audit::Actor,
        policy::{self, Deed},
    },
    base::{AccountId, Error},
    store::access as rows,
    web::{Site, page::see_other, problem::Problem},
};

/// Anybody, with the account in which they are, where they are in one.
pub struct Visitor {
    /// What their browser remembers.
    pub session: Session,
    /// Their account.
    pub account: Option<Account>,
    proved: Option<Timestamp>,
}

/// Somebody within an account.
pub struct Member {
    /// What their browser remembers.
    pub session: Session,
    /// Their account.
    pub account: Account,
    /// Whether their second proof holds.
    pub proved: bool,
}

/// Somebody who is trusted with something, and whose second proof holds.
pub struct Steward(pub Member);

impl Member {
    /// The key of their session's row.
    pub fn session_key(&self) -> String {
        self.session.id().map(|id| key(&id)).unwrap_or_default()
    }

    /// Them, as the audit log names them.
    pub fn actor(&self) -> Actor {
        Actor::Account(self.account.id)
    }

    /// Refuses what the policy does not let them do with what is their own (403).
    ///
    /// # Errors
    /// The refusal.
    pub fn may_own(&self, deed: Deed) -> Result<(), Problem> {
        if policy::may(Some(&self.account.roles()), deed, true) {
            Ok(())
        } else {
            Err(Problem::status(StatusCode::FORBIDDEN))
        }
    }

    /// Refuses what the policy does not let them do with what is not their own (403).
    ///
    /// # Errors
    /// The refusal.
    pub fn may(&self, deed: Deed) -> Result<(), Problem> {
        if policy::may(Some(&self.account.roles()), deed, false) {
            Ok(())
        } else {
            Err(Problem::status(StatusCode::FORBIDDEN))
        }
    }
}

impl Steward {
    /// Refuses what the policy does not let them do (403).
    ///
    /// # Errors
    /// The refusal.
    pub fn may(&self, deed: Deed) -> Result<(), Problem> {
        self.0.may(deed)
    }
}

/// What could not be read of a session: the database does not answer, or it is our fault.
pub(super) fn unread(error: tower_sessions::session::Error) -> Problem {
    Problem::from(Error::fault(error))
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Visitor, Problem> {
        let session = parts
            .extensions
            .get::<Session>()
            .cloned()
            .ok_or_else(|| Problem::from(Error::fault("a route without sessions")))?;
        let id: Option<AccountId> = session.get(ACCOUNT).await.map_err(unread)?;
        let account = match id {
            Some(id) => rows::find_account(&mut site.app.db.read().await?, id).await?,
            None => None,
        };
        let proved: Option<i64> = session.get(PROVED).await.map_err(unread)?;
        Ok(Visitor {
            session,
            account,
            proved: proved.and_then(|at| Timestamp::from_millisecond(at).ok()),
        })
    }
}

impl FromRequestParts<Site> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Member, Response> {
        let visitor = Visitor::from_request_parts(parts, site)
            .await
            .map_err(IntoResponse::into_response)?;
        match visitor.account {
            Some(account) => Ok(Member {
                session: visitor.session,
                account,
                proved: proof_holds(visitor.proved, site.app.now()),
            }),
            None => Err(see_other(&with_next("/entry", parts))),
        }
    }
}

impl FromRequestParts<Site> for Steward {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Steward, Response> {
        let member = Member::from_request_parts(parts, site).await?;
        if !member.account.is_staff() {
            return Err(Problem::status(StatusCode::FORBIDDEN).into_response());
        }
        match (member.proved, member.account.has_second()) {
            (true, _) => Ok(Steward(member)),
            (false, true) => Err(see_other(&with_next("/me/proof", parts))),
            (false, false) => Err(see_other(&with_next("/me/second", parts))),
        }
    }
}

/// A way there that leads back afterwards. What was sent in a form is not sent again: only a page is come back to.
fn with_next(path: &str, parts: &Parts) -> String {
    let next = if parts.method.is_safe() {
        parts.uri.path()
    } else {
        "/me"
    };
    let lang = lang(&parts.uri).map(|lang| format!("&lang={lang}"));
    format!("{path}?next={next}{}", lang.unwrap_or_default())
}

fn lang(uri: &Uri) -> Option<&'static str> {
    let asked = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "lang")?;
    let lang: crate::base::Lang = asked.1.parse().ok()?;
    Some(lang.tag())
}
