//! Endorsements given, carried and withdrawn. The instance signs each, since the key is its own, and says in it for whom it does: nobody is made to seem to have
//! signed by themselves.

use jiff::Timestamp;
use openbadges::{
    AchievementCredential, BitstringStatusListEntry, EndorsementCredential, EndorsementSubject,
    Uri, credential::RefreshService, schema, vocabulary::StatusPurpose,
};
use serde_json::Value;

use super::{compose, keys, reserve};
use crate::{
    access::{
        account::{Account, Role},
        audit::{Actor, Noted},
        policy::{Deed, may},
    },
    app::App,
    badges::{
        achievement::{ANIMATION, Achievement},
        endorsement::{About, End, Endorsement, Flaw, MOST_CARRIED},
        ledger::{Kept, Standing},
    },
    base::{
        AccountId, AwardId, CredentialId, EndorsementId, Error, Lang, OrganisationId, Result,
        digest,
    },
    charter::adherence::Adherence,
    flows::charter,
    i18n::Texts,
    store::{
        access, badges as rows, charter as adherences,
        db::Tx,
        endorsements, holdings,
        jobs::{self, Job, Letter},
        sql::Conn,
    },
};

/// What somebody says of whom, before it is signed.
#[derive(Clone, Debug)]
pub struct Saying {
    /// For which organisation; who coordinates speaks for none.
    pub organisation: Option<OrganisationId>,
    /// What is endorsed.
    pub about: About,
    /// Who endorses.
    pub name: String,
    /// The department that they coordinate, or the place of the organisation; empty for everywhere.
    pub territory: String,
    /// What is said.
    pub words: String,
}

/// The department that somebody coordinates; empty where it is everywhere. Nothing where they do not coordinate.
pub fn coordinates(account: &Account) -> Option<String> {
    let mut posts = account
        .posts
        .iter()
        .filter(|post| post.role == Role::Coordinator);
    let first = posts.next()?;
    // Whoever coordinates everywhere, or in several places, says none of them.
    Some(match posts.next() {
        None => first.territory.clone().unwrap_or_default(),
        Some(_) => String::new(),
    })
}

/// The organisations for which somebody speaks and that adhere to the charter that holds; reads only.
///
/// # Errors
/// Those of the store.
pub async fn organisations(app: &App, account: AccountId) -> Result<Vec<Adherence>> {
    let all = adherences::list_of_account(&mut app.db.read().await?, account).await?;
    Ok(all
        .into_iter()
        .filter(|one| one.organisation.is_some() && charter::worth(app, one).opens())
        .collect())
}

/// The badge of certification that somebody who coordinates may answer for; reads only.
///
/// # Errors
/// Those of the store. Within: why they may not.
pub async fn to_vouch(
    app: &App,
    account: AccountId,
    id: CredentialId,
) -> Result<std::result::Result<(Kept, Achievement), Flaw>> {
    let mut reader = app.db.read().await?;
    let Some(kept) = rows::find_credential(&mut reader, id).await? else {
        return Ok(Err(Flaw::Unknown));
    };
    let (_, achievement) = rows::find_stated(&mut reader, &kept).await?;
    let over = kept.expires_at.is_some_and(|until| until <= app.now());
    Ok(if kept.standing != Standing::Valid || over {
        Err(Flaw::NotHolding)
    } else if achievement.kind != ANIMATION {
        Err(Flaw::NotCertification)
    } else if endorsements::holds(&mut reader, account, id).await? {
        Err(Flaw::OneSelf)
    } else {
        Ok((kept, achievement))
    })
}

