//! Doubts about badges: raised by anybody, settled by those who may take badges back.

use jiff::SignedDuration;

use super::{own_credential, standing::Again};
use crate::{
    access::audit::{Actor, Noted},
    app::App,
    badges::{
        doubt::{About, Doubt, Ground, Outcome},
        ledger::Standing,
    },
    base::{CredentialId, DoubtId, Email, Error, Lang, Refusal, Result},
    store::{
        access, allowances, badges as rows, doubts,
        jobs::{self, Job, Letter},
    },
};

/// How many doubts about one badge are taken in a day: more say nothing new.
const DOUBTS_A_DAY: i64 = 10;

/// How many letters in a day tell the issuer that a doubt waits.
const LETTERS_A_DAY: i64 = 5;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Takes a doubt in, and tells the issuer's mailbox, where the settings name one. What is doubted is named by an address or in words.
///
/// # Errors
/// [`Refusal::TooOften`] where as much was said of the same badge today.
pub async fn raise(app: &App, about: &str, ground: Ground, words: &str) -> Result<()> {
    let now = app.now();
    let own = match own_credential(app, about) {
        Some(id) => rows::find_credential(&mut app.db.read().await?, id).await?,
        None => None,
    };
    let about = match own {
        Some(kept) => About::Own(kept.id),
        None => About::Foreign(about.trim().to_owned()),
    };
    let what = match &about {
        About::Own(id) => format!("doubt {id}"),
        About::Foreign(_) => "doubt elsewhere".to_owned(),
    };
    let doubt = Doubt {
        id: DoubtId::new(),
        about,
        ground,
        words: words.trim().to_owned(),
        raised_at: now,
        settled: None,
    };
    let mut tx = app.db.write().await?;
    if !allowances::take(&mut tx, &what, DOUBTS_A_DAY, DAY, now).await? {
        return Err(Refusal::TooOften.into());
    }
    doubts::add(&mut tx, &doubt).await?;
    let to = app.config.issuer.email.as_deref();
    if let Some(to) = to.and_then(|to| Email::read(to).ok())
        && allowances::take(&mut tx, "letters about doubts", LETTERS_A_DAY, DAY, now).await?
    {
        let letter = Letter::Doubt { doubt: doubt.id };
        let job = Job::letter(to, Lang::default(), letter);
        jobs::add(&mut tx, &job, None, now, now).await?;
    }
    tx.commit().await
}

/// Settles a doubt. Hiding the name signs the badge again without one; the file that shows it is refused from then on.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::StandingUnchanged`] where it was settled before, or the badge whose name is to be hidden does not hold.
pub async fn settle(app: &App, by: Actor, id: DoubtId, outcome: Outcome) -> Result<()> {
    let found = doubts::find(&mut app.db.read().await?, id).await?;
    let doubt = found.ok_or(Error::Missing)?;
    if doubt.settled.is_some() || !doubt.outcomes().any(|one| one == outcome) {
        return Err(Refusal::StandingUnchanged.into());
    }
    let nameless = match (&doubt.about, outcome) {
        (About::Own(credential), Outcome::NameHidden) => without_name(app, *credential).await?,
        _ => None,
    };
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !doubts::settle(&mut tx, id, outcome, now).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    if let Some(nameless) = &nameless {
        nameless.write(&mut tx).await?;
    }
    let (subject, detail) = (id.to_string(), outcome.to_string());
    access::note(&mut tx, by, Noted::DoubtSettled, &subject, &detail, now).await?;
    if let Some(nameless) = &nameless {
        nameless.log(&mut tx).await?;
    }
    tx.commit().await?;
    app.db.fold().await
}

/// A badge signed again without the name that it shows; nothing where it shows none.
async fn without_name(app: &App, id: CredentialId) -> Result<Option<Again>> {
    let kept = rows::find_credential(&mut app.db.read().await?, id).await?;
    let kept = kept.ok_or(Error::Missing)?;
    if kept.name.is_none() {
        return Ok(None);
    }
    if kept.standing != Standing::Valid {
        return Err(Refusal::StandingUnchanged.into());
    }
    Again::sign(app, kept, None).await.map(Some)
}
