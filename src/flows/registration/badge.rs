//! The badge of an event for those who came: an award as any other, which waits under its code.

use super::occasion::{Occasion, occasion_of};
use crate::{
    access::account::Role,
    app::App,
    badges::{
        achievement::Achievement,
        award::{Attended, Award, Evidence, claim_until},
    },
    base::{AwardId, DateId, Result},
    outside::keyring::code_key,
    registration::Registration,
    store::{
        access, badges as awards,
        db::Tx,
        jobs::{self, Job, Letter},
        registration as rows,
        sql::Conn,
    },
};

/// Awards that are written in one transaction.
const AT_ONCE: i64 = 100;

/// What an event gives to those who come.
#[derive(Clone, Debug)]
pub enum Gives {
    /// Nothing was chosen.
    Nothing,
    /// This.
    This(Box<Achievement>),
    /// Something that is not there any more, or is not given by hand.
    Gone,
    /// Something that its organiser may not give: by this name.
    NoRight(String),
}

/// What an event gives to those who come, as its organiser may give it now.
///
/// # Errors
/// Those of the store.
pub async fn gives(conn: &mut impl Conn, occasion: &Occasion) -> Result<Gives> {
    let Some(slug) = &occasion.achievement else {
        return Ok(Gives::Nothing);
    };
    let found = awards::find_achievement(conn, slug).await?;
    let Some(found) = found.filter(Achievement::is_by_hand) else {
        return Ok(Gives::Gone);
    };
    let organiser = access::find_account(conn, occasion.owner).await?;
    let roles = organiser.map(|account| account.roles()).unwrap_or_default();
    let may = roles.contains(&Role::Admin)
        || found
            .awarders
            .iter()
            .filter_map(|role| role.parse().ok())
            .any(|role: Role| roles.contains(&role));
    Ok(match may {
        true => Gives::This(Box::new(found)),
        false => Gives::NoRight(found.texts(Default::default()).1.name.clone()),
    })
}

/// Gives the badge of an event to everybody who came to a date and has none: a letter with its code for those who are reached by letter, else the code
/// is printed. What cannot be given now is told on the organiser's page, and can be given later.
///
/// # Errors
/// Those of the store.
pub async fn award_attendance(app: &App, date: DateId) -> Result<()> {
    loop {
        let mut tx = app.db.write().await?;
        let Some(occasion) = occasion_of(&mut tx, date).await? else {
            return Ok(());
        };
        let Gives::This(achievement) = gives(&mut tx, &occasion).await? else {
            return Ok(());
        };
        let people = rows::list_unawarded(&mut tx, date, AT_ONCE).await?;
        for one in &people {
            give(app, &mut tx, &achievement, &occasion, one).await?;
        }
        tx.commit().await?;
        if people.len() < AT_ONCE as usize {
            return Ok(());
        }
    }
}

async fn give(
    app: &App,
    tx: &mut Tx,
    achievement: &Achievement,
    occasion: &Occasion,
    one: &Registration,
) -> Result<()> {
    let now = app.now();
    let id = one.id.to_string();
    let origin = app.keyring.origin(&["attended", &id, &achievement.slug]);
    let attended = Attended {
        attended_on: occasion.day().to_string(),
        event: occasion.title.clone(),
        place: occasion.town.clone(),
    };
    let (tag, _) = achievement.texts(one.lang);
    let fresh = Award {
        id: AwardId::new(),
        achievement: achievement.slug.clone(),
        achievement_version: achievement.version.clone(),
        attempt: None,
        lang: tag.parse().unwrap_or_default(),
        level: achievement.level.clone(),
        evidence: Evidence::Attended(attended),
        awarded_at: now,
        claim_until: claim_until(now),
    };
    let award = match awards::find_award_by_origin(tx, &origin).await? {
        Some(known) => known,
        None => {
            let code = app.keyring.claim_code(fresh.id).to_string();
            awards::add_given_award(tx, &fresh, &code_key(&code), &origin).await?;
            fresh
        }
    };
    if rows::set_award(tx, one.id, award.id).await?
        && let Some(email) = one.reached()
    {
        let mailbox = app.keyring.mailbox(email);
        let job = Job::letter(email.clone(), one.lang, Letter::Claim { award: award.id });
        jobs::add(tx, &job, Some(&mailbox), now, now).await?;
    }
    Ok(())
}

/// Leaves it to the queue to give the badge to those who came and have none.
///
/// # Errors
/// Those of the store.
pub async fn give_again(app: &App, occasion: &Occasion) -> Result<()> {
    let mut tx = app.db.write().await?;
    super::door::award_soon(app, &mut tx, occasion).await?;
    tx.commit().await
}