/// Endorses: signs in both forms, stores with its line of the issuance log, and tells who holds the badge. Who may do it is for the caller to have asked; what
/// it is about is asked here.
///
/// # Errors
/// Those of the store and of signing. Within: the flaw.
pub async fn endorse(
    app: &App,
    account: &Account,
    saying: Saying,
    lang: Lang,
) -> Result<std::result::Result<EndorsementId, Flaw>> {
    match (&saying.about, saying.organisation) {
        (About::Badge(id), None) => {
            if let Err(flaw) = to_vouch(app, account.id, *id).await? {
                return Ok(Err(flaw));
            }
        }
        (About::Achievement { slug, version }, Some(organisation)) => {
            let mut reader = app.db.read().await?;
            let found = rows::find_achievement_version(&mut reader, slug, version).await?;
            drop(reader);
            if found.is_none() {
                return Ok(Err(Flaw::Unknown));
            }
            let own = organisations(app, account.id).await?;
            let named = |one: &Adherence| one.organisation.as_ref().map(|one| one.id);
            if !own.iter().any(|one| named(one) == Some(organisation)) {
                return Ok(Err(Flaw::NotAdhering));
            }
        }
        _ => return Ok(Err(Flaw::Unknown)),
    }
    let (pair, signers) = keys::signing(app).await?;
    let seat = reserve(app).await?;
    let now = app.now();
    let mut one = Endorsement {
        id: EndorsementId::new(),
        account: account.id,
        organisation: saying.organisation,
        about: saying.about,
        name: saying.name,
        territory: saying.territory,
        words: saying.words,
        lang,
        seat,
        pair,
        document: String::new(),
        jwt: String::new(),
        made_at: now,
        ended: None,
    };
    sign(app, &signers, &mut one, now)?;
    let mut tx = app.db.write().await?;
    if !stands(app, &mut tx, &one).await? {
        return Ok(Err(if one.organisation.is_some() {
            Flaw::NotAdhering
        } else {
            Flaw::NotHolding
        }));
    }
    if !endorsements::add(&mut tx, &one).await? {
        return Ok(Err(Flaw::Already));
    }
    if let About::Badge(id) = one.about {
        tell(app, &mut tx, id, one.id, now).await?;
    }
    let subject = one.id.to_string();
    let detail = address(app, &one.about);
    let actor = Actor::Account(account.id);
    access::note(&mut tx, actor, Noted::Endorsed, &subject, &detail, now).await?;
    log(&mut tx, &one, now).await?;
    tx.commit().await?;
    Ok(Ok(one.id))
}

/// Whether who endorses may still do so, in the transaction that writes it: a role or an adherence may have ended while it was signed. Neither ends from here on before
/// this is written, so that whatever ends it finds it.
async fn stands(app: &App, tx: &mut Tx, one: &Endorsement) -> Result<bool> {
    match one.organisation {
        Some(organisation) => {
            adherences::hold_of_organisation(tx, organisation).await?;
            let found = adherences::find_of_organisation(tx, organisation).await?;
            Ok(found.is_some_and(|one| charter::worth(app, &one).opens()))
        }
        None => {
            access::hold_account(tx, one.account).await?;
            let account = access::find_account(tx, one.account).await?;
            Ok(account.is_some_and(|account| may(Some(&account.roles()), Deed::Vouch, false)))
        }
    }
}

/// Writes to who holds the badge, where it stands in a space.
async fn tell(
    app: &App,
    tx: &mut Tx,
    credential: CredentialId,
    endorsement: EndorsementId,
    now: Timestamp,
) -> Result<()> {
    let Some(kept) = rows::find_credential(tx, credential).await? else {
        return Ok(());
    };
    let Some(holder) = holdings::find_holder(tx, kept.award).await? else {
        return Ok(());
    };
    let Some(holder) = access::find_account(tx, holder).await? else {
        return Ok(());
    };
    let mailbox = app.keyring.mailbox(&holder.email);
    let letter = Letter::Endorsed { endorsement };
    let job = Job::letter(holder.email, holder.lang, letter);
    jobs::add(tx, &job, Some(&mailbox), now, now).await?;
    Ok(())
}

async fn log(tx: &mut Tx, one: &Endorsement, now: Timestamp) -> Result<()> {
    let digests = [&one.document, &one.jwt].map(|form| digest(form.as_bytes()));
    rows::add_log_lines(tx, &digests, now).await
}

/// The address of what is endorsed.
pub fn address(app: &App, about: &About) -> String {
    app.url(&match about {
        About::Badge(id) => format!("/credentials/{id}"),
        About::Achievement { slug, version } => format!("/achievements/{slug}/{version}"),
    })
}

