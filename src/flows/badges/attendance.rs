//! The badge of who was at an event: an award for each who was checked in, claimed under a code like every other.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::write::next;
use crate::{
    access::account::Role,
    app::App,
    badges::{
        achievement::{Achievement, Texts as Words},
        award::{Attended, Award, Evidence, claim_until},
        design::Design,
    },
    base::{AwardId, Error, Lang, Result},
    events::{Standing, event::OWN_BADGE},
    i18n::Texts,
    outside::keyring::code_key,
    store::{access, badges as rows, db::Tx, sql::Conn},
};

/// Whether somebody with these roles may have a badge given to those who come to an event of theirs.
pub fn may_name(roles: &std::collections::BTreeSet<Role>, achievement: &Achievement) -> bool {
    let gives = |role: &Role| achievement.awarders.iter().any(|one| one == role.name());
    achievement.is_for_attending()
        || achievement.is_by_hand() && (roles.contains(&Role::Admin) || roles.iter().any(gives))
}

/// The badge of an event for those who come: nothing where it names none, or one that its organiser may not give any more; reads only.
///
/// # Errors
/// Those of the store.
pub async fn badge_of_event(
    conn: &mut impl Conn,
    standing: &Standing,
) -> Result<Option<Achievement>> {
    let Some(slug) = standing.badge() else {
        return Ok(None);
    };
    let Some(found) = rows::find_achievement(conn, &slug).await? else {
        return Ok(None);
    };
    if standing.event.achievement.as_deref() == Some(OWN_BADGE) {
        return Ok(Some(found));
    }
    let owner = match standing.owner {
        Some(owner) => access::find_account(conn, owner).await?,
        None => None,
    };
    let roles = owner.map(|owner| owner.roles()).unwrap_or_default();
    Ok(Some(found).filter(|one| may_name(&roles, one)))
}

/// Publishes the badge that an event has for itself, or a new version of it where its title changed. An event without one changes nothing.
///
/// # Errors
/// Those of the store.
pub async fn publish_badge(tx: &mut Tx, standing: &Standing, now: Timestamp) -> Result<()> {
    let (Some(slug), Some(OWN_BADGE)) = (standing.badge(), standing.event.achievement.as_deref())
    else {
        return Ok(());
    };
    let before = rows::find_achievement(tx, &slug).await?;
    let version = before
        .as_ref()
        .map_or_else(|| "1".to_owned(), |before| next(&before.version));
    let own = own_badge(&standing.event.title, slug, version);
    if before.is_some_and(|before| before.digest() == own.digest()) {
        return Ok(());
    }
    let published = rows::add_achievement(tx, &own, now).await?;
    rows::set_newest(tx, &published).await
}

/// A badge for those who come to an event of this title.
fn own_badge(title: &str, slug: String, version: String) -> Achievement {
    let words = |lang: Lang| {
        let t = Texts::of(lang);
        let words = Words {
            name: t.with("attendance-badge-name", "title", title),
            description: t.with("attendance-badge-description", "title", title),
            criteria: t.with("attendance-badge-criteria", "title", title),
            image_alt: t.text("attendance-badge-alt"),
            module_title: title.to_owned(),
            level_names: Vec::new(),
        };
        (lang.tag().to_owned(), words)
    };
    Achievement {
        slug,
        version,
        kind: "Badge".into(),
        module: String::new(),
        lang: Lang::default().tag().into(),
        texts: BTreeMap::from([words(Lang::Fr), words(Lang::En)]),
        levels: Vec::new(),
        level: String::new(),
        alignments: Vec::new(),
        expires_after: None,
        awarders: Vec::new(),
        design: Some(Design {
            pictogram: "people".into(),
            ..Design::default()
        }),
    }
}

