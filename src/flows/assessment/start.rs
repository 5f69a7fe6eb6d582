//! How an attempt begins: whether it may, with which questions, and with how much time.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Opened, before::admit, neutral_now, open_on};
use crate::{
    access::account::Role,
    app::App,
    assessment::{
        attempt::Attempt,
        clock::{self, Clock},
        form::Draw,
        module::{ExtraTime, Keep, Module},
        retake::{self, Retake},
        tally::Manner,
    },
    base::{AccountId, AttemptId, Error, Refusal, Result, Wording, code::ClaimCode},
    flows::badges::FOUNDER,
    outside::{keyring::code_key, quizzes::Served},
    store::{
        assessment::{self as rows, Sitting},
        certification,
        db::Tx,
        instance,
        sql::Conn,
    },
};

/// Under so many attempts the share of those that drew a question says little, and nothing is held back.
const SEEN_ENOUGH: i64 = 30;

/// The largest share of attempts that an adaptive test shows a question to, where its author says none.
const EXPOSURE: f64 = 0.5;

/// A key that makes a repeated request harmless, with what the request said.
pub struct Repeatable<'r> {
    /// The key that the client chose.
    pub key: &'r str,
    /// What was asked for.
    pub fingerprint: String,
}

/// What an attempt begins with.
#[derive(Clone, Debug)]
pub struct Begin<'b> {
    /// The module.
    pub module: &'b str,
    /// The language, and whether in its easy form.
    pub wording: Wording,
    /// Who takes it.
    pub manner: Manner,
    /// The longer limit that was chosen.
    pub extra: Option<ExtraTime>,
    /// The account of the person, where one is signed in.
    pub account: Option<AccountId>,
    /// Whether the person declares what the module asks to be declared.
    pub declared: bool,
    /// Addresses and codes of badges that the person shows.
    pub shown: Vec<String>,
    /// The attempt that this browser held before.
    pub before: Option<AttemptId>,
    /// The code of the session in which it is supervised, as it was typed.
    pub code: Option<&'b str>,
    /// The seed of a sheet that was printed: its questions are settled, and no clock runs.
    pub seed: Option<String>,
}

