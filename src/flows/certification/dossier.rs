//! A dossier: opened, looked at, its story handed in, a refusal appealed against.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::plan::plan;
use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
    },
    app::App,
    badges::ledger::{Kept, Standing as Holds},
    base::{AccountId, DossierId, Error, Lang, Name, Refusal, Result, StoryId, search_key},
    certification::{
        attestation::{Attestation, MOST_CHARS},
        dossier::{Dossier, Fate, MOST_WORDS, Reading, Standing, Story},
        plan::{Plan, may_renew},
    },
    store::{
        access, badges,
        certification::{self as rows, Pass},
        db::Tx,
        holdings,
        jobs::{self, Job},
        sql::Conn,
    },
};

/// What somebody opens a dossier with.
pub struct Opening {
    /// The name that the badge is to show.
    pub name: Option<Name>,
    /// For whom they work or volunteer; empty is nobody.
    pub structure: String,
}

/// Everything of one level as one person meets it.
pub struct View {
    /// What is asked for; of somebody who renews, what a renewal asks for.
    pub plan: Plan,
    /// The newest dossier.
    pub dossier: Option<Dossier>,
    /// What there is for it.
    pub standing: Standing,
    /// The questionnaire that was passed.
    pub pass: Option<Pass>,
    /// The cafés that were told, the oldest first.
    pub cafes: Vec<Attestation>,
    /// The newest story.
    pub story: Option<Story>,
    /// Its readings, those that are done first.
    pub readings: Vec<Reading>,
    /// The badge that was given last.
    pub kept: Option<Kept>,
    /// Whether it may be renewed now.
    pub renewable: bool,
}

impl View {
    /// How the newest story stands.
    pub fn fate(&self, at: Timestamp) -> Option<Fate> {
        self.story
            .as_ref()
            .map(|story| story.fate(self.plan.appeal_days, at))
    }

    /// The dossier that is open.
    pub fn open(&self) -> Option<&Dossier> {
        self.dossier
            .as_ref()
            .filter(|dossier| dossier.certified_at.is_none())
    }
}

/// The day of a moment.
pub(super) fn day(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::UTC).date()
}

/// Looks at what somebody has for a level; reads only.
///
/// # Errors
/// [`Error::Missing`] where no such level is certified here.
pub async fn look(
    app: &App,
    conn: &mut impl Conn,
    account: AccountId,
    module: &str,
    level: &str,
    lang: Lang,
) -> Result<View> {
    let served = app.shelf().find(module).ok_or(Error::Missing)?;
    let mut plan = plan(&served, lang, level).ok_or(Error::Missing)?;
    let now = app.now();
    let dossier = rows::find_dossier_of(conn, account, module, level).await?;
    if dossier.as_ref().is_some_and(|one| one.former.is_some()) {
        plan = plan.for_renewal();
    }
    let held = holdings::list(conn, account).await?;
    let holds = |one: &holdings::Held| {
        one.standing == Holds::Valid && one.expires_at.is_none_or(|until| until > now)
    };
    let passes = rows::list_passes(conn, account).await?;
    let pass = passes
        .into_iter()
        .find(|pass| pass.module == module && pass.level == level);
    let mut cafes = rows::list_attestations(conn, account).await?;
    cafes.retain(|one| one.module == module);
    let since = plan.cafes_since(day(now));
    let recent = |one: &&Attestation| one.cafe.held_on >= since;
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let confirmed = cafes.iter().filter(recent).filter(|one| one.is_confirmed());
    let waiting = cafes.iter().filter(recent).filter(|one| one.is_open(now));
    let mut standing = Standing {
        held: held
            .iter()
            .filter(|one| holds(one))
            .map(|one| one.achievement.clone())
            .collect(),
        passed_at: pass.as_ref().map(|pass| pass.passed_at),
        cafes: count(confirmed.count()),
        asked: count(waiting.count()),
        story: None,
    };
    let (mut story, mut readings, mut kept) = (None, Vec::new(), None);
    if let Some(dossier) = &dossier {
        story = rows::find_story_of(conn, dossier.id).await?;
        if let Some(story) = &story {
            readings = rows::list_readings(conn, story.id).await?;
            standing.story = Some(story.fate(plan.appeal_days, now));
        }
        if let Some(award) = dossier.award {
            kept = badges::find_credential_of_award(conn, award).await?;
        }
    }
    let renewable = kept.as_ref().is_some_and(|kept| {
        let until = kept.expires_at.map(day);
        kept.standing == Holds::Valid && until.is_some_and(|until| may_renew(until, day(now)))
    });
    Ok(View {
        plan,
        dossier,
        standing,
        pass,
        cafes,
        story,
        readings,
        kept,
        renewable,
    })
}