/// The name of an endorsement: who recommends.
pub fn title(t: &Texts, one: &Saying) -> String {
    let key = match (&one.about, one.territory.is_empty()) {
        (About::Badge(_), true) => "endorsement-name-coordinator",
        (About::Badge(_), false) => "endorsement-name-coordinator-of",
        (About::Achievement { .. }, true) => "endorsement-name-organisation",
        (About::Achievement { .. }, false) => "endorsement-name-organisation-of",
    };
    t.with_all(
        key,
        [
            ("name", one.name.as_str().into()),
            ("territory", one.territory.as_str().into()),
        ],
    )
}

/// What the instance says of its part in it.
pub fn part(app: &App, t: &Texts, about: &About) -> String {
    let key = match about {
        About::Badge(_) => "endorsement-part-coordinator",
        About::Achievement { .. } => "endorsement-part-organisation",
    };
    t.with(key, "issuer", app.config.issuer.name.as_str())
}

impl From<&Endorsement> for Saying {
    fn from(one: &Endorsement) -> Saying {
        Saying {
            organisation: one.organisation,
            about: one.about.clone(),
            name: one.name.clone(),
            territory: one.territory.clone(),
            words: one.words.clone(),
        }
    }
}

/// Signs in both forms as of `at`, and reads both back.
fn sign(
    app: &App,
    signers: &crate::outside::keyring::Pair,
    one: &mut Endorsement,
    at: Timestamp,
) -> Result<()> {
    let built = build(app, one, at).map_err(Error::fault)?;
    let signed = compose::secure(app, signers, built.into(), at, schema::check_endorsement)?;
    one.document = signed.document;
    one.jwt = signed.jwt;
    Ok(())
}

fn build(
    app: &App,
    one: &Endorsement,
    at: Timestamp,
) -> std::result::Result<EndorsementCredential<'static>, openbadges::Error> {
    let t = Texts::of(one.lang);
    let url = |path: String| Uri::new(app.url(&path));
    let page = format!("/endorsements/{}", one.id);
    let subject =
        EndorsementSubject::new(Uri::new(address(app, &one.about))?).with_comment(&one.words);
    let place = u64::try_from(one.seat.place).unwrap_or_default();
    let list = url(format!("/status/{}", one.seat.list))?;
    Ok(EndorsementCredential::new(
        url(page.clone())?,
        title(&t, &Saying::from(one)),
        compose::issuer(app)?,
        Timestamp::from_second(at.as_second()).unwrap_or(at),
        subject,
    )
    .with_description(part(app, &t, &one.about))
    .with_awarded_date(one.made_at)
    .with_refresh_service(RefreshService::new(url(format!("{page}.json"))?))
    .with_status(BitstringStatusListEntry::new(
        list,
        place,
        StatusPurpose::Revocation,
    )))
}

/// The endorsements that a credential carries, of itself and of its achievement.
#[derive(Default)]
pub(super) struct Carried {
    badge: Vec<Value>,
    achievement: Vec<Value>,
}

/// What a credential of an achievement is to carry from now on; one that was never signed before has none of its own.
pub(super) async fn carried(
    app: &App,
    id: Option<CredentialId>,
    achievement: &Achievement,
) -> Result<Carried> {
    let mut reader = app.db.read().await?;
    let badge = match id {
        Some(id) => endorsements::list_of_badge(&mut reader, id).await?,
        None => Vec::new(),
    };
    Ok(Carried {
        badge: documents(badge)?,
        achievement: of_achievement(&mut reader, achievement).await?,
    })
}

/// The signed endorsements of an achievement.
pub(super) async fn of_achievement(
    conn: &mut impl Conn,
    achievement: &Achievement,
) -> Result<Vec<Value>> {
    let (slug, version) = (&achievement.slug, &achievement.version);
    documents(endorsements::list_of_achievement(conn, slug, version).await?)
}

fn documents(all: Vec<Endorsement>) -> Result<Vec<Value>> {
    let first = all.iter().take(MOST_CARRIED);
    first
        .map(|one| serde_json::from_str(&one.document).map_err(Error::fault))
        .collect()
}