impl<'b> Begin<'b> {
    /// One person, nothing chosen.
    pub fn alone(module: &'b str, wording: impl Into<Wording>) -> Begin<'b> {
        Begin {
            module,
            wording: wording.into(),
            manner: Manner::Alone,
            extra: None,
            account: None,
            declared: false,
            shown: Vec::new(),
            before: None,
            code: None,
            seed: None,
        }
    }
}

/// Begins an attempt at a module, or gives the one that the same person has still open.
///
/// Where a module limits how often it is taken, or one of the attempts counts, an attempt belongs to an account, else to the chain of attempts begun in the same browser; nobody else is known by
/// it. Where nothing is limited no attempt belongs to anybody. What is supervised begins with the code of somebody in the room, and belongs to an account.
///
/// # Errors
/// [`Error::Missing`] for an unknown module, [`Refusal::KeyReused`], [`Refusal::NotOffered`], [`Refusal::NotDeclared`], [`Refusal::BadgeNotShown`],
/// [`Refusal::NoRetake`]; [`Refusal::AccountNeeded`], [`Refusal::CodeMistyped`], [`Refusal::SupervisionClosed`].
pub async fn start(
    app: &App,
    begin: Begin<'_>,
    repeatable: Option<Repeatable<'_>>,
) -> Result<AttemptId> {
    let served = app.shelf().find(begin.module).ok_or(Error::Missing)?;
    let module = served.own();
    let delivery = &module.delivery;
    let offered = begin
        .extra
        .is_none_or(|extra| delivery.extra_time.contains(&extra))
        && (begin.manner.earns() || !delivery.certification);
    if !offered {
        return Err(Refusal::NotOffered.into());
    }
    // What is supervised is a step of a dossier, which asks for what the module wants beforehand.
    if !delivery.in_person {
        admit(app, module, &begin).await?;
    }
    if delivery.verified_email && begin.account.is_none() {
        return Err(Refusal::AccountNeeded.into());
    }
    let id = AttemptId::new();
    let now = app.now();
    let mut tx = app.db.write().await?;
    if let Some(Repeatable { key, fingerprint }) = repeatable {
        let key = code_key(&format!("attempts {key}"));
        if let Some(earlier) =
            // What was sent may hold codes of badges, which stand nowhere here.
            instance::take_key(&mut tx, &key, &code_key(&fingerprint), &id.to_string(), now)
                    .await?
        {
            return earlier.parse().map_err(Error::fault);
        }
    }
    let person = person(app, &mut tx, module, &begin).await?;
    if person.is_some() {
        // Two that begin at once come one after the other: the second finds the first.
        rows::hold_module(&mut tx, &module.id).await?;
    }
    let earlier = earlier(app, &mut tx, module, person.as_deref()).await?;
    if let Some(open) = earlier.iter().find(|opened| !opened.is_completed()) {
        return Ok(open.sitting.id);
    }
    if allowed(module, &earlier, now) != Retake::May {
        return Err(Refusal::NoRetake.into());
    }
    let supervised = if delivery.in_person {
        Some(supervise(app, &mut tx, module, &begin, now).await?)
    } else {
        None
    };
    let limit = clock::limit(
        delivery
            .time_limit
            .filter(|_| begin.manner != Manner::Aloud && begin.seed.is_none()),
        begin.extra,
    );
    let draw = match begin.seed {
        Some(_) => Draw::default(),
        None => settle(app, &mut tx, &served, &earlier).await?,
    };
    let sitting = Sitting {
        id,
        module_hash: served.hash.clone(),
        lang: begin.wording.lang,
        easy: begin.wording.easy,
        seed: begin
            .seed
            .unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string()),
        started_at: now,
        completed_at: None,
        manner: begin.manner,
        draw,
        clock: Clock::start(limit, now),
        person,
        answers: Default::default(),
    };
    count_draw(&mut tx, module, &sitting).await?;
    rows::add_attempt(
        &mut tx,
        &sitting,
        &code_key(&app.keyring.resume_code(id).to_string()),
    )
    .await?;
    if let Some((role, supervisor)) = supervised {
        certification::add_supervised(&mut tx, id, &role, &supervisor).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Takes a place in the session that the typed code opens: the role of who supervises it, and their number. Nobody supervises themselves.
async fn supervise(
    app: &App,
    tx: &mut Tx,
    module: &Module,
    begin: &Begin<'_>,
    now: Timestamp,
) -> Result<(String, String)> {
    let code = ClaimCode::read(begin.code.unwrap_or_default())?;
    let session = certification::find_supervision_by_code(tx, &code_key(&code.to_string())).await?;
    let session = session
        .filter(|session| session.is_open(&module.id, now))
        .filter(|session| Some(session.account) != begin.account)
        .ok_or(Refusal::SupervisionClosed)?;
    if !certification::take_place(tx, session.id, now).await? {
        return Err(Refusal::SupervisionClosed.into());
    }
    let certified = certification::list_certified(tx, session.account, now).await?;
    let role = match &module.delivery.proctor_role {
        Some(role) if !certified.is_empty() => role.clone(),
        _ if certified.is_empty() => FOUNDER.to_owned(),
        _ => Role::Animator.name().to_owned(),
    };
    Ok((role, app.keyring.pseudonym(session.account)))
}

/// Whether the same person may begin another attempt at this module by now; reads only.
///
/// # Errors
/// [`Error::Missing`] for an unknown module.
pub async fn may_start(app: &App, begin: &Begin<'_>) -> Result<Retake> {
    let served = app.shelf().find(begin.module).ok_or(Error::Missing)?;
    let module = served.own();
    if !is_limited(module) || begin.account.is_none() && begin.before.is_none() {
        return Ok(Retake::May);
    }
    let mut reader = app.db.read().await?;
    let person = person(app, &mut reader, module, begin).await?;
    let earlier = earlier(app, &mut reader, module, person.as_deref()).await?;
    if earlier.iter().any(|opened| !opened.is_completed()) {
        return Ok(Retake::May);
    }
    Ok(allowed(module, &earlier, app.now()))
}

/// The key of an account's attempts.
pub fn person_of(account: AccountId) -> String {
    format!("account:{account}")
}

/// The account whose attempts have this key, where it is one's.
pub(in crate::flows) fn account_of(person: &str) -> Option<AccountId> {
    person.strip_prefix("account:")?.parse().ok()
}

fn is_limited(module: &Module) -> bool {
    let retake = &module.retake;
    retake.max.is_some() || !retake.wait.is_zero() || retake.new_draw || retake.keep != Keep::Best
}

/// The key that the attempt belongs to: the account's, else that of the attempt before it in this browser, else a fresh one. Nothing where nothing is limited.
async fn person(
    app: &App,
    conn: &mut impl Conn,
    module: &Module,
    begin: &Begin<'_>,
) -> Result<Option<String>> {
    if !is_limited(module) || !begin.manner.earns() || begin.seed.is_some() {
        return Ok(None);
    }
    if let Some(account) = begin.account {
        return Ok(Some(person_of(account)));
    }
    if let Some(before) = begin.before
        && let Ok(before) = open_on(app, conn, before).await
        && before.served.own().id == module.id
        && before.sitting.person.is_some()
    {
        return Ok(before.sitting.person.clone());
    }
    Ok(Some(format!("browser:{}", uuid::Uuid::new_v4())))
}

/// The attempts of a person at a module, the oldest first.
async fn earlier(
    app: &App,
    conn: &mut impl Conn,
    module: &Module,
    person: Option<&str>,
) -> Result<Vec<Opened>> {
    let mut earlier = Vec::new();
    if let Some(person) = person {
        for id in rows::list_attempts_of(conn, person, &module.id).await? {
            earlier.push(open_on(app, conn, id).await?);
        }
    }
    Ok(earlier)
}

fn allowed(module: &Module, earlier: &[Opened], now: Timestamp) -> Retake {
    let ended: Vec<Timestamp> = earlier
        .iter()
        .map(|opened| opened.sitting.completed_at.unwrap_or(now))
        .collect();
    retake::may(module.retake.max, module.retake.wait, &ended, now)
}

/// What is settled for the questions of an attempt: neutralised ones are left out; those seen before, or by too many, come last.
async fn settle(
    app: &App,
    conn: &mut impl Conn,
    served: &Served,
    earlier: &[Opened],
) -> Result<Draw> {
    let module = served.own();
    let out = neutral_now(app, conn, &module.id).await?;
    let mut late = BTreeSet::new();
    if module.retake.new_draw {
        for opened in earlier {
            late.extend(opened.attempt().items().iter().map(|item| item.id.clone()));
        }
    }
    if let Some(most) = most_exposed(module) {
        let exposures = rows::list_exposures(conn, &served.hash).await?;
        let attempts = exposures
            .iter()
            .find(|(item, _)| item.is_empty())
            .map_or(0, |(_, attempts)| *attempts);
        if attempts >= SEEN_ENOUGH {
            let too_many = |drawn: i64| drawn as f64 > most * attempts as f64;
            let seen = exposures
                .into_iter()
                .filter(|(item, drawn)| !item.is_empty() && too_many(*drawn));
            late.extend(seen.map(|(item, _)| item));
        }
    }
    Ok(Draw { out, late })
}

/// The largest share of attempts that may see a question, where that is limited.
fn most_exposed(module: &Module) -> Option<f64> {
    let usual = module.is_adaptive().then_some(EXPOSURE);
    module.analysis.exposure_max.or(usual)
}

/// Counts the questions that an attempt drew from pools. Those of an adaptive test are counted as they are answered.
async fn count_draw(conn: &mut impl Conn, module: &Module, sitting: &Sitting) -> Result<()> {
    if most_exposed(module).is_none() {
        return Ok(());
    }
    rows::add_exposure(conn, &sitting.module_hash, "").await?;
    if module.is_adaptive() {
        return Ok(());
    }
    let attempt = Attempt::new(module, &sitting.seed, &sitting.answers).with_draw(&sitting.draw);
    let items = attempt.items();
    for item in items.iter().filter(|item| item.pool.is_some()) {
        rows::add_exposure(conn, &sitting.module_hash, &item.id).await?;
    }
    Ok(())
}
