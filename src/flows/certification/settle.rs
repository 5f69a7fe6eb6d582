//! A dossier is looked at: readings are asked for, a story is decided, and where nothing is missing the badge is given. Safe to run twice.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::dossier::{View, look, look_again, reconsider};
use crate::{
    access::{
        account::{Account, Post, Role},
        audit::{Actor, Noted},
    },
    app::App,
    badges::award::{Assessed, Award, Certified, Evidence, claim_until},
    base::{AwardId, DossierId, Error, Name, ReadingId, Result},
    certification::{
        conflict::{Party, may_read},
        dossier::{Dossier, Fate, Reading, Story, is_complete},
        plan::StoryPlan,
        reading::{Marks, READING_DAYS, Verdict},
    },
    flows::badges,
    outside::keyring::code_key,
    store::{
        access, badges as issued, certification as rows, charter,
        db::Tx,
        holdings::{self, Way},
        jobs::{self, Job, Letter},
    },
};

/// By whom the role of animator is given; what is given so goes with its badge.
pub(in crate::flows) const CERTIFICATION: &str = "certification";

/// Looks at a dossier.
///
/// # Errors
/// Those of the store and of signing: the job that calls it tries again.
pub async fn settle(app: &App, id: DossierId) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::hold_dossier(&mut tx, id).await? {
        return Ok(());
    }
    let Some(mut dossier) = rows::find_dossier(&mut tx, id).await? else {
        return Ok(());
    };
    let author = access::find_account(&mut tx, dossier.account).await?;
    let author = author.ok_or_else(|| Error::fault("a dossier without its account"))?;
    if dossier.certified_at.is_none() {
        // Whoever leaves the charter at this moment has left before it is decided here, or leaves after it.
        charter::hold_of_person(&mut tx, author.id).await?;
        let view = match seen(app, &mut tx, &dossier).await {
            // The module is served no more: nothing can be decided until it is again.
            Err(Error::Missing) => return Ok(()),
            seen => seen?,
        };
        advance(app, &mut tx, &author, &view).await?;
        let view = seen(app, &mut tx, &dossier).await?;
        if is_complete(&view.plan, &view.standing) {
            dossier.award = Some(award(app, &mut tx, &dossier, &view).await?);
        }
    }
    tx.commit().await?;
    match dossier.award {
        Some(award) => give(app, &author, &dossier, award).await,
        None => Ok(()),
    }
}

async fn seen(app: &App, tx: &mut Tx, dossier: &Dossier) -> Result<View> {
    let (module, level) = (&dossier.module, &dossier.level);
    look(app, tx, dossier.account, module, level, dossier.lang).await
}

/// Has all stories that wait looked at, after taking from their readers what they did not do in time.
///
/// # Errors
/// Those of the store.
pub async fn chase(app: &App) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    rows::end_overdue(&mut tx, now).await?;
    for dossier in rows::list_read(&mut tx).await? {
        look_again(&mut tx, dossier, now).await?;
    }
    tx.commit().await
}

/// Decides on the story of a dossier where its readings do, else asks for those that are missing.
async fn advance(app: &App, tx: &mut Tx, author: &Account, view: &View) -> Result<()> {
    let now = app.now();
    let (Some(story), Some(asked)) = (&view.story, &view.plan.story) else {
        return Ok(());
    };
    let round = story.round();
    if !matches!(view.fate(now), Some(Fate::Read | Fate::Appealed)) {
        return Ok(());
    }
    let of_round = || view.readings.iter().filter(|one| one.round == round);
    let done: Vec<Marks> = of_round()
        .filter(|one| one.done_at.is_some())
        .map(|one| one.marks.clone())
        .collect();
    let passed = match asked.rubric.verdict(&done) {
        Verdict::Missing(more) => {
            let on_way = of_round()
                .filter(|one| one.done_at.is_none() && one.stands())
                .count();
            let senior = round > 1 || !done.is_empty() && done.len() as u32 >= asked.rubric.readers;
            let missing = (more as usize).saturating_sub(on_way);
            return draw(app, tx, author, view, story, asked, missing, senior).await;
        }
        verdict => verdict == Verdict::Passed,
    };
    let decided = if round == 1 {
        rows::decide_story(tx, story.id, passed, now).await?
    } else {
        rows::hear_story(tx, story.id, passed, now).await?
    };
    if decided {
        let letter = Letter::Decided { story: story.id };
        write_to(app, tx, author, letter, now).await?;
    }
    Ok(())
}