impl Carried {
    /// Puts those of the badge into its credential.
    pub(super) fn fill(
        &self,
        credential: AchievementCredential<'static>,
    ) -> std::result::Result<AchievementCredential<'static>, openbadges::Error> {
        self.badge.iter().try_fold(credential, |credential, one| {
            Ok(credential.with_endorsement(read(one)?))
        })
    }

    /// Those of the achievement.
    pub(super) fn of_achievement(&self) -> &[Value] {
        &self.achievement
    }
}

/// An endorsement as it was signed.
pub(super) fn read(
    one: &Value,
) -> std::result::Result<EndorsementCredential<'static>, openbadges::Error> {
    EndorsementCredential::read(one)
        .map(EndorsementCredential::into_owned)
        .map_err(|broken| openbadges::Error::Invalid(broken.to_string()))
}

/// Withdraws an endorsement, or has one taken off a badge of one's own.
///
/// # Errors
/// [`Error::Missing`] where it is neither given by them nor of a badge that they hold.
pub async fn withdraw(app: &App, account: &Account, id: EndorsementId) -> Result<()> {
    let mut tx = app.db.write().await?;
    let found = endorsements::find(&mut tx, id).await?;
    let one = found.ok_or(Error::Missing)?;
    let why = match one.about {
        _ if one.account == account.id => End::Own,
        About::Badge(badge) if endorsements::holds(&mut tx, account.id, badge).await? => {
            End::Declined
        }
        _ => return Err(Error::Missing),
    };
    end_noted(&mut tx, Actor::Account(account.id), &one, why, app.now()).await?;
    tx.commit().await
}

/// Takes an endorsement away for the administration.
///
/// # Errors
/// [`Error::Missing`].
pub async fn moderate(app: &App, by: Actor, id: EndorsementId) -> Result<()> {
    let mut tx = app.db.write().await?;
    let found = endorsements::find(&mut tx, id).await?;
    let one = found.ok_or(Error::Missing)?;
    end_noted(&mut tx, by, &one, End::Moderated, app.now()).await?;
    tx.commit().await
}

async fn end_noted(
    tx: &mut Tx,
    by: Actor,
    one: &Endorsement,
    why: End,
    now: Timestamp,
) -> Result<()> {
    if end(tx, one, why, now).await? {
        let subject = one.id.to_string();
        access::note(tx, by, Noted::EndorsementEnded, &subject, why.name(), now).await?;
    }
    Ok(())
}

/// Ends one in the transaction of what ends it: its row says so, and the bit of its place is set. Says `false` where it was over.
async fn end(tx: &mut Tx, one: &Endorsement, why: End, now: Timestamp) -> Result<bool> {
    let ended = endorsements::end(tx, one.id, why, now).await?;
    if ended {
        rows::set_bit(tx, one.seat, now).await?;
    }
    Ok(ended)
}

