//! A dossier: opened, looked at, its story handed in, a refusal appealed against.

use std::collections::{BTreeMap, BTreeSet};

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
    charter::adherence::Adherence,
    store::{
        access, badges,
        certification::{self as rows, Pass},
        charter,
        db::Tx,
        holdings,
        jobs::{self, Job},
        sql::Conn,
    },
};

/// Dossiers that are surveyed at once: their stories are in memory as long.
const SURVEYED: usize = 500;

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
    let now = app.now();
    let dossier = rows::find_dossier_of(conn, account, module, level).await?;
    let renews = dossier.as_ref().is_some_and(|one| one.former.is_some());
    let plan = asked(app, module, level, lang, renews).ok_or(Error::Missing)?;
    let mut found = gather(conn, &[account], now).await?;
    let found = found.remove(&account).unwrap_or_default();
    let (mut story, mut readings, mut kept) = (None, Vec::new(), None);
    if let Some(dossier) = &dossier {
        story = rows::find_story_of(conn, dossier.id).await?;
        if let Some(story) = &story {
            readings = rows::list_readings(conn, story.id).await?;
        }
        if let Some(award) = dossier.award {
            kept = badges::find_credential_of_award(conn, award).await?;
        }
    }
    let standing = found.standing(app, &plan, story.as_ref());
    let (pass, mut cafes) = (found.pass(&plan).cloned(), found.cafes);
    cafes.retain(|one| one.module == module);
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

/// What each of these dossiers asks for and what there is for it, read for all of them at once; nothing of one whose level is certified here no more.
///
/// # Errors
/// Those of the store.
pub async fn survey(
    app: &App,
    conn: &mut impl Conn,
    dossiers: &[&Dossier],
) -> Result<BTreeMap<DossierId, (Plan, Standing)>> {
    let mut all = BTreeMap::new();
    for part in dossiers.chunks(SURVEYED) {
        let accounts: BTreeSet<_> = part.iter().map(|one| one.account).collect();
        let accounts: Vec<_> = accounts.into_iter().collect();
        let ids: Vec<_> = part.iter().map(|one| one.id).collect();
        let found = gather(conn, &accounts, app.now()).await?;
        // Of several stories of a dossier the last is the newest.
        let stories = rows::list_stories_among(conn, &ids).await?;
        let newest: BTreeMap<_, _> = stories.iter().map(|one| (one.dossier, one)).collect();
        let nothing = Found::default();
        let of = |one: &&Dossier| {
            let plan = asked(app, &one.module, &one.level, one.lang, one.former.is_some())?;
            let found = found.get(&one.account).unwrap_or(&nothing);
            let standing = found.standing(app, &plan, newest.get(&one.id).copied());
            Some((one.id, (plan, standing)))
        };
        all.extend(part.iter().filter_map(of));
    }
    Ok(all)
}

/// What a level asks for now; of somebody who renews, what a renewal asks for.
fn asked(app: &App, module: &str, level: &str, lang: Lang, renews: bool) -> Option<Plan> {
    let mut plan = plan(app.shelf().find(module)?.as_ref(), lang, level)?;
    if renews {
        plan = plan.for_renewal();
    }
    // Before the first text holds there is nothing to adhere to.
    plan.charter &= app.charter.in_force(day(app.now())).is_some();
    Some(plan)
}

/// What somebody has that a level may ask for.
#[derive(Default)]
struct Found {
    /// Achievements whose badges hold.
    held: BTreeSet<String>,
    passes: Vec<Pass>,
    /// The cafés that were told, the oldest first.
    cafes: Vec<Attestation>,
    adherence: Option<Adherence>,
}

/// What these accounts have.
async fn gather(
    conn: &mut impl Conn,
    accounts: &[AccountId],
    now: Timestamp,
) -> Result<BTreeMap<AccountId, Found>> {
    let mut all: BTreeMap<AccountId, Found> = BTreeMap::new();
    for (account, achievement) in holdings::list_achievements(conn, accounts, now).await? {
        all.entry(account).or_default().held.insert(achievement);
    }
    for (account, pass) in rows::list_passes_of(conn, accounts).await? {
        all.entry(account).or_default().passes.push(pass);
    }
    for cafe in rows::list_attestations_of(conn, accounts).await? {
        all.entry(cafe.account).or_default().cafes.push(cafe);
    }
    for adherence in charter::list_of_persons(conn, accounts).await? {
        let account = adherence.account;
        all.entry(account).or_default().adherence = Some(adherence);
    }
    Ok(all)
}

impl Found {
    /// The questionnaire that was passed for a level.
    fn pass(&self, plan: &Plan) -> Option<&Pass> {
        let mut passes = self.passes.iter();
        passes.find(|pass| pass.module == plan.module && pass.level == plan.level)
    }

    fn standing(&self, app: &App, plan: &Plan, story: Option<&Story>) -> Standing {
        let now = app.now();
        let since = plan.cafes_since(day(now));
        let recent = || {
            let of_module = self.cafes.iter().filter(|one| one.module == plan.module);
            of_module.filter(|one| one.cafe.held_on >= since)
        };
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let adherence = self.adherence.as_ref();
        Standing {
            adheres: adherence.is_some_and(|one| one.worth(&app.charter, day(now)).opens()),
            held: self.held.clone(),
            passed_at: self.pass(plan).map(|pass| pass.passed_at),
            cafes: count(recent().filter(|one| one.is_confirmed()).count()),
            asked: count(recent().filter(|one| one.is_open(now)).count()),
            story: story.map(|story| story.fate(plan.appeal_days, now)),
        }
    }
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

/// Has the open dossiers of somebody looked at once this transaction is committed: what they hold, or what they promised, is no longer what it was.
///
/// # Errors
/// Those of the store.
pub async fn reconsider(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<()> {
    for dossier in rows::list_dossiers_of(tx, account).await? {
        if dossier.certified_at.is_none() {
            look_again(tx, dossier.id, now).await?;
        }
    }
    Ok(())
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