/// Opens a dossier, or one that renews the badge that is there. One that is open already stays as it is.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::StandingUnchanged`] where the badge is there and cannot be renewed yet.
pub async fn open(
    app: &App,
    account: &Account,
    module: &str,
    level: &str,
    lang: Lang,
    opening: Opening,
) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let view = look(app, &mut tx, account.id, module, level, lang).await?;
    if view.open().is_some() {
        return Ok(());
    }
    let live = view
        .kept
        .as_ref()
        .filter(|kept| kept.standing == Holds::Valid);
    let ended = live.is_some_and(|kept| kept.expires_at.is_some_and(|until| until <= now));
    if live.is_some() && !view.renewable && !ended {
        return Err(Refusal::StandingUnchanged.into());
    }
    let dossier = Dossier {
        id: DossierId::new(),
        account: account.id,
        module: module.to_owned(),
        level: level.to_owned(),
        lang,
        name: opening.name.map(|name| name.as_str().to_owned()),
        former: live.filter(|_| view.renewable).map(|kept| kept.id),
        opened_at: now,
        certified_at: None,
        award: None,
    };
    if !rows::add_dossier(&mut tx, &dossier).await? {
        return Ok(());
    }
    structure(&mut tx, account.id, &opening.structure, now).await?;
    let (actor, id) = (Actor::Account(account.id), dossier.id.to_string());
    access::note(&mut tx, actor, Noted::DossierOpened, &id, level, now).await?;
    look_again(&mut tx, dossier.id, now).await?;
    tx.commit().await
}

/// Notes for whom somebody works or volunteers, so that they are asked to read nobody of theirs.
///
/// # Errors
/// Those of the store.
pub async fn set_structure(app: &App, account: AccountId, name: &str) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    structure(&mut tx, account, name, now).await?;
    // Stories may have waited for somebody who is not bound to their author.
    for dossier in rows::list_read(&mut tx).await? {
        look_again(&mut tx, dossier, now).await?;
    }
    tx.commit().await
}

async fn structure(tx: &mut Tx, account: AccountId, name: &str, now: Timestamp) -> Result<()> {
    let name: String = name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST_CHARS)
        .collect();
    rows::set_structure(tx, account, &name, &search_key(&name), now).await
}

/// Has a dossier looked at once this transaction is committed.
pub(super) async fn look_again(tx: &mut Tx, dossier: DossierId, now: Timestamp) -> Result<()> {
    jobs::add(tx, &Job::Settle { dossier }, None, now, now)
        .await
        .map(drop)
}

/// Hands a story in: peers are asked to read it.
///
/// # Errors
/// [`Error::Missing`] where no dossier is open or no story is asked for; [`Refusal::AnswerShape`] where it is too short or too long;
/// [`Refusal::StandingUnchanged`] where one is read, or passed.
pub async fn hand_in(
    app: &App,
    account: &Account,
    module: &str,
    level: &str,
    body: &str,
) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let view = look(app, &mut tx, account.id, module, level, account.lang).await?;
    let asked = view.plan.story.as_ref().ok_or(Error::Missing)?;
    let dossier = view.open().ok_or(Error::Missing)?.id;
    let body = body.trim();
    if asked.misfit(body).is_some() {
        return Err(Refusal::AnswerShape.into());
    }
    if !matches!(view.fate(now), None | Some(Fate::Closed | Fate::Refused(_))) {
        return Err(Refusal::StandingUnchanged.into());
    }
    let story = Story {
        id: StoryId::new(),
        dossier,
        body: body.to_owned(),
        handed_in_at: now,
        decided_at: None,
        passed: false,
        appealed_at: None,
        appeal_words: None,
        heard_at: None,
    };
    if !rows::add_story(&mut tx, &story).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    let (actor, id) = (Actor::Account(account.id), story.id.to_string());
    access::note(&mut tx, actor, Noted::StoryHandedIn, &id, "", now).await?;
    look_again(&mut tx, dossier, now).await?;
    tx.commit().await
}

/// Appeals against a refusal: others than those who read it read it again.
///
/// # Errors
/// [`Error::Missing`] where no dossier is open; [`Refusal::StandingUnchanged`] where there is nothing to appeal against, or no time left.
pub async fn appeal(
    app: &App,
    account: &Account,
    module: &str,
    level: &str,
    words: &str,
) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let view = look(app, &mut tx, account.id, module, level, account.lang).await?;
    let dossier = view.open().ok_or(Error::Missing)?.id;
    let (Some(Fate::Refused(_)), Some(story)) = (view.fate(now), &view.story) else {
        return Err(Refusal::StandingUnchanged.into());
    };
    let words: String = words.trim().chars().take(MOST_WORDS).collect();
    if !rows::appeal_story(&mut tx, story.id, &words, now).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    let (actor, id) = (Actor::Account(account.id), story.id.to_string());
    access::note(&mut tx, actor, Noted::Appealed, &id, "", now).await?;
    look_again(&mut tx, dossier, now).await?;
    tx.commit().await
}