/// Asks so many peers to read: those with the fewest readings first, and for a third reading or an appeal those of the highest level.
#[expect(
    clippy::too_many_arguments,
    reason = "a reading is drawn from all of it"
)]
async fn draw(
    app: &App,
    tx: &mut Tx,
    author: &Account,
    view: &View,
    story: &Story,
    asked: &StoryPlan,
    missing: usize,
    senior: bool,
) -> Result<()> {
    if missing == 0 {
        return Ok(());
    }
    let now = app.now();
    let had: BTreeSet<_> = view.readings.iter().filter_map(|one| one.reader).collect();
    let whose = party(app, tx, author).await?;
    let founders = rows::list_founders(tx, now).await?;
    let mut peers = Vec::new();
    for (id, _) in rows::list_by_load(tx, Role::Reviewer.name()).await? {
        let Some(reader) = access::find_account(tx, id).await? else {
            continue;
        };
        let certified = rows::list_certified(tx, id, now).await?;
        let founder = founders.iter().any(|one| one.account == id) && certified.is_empty();
        let peer = founder
            || certified
                .iter()
                .any(|(module, ..)| *module == view.plan.module);
        let reads = party(app, tx, &reader).await?;
        if peer && may_read(&whose, &reads, asked.structures_apart, &had) {
            let above = certified.iter().any(|(module, level, ..)| {
                *module == view.plan.module && *level != view.plan.level
            });
            peers.push((reader, founder, above));
        }
    }
    if senior {
        peers.sort_by_key(|(_, _, above)| !above);
    }
    for (reader, founder, _) in peers.into_iter().take(missing) {
        let due = SignedDuration::from_hours(24 * READING_DAYS);
        let reading = Reading {
            id: ReadingId::new(),
            story: story.id,
            reader: Some(reader.id),
            round: story.round(),
            founder,
            asked_at: now,
            due_at: now.checked_add(due).unwrap_or(now),
            done_at: None,
            gone_at: None,
            marks: Marks::new(),
            words: String::new(),
        };
        rows::add_reading(tx, &reading).await?;
        let letter = Letter::Read {
            reading: reading.id,
        };
        write_to(app, tx, &reader, letter, now).await?;
    }
    Ok(())
}

async fn party(app: &App, tx: &mut Tx, account: &Account) -> Result<Party> {
    let structure = rows::find_structure(tx, account.id).await?;
    Ok(Party {
        account: Some(account.id),
        mailbox: app.keyring.mailbox(&account.email),
        witnesses: rows::list_witnesses(tx, account.id).await?,
        structure: structure.map(|(_, key)| key),
    })
}

async fn write_to(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    letter: Letter,
    now: Timestamp,
) -> Result<()> {
    let mailbox = app.keyring.mailbox(&account.email);
    let job = Job::letter(account.email.clone(), account.lang, letter);
    jobs::add(tx, &job, Some(&mailbox), now, now)
        .await
        .map(drop)
}

/// Stores what a dossier earned, once.
async fn award(app: &App, tx: &mut Tx, dossier: &Dossier, view: &View) -> Result<AwardId> {
    let now = app.now();
    let served = app.shelf().find(&dossier.module).ok_or(Error::Missing)?;
    let achievement = badges::stated(tx, &served, &view.plan.badge, now).await?;
    let award = Award {
        id: AwardId::new(),
        achievement: achievement.slug,
        achievement_version: achievement.version,
        attempt: None,
        lang: dossier.lang,
        level: dossier.level.clone(),
        evidence: Evidence::Certified(evidence(view)?),
        awarded_at: now,
        claim_until: claim_until(now),
    };
    let code = app.keyring.claim_code(award.id).to_string();
    let origin = app.keyring.origin(&["dossier", &dossier.id.to_string()]);
    if !issued::add_given_award(tx, &award, &code_key(&code), &origin).await? {
        return Err(Error::fault("a dossier that is open and has its award"));
    }
    rows::set_certified(tx, dossier.id, award.id, now).await?;
    Ok(award.id)
}

fn evidence(view: &View) -> Result<Certified> {
    let questionnaire = view.pass.as_ref().filter(|_| view.plan.questionnaire);
    let questionnaire: Option<Assessed> = questionnaire
        .map(|pass| serde_json::from_str(&pass.assessed))
        .transpose()
        .map_err(Error::fault)?;
    let round = view.story.as_ref().map_or(1, Story::round);
    let read = || {
        view.readings
            .iter()
            .filter(|one| view.plan.story.is_some() && one.round == round && one.done_at.is_some())
    };
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Certified {
        cafes: view.standing.cafes,
        readers: count(read().count()),
        founders: count(read().filter(|one| one.founder).count()),
        appealed: view.plan.story.is_some() && round > 1,
        questionnaire,
    })
}

/// Signs what was earned and puts it into the space of who earned it, who may supervise from now on. Each part is done once, however often this runs.
async fn give(app: &App, author: &Account, dossier: &Dossier, award: AwardId) -> Result<()> {
    let name = dossier
        .name
        .as_deref()
        .map(Name::read)
        .transpose()?
        .flatten();
    let code = app.keyring.claim_code(award).to_string();
    let (credential, _) = badges::sign_claim(app, &code, name.as_ref(), dossier.former).await?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !holdings::add(&mut tx, award, author.id, Way::Issued, now).await? {
        return Ok(());
    }
    // This badge may be what another level asks for.
    reconsider(&mut tx, author.id, now).await?;
    let post = Post {
        role: Role::Animator,
        territory: None,
    };
    if access::add_role(&mut tx, author.id, &post, CERTIFICATION, now).await? {
        // Whoever's roles change enters anew.
        access::forget_sessions_of(&mut tx, author.id, "").await?;
    }
    let subject = author.id.to_string();
    let actor = Actor::Account(author.id);
    access::note(
        &mut tx,
        actor,
        Noted::Certified,
        &subject,
        &dossier.level,
        now,
    )
    .await?;
    write_to(app, &mut tx, author, Letter::Badge { credential }, now).await?;
    tx.commit().await
}