/// Ends what an organisation recommends, since it does not adhere any more.
///
/// # Errors
/// Those of the store.
pub async fn end_of_organisation(
    tx: &mut Tx,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<()> {
    for one in endorsements::list_of_organisation(tx, organisation).await? {
        end(tx, &one, End::AdherenceOver, now).await?;
    }
    Ok(())
}

/// Ends what somebody answers for as a coordinator, where they are none any more.
///
/// # Errors
/// Those of the store.
pub async fn end_of_role(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<()> {
    access::hold_account(tx, account).await?;
    let still = access::find_account(tx, account).await?;
    if still.is_some_and(|account| coordinates(&account).is_some()) {
        return Ok(());
    }
    for one in endorsements::list_given(tx, account).await? {
        if one.organisation.is_none() {
            end(tx, &one, End::RoleOver, now).await?;
        }
    }
    Ok(())
}

/// Before an account goes: sets the bits of all that it said, whose rows go with it, and forgets what was said of its badges.
///
/// # Errors
/// Those of the store.
pub async fn end_all(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<()> {
    access::hold_account(tx, account).await?;
    for one in endorsements::list_given(tx, account).await? {
        end(tx, &one, End::Own, now).await?;
    }
    for held in holdings::list(tx, account).await? {
        forget_of_badge(tx, held.credential, now).await?;
    }
    Ok(())
}

/// Forgets what was said of a badge whose holder gives it up: it speaks of them.
///
/// # Errors
/// Those of the store.
pub(super) async fn forget_of_badge(
    tx: &mut Tx,
    credential: CredentialId,
    now: Timestamp,
) -> Result<()> {
    for one in endorsements::list_all_of_badge(tx, credential).await? {
        end(tx, &one, End::Declined, now).await?;
    }
    endorsements::forget_of_badge(tx, credential).await
}

/// Signs a badge of one's own again, so that its files carry the endorsements of today; the files before say that they are replaced.
///
/// # Errors
/// [`Error::Missing`] where it is not in their space; [`crate::base::Refusal::StandingUnchanged`] where it does not hold;
/// [`crate::base::Refusal::TooOften`].
pub async fn carry(app: &App, account: &Account, award: AwardId) -> Result<()> {
    let mut reader = app.db.read().await?;
    if holdings::find_holder(&mut reader, award).await? != Some(account.id) {
        return Err(Error::Missing);
    }
    let kept = rows::find_credential_of_award(&mut reader, award).await?;
    drop(reader);
    super::holder::sign_anew(app, kept.ok_or(Error::Missing)?).await
}

/// Signs anew what a stolen pair signed and still holds, each on a fresh place.
pub(super) async fn reissue(app: &App, pair: i64) -> Result<()> {
    let all = endorsements::list_signed_by(&mut app.db.read().await?, pair).await?;
    for mut one in all {
        let (pair, signers) = keys::signing(app).await?;
        let (old, now) = (one.seat, app.now());
        one.seat = reserve(app).await?;
        one.pair = pair;
        sign(app, &signers, &mut one, now)?;
        let mut tx = app.db.write().await?;
        if endorsements::set_signed(&mut tx, &one, old).await? {
            rows::set_bit(&mut tx, old, now).await?;
            log(&mut tx, &one, now).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// An endorsement for the letter to who holds the badge; nothing where it is over already.
///
/// # Errors
/// Those of the store.
pub async fn endorsed_letter(app: &App, id: EndorsementId) -> Result<Option<EndorsedLetter>> {
    let found = endorsements::find(&mut app.db.read().await?, id).await?;
    Ok(found
        .filter(|one| one.ended.is_none())
        .map(|one| EndorsedLetter {
            name: one.name,
            words: one.words,
            page: app.url("/me/endorsements"),
        }))
}

/// See [`endorsed_letter`].
pub struct EndorsedLetter {
    /// Who recommends.
    pub name: String,
    /// What is said.
    pub words: String,
    /// Where it is seen, and taken off.
    pub page: String,
}

/// An endorsement of ours as a document, by its address; reads only.
pub(super) async fn own(app: &App, url: &str) -> Result<Option<String>> {
    let id = app
        .bases()
        .iter()
        .find_map(|base| url.strip_prefix(&base.url)?.strip_prefix("/endorsements/"));
    let id = id.map(|id| id.strip_suffix(".json").unwrap_or(id));
    let Some(id) = id.and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let found = endorsements::find(&mut app.db.read().await?, id).await?;
    Ok(found.map(|one| one.document))
}

/// The chain from the brand over who coordinates to who holds a badge, in one sentence for a stranger; nothing where nobody who coordinates answers for them.
pub fn chain(app: &App, t: &Texts, all: &[Endorsement]) -> Option<String> {
    let one = all.iter().find(|one| one.organisation.is_none())?;
    let key = if one.territory.is_empty() {
        "endorsement-chain"
    } else {
        "endorsement-chain-of"
    };
    Some(t.with_all(
        key,
        [
            ("issuer", app.config.issuer.name.as_str().into()),
            ("name", one.name.as_str().into()),
            ("territory", one.territory.as_str().into()),
            ("date", t.date(one.made_at).into()),
        ],
    ))
}