/// Makes the award of somebody who was at an event, under its own claim code.
///
/// # Errors
/// Those of the store.
pub async fn award_attendance(
    app: &App,
    tx: &mut Tx,
    achievement: &Achievement,
    lang: Lang,
    attended: Attended,
) -> Result<AwardId> {
    let now = app.now();
    let award = Award {
        id: AwardId::new(),
        achievement: achievement.slug.clone(),
        achievement_version: achievement.version.clone(),
        attempt: None,
        lang,
        level: achievement.level.clone(),
        evidence: Evidence::Attended(attended),
        awarded_at: now,
        claim_until: claim_until(now),
    };
    let code = app.keyring.claim_code(award.id).to_string();
    rows::add_award(tx, &award, &code_key(&code)).await?;
    Ok(award.id)
}

/// Takes an award back before it is claimed: its code answers that its time is over. Says `false` where it was claimed: then it stands.
///
/// # Errors
/// Those of the store.
pub async fn end_attendance(tx: &mut Tx, award: AwardId, now: Timestamp) -> Result<bool> {
    // The row is held before anybody looks whether it was claimed: a claim holds it too.
    if !rows::hold_award(tx, award, now).await? {
        return Ok(rows::find_credential_of_award(tx, award).await?.is_none());
    }
    if rows::find_credential_of_award(tx, award).await?.is_some() {
        return Ok(false);
    }
    rows::end_award(tx, award, now).await?;
    Ok(true)
}

/// Lets an award that was taken back be claimed after all. Says `false` where it is gone.
///
/// # Errors
/// Those of the store.
pub async fn revive_attendance(tx: &mut Tx, award: AwardId, now: Timestamp) -> Result<bool> {
    rows::reopen_award(tx, award, claim_until(now)).await
}

/// A badge that somebody who was at an event may claim, or has.
pub struct Earned {
    /// What the badge is called.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Until when it can be claimed.
    pub until: Timestamp,
    /// Whether it was claimed.
    pub claimed: bool,
}

/// What an award of an event is now; nothing where its time is over; reads only.
///
/// # Errors
/// Those of the store.
pub async fn earned(
    app: &App,
    conn: &mut impl Conn,
    award: AwardId,
    lang: Lang,
) -> Result<Option<Earned>> {
    let award = rows::find_award(conn, award)
        .await?
        .ok_or_else(|| Error::fault("a registration names an award that is not there"))?;
    let claimed = rows::find_credential_of_award(conn, award.id)
        .await?
        .is_some();
    if !claimed && app.now() > award.claim_until {
        return Ok(None);
    }
    let achievement = rows::find_achievement_of(conn, &award).await?;
    Ok(Some(Earned {
        name: achievement.texts(lang).1.name.clone(),
        code: app.keyring.claim_code(award.id).to_string(),
        until: award.claim_until,
        claimed,
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::badges::achievement::ORGANISER;

    #[test]
    fn a_badge_of_an_event_is_the_same_until_its_title_changes() {
        let badge = |title, version: &str| own_badge(title, "presence-k3f9".into(), version.into());
        let first = badge("Café du jeudi", "1");
        assert_eq!(first.digest(), badge("Café du jeudi", "2").digest());
        assert_ne!(first.digest(), badge("Café du vendredi", "1").digest());
        assert_eq!(first.kind, "Badge");
        assert!(first.design.is_some_and(|design| design.is_whole()));
    }

    #[test]
    fn nobody_gives_by_an_event_what_they_may_not_give_by_hand() {
        let mut badge = own_badge("x", "x".into(), "1".into());
        let roles = |role| BTreeSet::from([role]);
        assert!(!may_name(&BTreeSet::new(), &badge));
        assert!(may_name(&roles(Role::Admin), &badge));
        badge.awarders = vec!["coordinator".into()];
        assert!(may_name(&roles(Role::Coordinator), &badge));
        assert!(!may_name(&roles(Role::Animator), &badge));
        badge.awarders = vec![ORGANISER.into()];
        assert!(may_name(&BTreeSet::new(), &badge));
        badge.module = "reperes".into();
        assert!(!may_name(&roles(Role::Admin), &badge));
    }
}
