//! Adhering to the charter, and leaving it: each adherence is a credential of its own, written and taken back in the same transaction.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};

use super::{
    badges::{self, Statement},
    certification,
};
use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
    },
    app::App,
    badges::{
        achievement::{Achievement, CHARTER, Texts as Words},
        award::{Adhered, Evidence},
        ledger::Standing,
    },
    base::{AccountId, AdherenceId, Error, Lang, OrganisationId, Refusal, Result},
    charter::{
        adherence::{Adherence, Organisation, Party, Worth},
        edition::{Edition, Version},
    },
    i18n::Texts,
    store::{
        access, badges as awards, charter as rows,
        db::Tx,
        jobs::{self, Job, Letter},
    },
};

/// The day on which it is asked which version holds.
pub fn today(app: &App) -> Date {
    app.now().to_zoned_datetime(TimeZone::UTC).date()
}

/// The version of the charter that holds.
pub fn in_force(app: &App) -> Option<&Edition> {
    app.charter.in_force(today(app))
}

/// What an adherence is worth today.
pub fn worth(app: &App, adherence: &Adherence) -> Worth {
    adherence.worth(&app.charter, today(app))
}

/// Whether a person adheres, by their account, and to which version; nothing where they do not, or not any more. [`worth`] tells whether it is to the text
/// that holds.
///
/// # Errors
/// Those of the store.
pub async fn adheres(app: &App, account: AccountId) -> Result<Option<Adherence>> {
    let found = rows::find_of_person(&mut app.db.read().await?, account).await?;
    Ok(found.filter(|one| worth(app, one) != Worth::Over))
}

/// Whether an organisation adheres, as [`adheres`].
///
/// # Errors
/// Those of the store.
pub async fn organisation_adheres(
    app: &App,
    organisation: OrganisationId,
) -> Result<Option<Adherence>> {
    let found = rows::find_of_organisation(&mut app.db.read().await?, organisation).await?;
    Ok(found.filter(|one| worth(app, one) != Worth::Over))
}

/// Whether somebody adheres to the text that holds, or still has time to, for themselves or for an organisation.
///
/// # Errors
/// Those of the store.
pub async fn is_adherent(app: &App, account: AccountId) -> Result<bool> {
    let all = rows::list_of_account(&mut app.db.read().await?, account).await?;
    Ok(all.iter().any(|one| worth(app, one).opens()))
}

/// Adheres to the version that was read: the credential is signed and written with it. Where one to another text goes on it ends, and its badge is replaced. To the
/// same text again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where no version holds; [`Refusal::CharterChanged`] where another one holds than was read.
pub async fn adhere(
    app: &App,
    account: &Account,
    party: &Party,
    read: Version,
    lang: Lang,
) -> Result<()> {
    let edition = in_force(app).ok_or(Error::Missing)?;
    if edition.version != read {
        return Err(Refusal::CharterChanged.into());
    }
    let former = live(&mut app.db.read().await?, account.id, party).await?;
    if former
        .as_ref()
        .is_some_and(|one| worth(app, one) == Worth::Current)
    {
        return Ok(());
    }
    let achievement = publish(app, edition).await?;
    let (name, said) = names(party);
    let (lang, text) = edition.text(lang);
    let digest = text.digest();
    let ready = badges::prepare(
        app,
        Statement {
            achievement: &achievement,
            lang,
            evidence: Evidence::Adhered(Adhered {
                charter: edition.version.to_string(),
                charter_digest: digest.clone(),
                organisation: said,
            }),
            name: Some(name),
            former: former.as_ref().map(|one| one.credential),
        },
    )
    .await?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    if let Some(former) = live(&mut tx, account.id, party).await? {
        if worth(app, &former) == Worth::Current {
            // A second click was first.
            return Ok(());
        }
        let reason = Texts::of(former.lang).with(
            "charter-reason-replaced",
            "version",
            edition.version.to_string(),
        );
        rows::end(&mut tx, former.id, &reason, now).await?;
        let (id, to) = (former.credential, Standing::Replaced);
        badges::take_away(&mut tx, id, to, Some(&reason), now).await?;
    }
    let organisation = match party {
        Party::Person(_) => None,
        Party::Organisation {
            name,
            sector,
            place,
        } => {
            let mut named = Organisation {
                id: OrganisationId::new(),
                account: account.id,
                name: name.clone(),
                sector: *sector,
                place: place.clone(),
                created_at: now,
            };
            named.id = rows::set_organisation(&mut tx, &named).await?;
            Some(named)
        }
    };
    ready.write(app, &mut tx, account.id).await?;
    certification::reconsider(&mut tx, account.id, now).await?;
    let adherence = Adherence {
        id: AdherenceId::new(),
        account: account.id,
        organisation,
        name: name.to_owned(),
        version: edition.version,
        lang,
        digest,
        adhered_at: now,
        ended_at: None,
        reason: None,
        award: ready.award(),
        credential: ready.credential(),
        holds: true,
    };
    if !rows::add(&mut tx, &adherence).await? {
        // So it was, since this one looked.
        return Ok(());
    }
    let (subject, detail) = (adherence.id.to_string(), edition.version.to_string());
    let (actor, deed) = (Actor::Account(account.id), Noted::CharterAdhered);
    access::note(&mut tx, actor, deed, &subject, &detail, now).await?;
    ready.log(&mut tx).await?;
    tx.commit().await
}

/// The adherence of a party that was not ended, whether or not its badge holds.
async fn live(
    conn: &mut impl crate::store::sql::Conn,
    account: AccountId,
    party: &Party,
) -> Result<Option<Adherence>> {
    match party {
        Party::Person(_) => rows::find_of_person(conn, account).await,
        Party::Organisation { name, .. } => {
            match rows::find_organisation_named(conn, account, name).await? {
                Some(id) => rows::find_of_organisation(conn, id).await,
                None => Ok(None),
            }
        }
    }
}

/// The name on the badge, and what is said of an organisation.
fn names(party: &Party) -> (&str, Option<String>) {
    match party {
        Party::Person(name) => (name.as_str(), None),
        Party::Organisation { name, place, .. } => (name, Some(format!("{name}, {place}"))),
    }
}

/// Letters that are written in one run.
const AT_ONCE: i64 = 500;

/// Leaves a letter to the queue for everybody who adheres to a text with another first number than the one that holds, once for each such text.
///
/// # Errors
/// Those of the store.
pub async fn ask_again(app: &App) -> Result<()> {
    let Some(edition) = in_force(app) else {
        return Ok(());
    };
    let (now, major) = (app.now(), edition.version.major);
    let unasked = rows::list_unasked(&mut app.db.read().await?, major, AT_ONCE).await?;
    for account in unasked {
        let mut tx = app.db.write().await?;
        if !rows::set_asked(&mut tx, account, major).await? {
            continue;
        }
        let all = rows::list_of_account(&mut tx, account).await?;
        let owner = access::find_account(&mut tx, account).await?;
        let asked = all.iter().any(|one| worth(app, one).is_asked());
        if let Some(owner) = owner.filter(|_| asked) {
            let mailbox = app.keyring.mailbox(&owner.email);
            let letter = Letter::CharterAsked { account };
            let job = Job::letter(owner.email, owner.lang, letter);
            jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What a letter that asks again says.
pub struct AskedLetter {
    /// The title of the text that holds.
    pub title: String,
    /// Its version.
    pub version: Version,
    /// The day until which one may answer.
    pub until: Date,
    /// Where the text is.
    pub text: String,
    /// Where it is answered.
    pub page: String,
}

/// What a letter that asks again says; nothing where it was answered meanwhile.
///
/// # Errors
/// Those of the store.
pub async fn asked_letter(
    app: &App,
    account: AccountId,
    lang: Lang,
) -> Result<Option<AskedLetter>> {
    let all = rows::list_of_account(&mut app.db.read().await?, account).await?;
    let (Some(edition), Some(until)) = (in_force(app), app.charter.asks_until(today(app))) else {
        return Ok(None);
    };
    let asked = all.iter().any(|one| worth(app, one).is_asked());
    Ok(asked.then(|| AskedLetter {
        title: edition.text(lang).1.title.clone(),
        version: edition.version,
        until,
        text: app.url("/charter"),
        page: app.url("/me/charter"),
    }))
}

/// Ends an adherence of one's own, and takes its credential back. One that is over stays as it is.
///
/// # Errors
/// [`Error::Missing`] where it is not theirs.
pub async fn leave(app: &App, account: &Account, id: AdherenceId) -> Result<()> {
    let found = rows::find(&mut app.db.read().await?, id).await?;
    let found = found.filter(|one| one.account == account.id);
    let found = found.ok_or(Error::Missing)?;
    let reason = Texts::of(found.lang).text("charter-reason-own");
    end(app, Actor::Account(account.id), &found, &reason).await
}

/// Ends somebody's adherence for a reason that the page of its credential shows.
///
/// # Errors
/// [`Error::Missing`].
pub async fn end_as(app: &App, by: Actor, id: AdherenceId, reason: &str) -> Result<()> {
    let found = rows::find(&mut app.db.read().await?, id).await?;
    end(app, by, &found.ok_or(Error::Missing)?, reason).await
}

async fn end(app: &App, by: Actor, adherence: &Adherence, reason: &str) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !rows::end(&mut tx, adherence.id, reason, now).await? {
        return Ok(());
    }
    let (id, to) = (adherence.credential, Standing::Revoked);
    badges::take_away(&mut tx, id, to, Some(reason), now).await?;
    if let Some(organisation) = &adherence.organisation {
        badges::end_of_organisation(&mut tx, organisation.id, now).await?;
    }
    let subject = adherence.id.to_string();
    let detail = adherence.version.to_string();
    access::note(&mut tx, by, Noted::CharterLeft, &subject, &detail, now).await?;
    tx.commit().await
}

/// Takes back the credentials of every adherence of an account that is about to be forgotten: nobody would be there to stand by them. The rows go with the
/// account.
///
/// # Errors
/// Those of the store.
pub async fn end_all(app: &App, tx: &mut Tx, account: AccountId) -> Result<()> {
    for one in rows::list_of_account(tx, account).await? {
        if one.ended_at.is_none() {
            let reason = Texts::of(one.lang).text("charter-reason-erased");
            let (id, to) = (one.credential, Standing::Revoked);
            badges::take_away(tx, id, to, Some(&reason), app.now()).await?;
        }
    }
    Ok(())
}

/// Publishes adherence to a version as an achievement. Doing it again changes nothing.
async fn publish(app: &App, edition: &Edition) -> Result<Achievement> {
    let stated = achievement(edition);
    let mut tx = app.db.write().await?;
    let published = awards::add_achievement(&mut tx, &stated, app.now()).await?;
    awards::set_newest(&mut tx, &published).await?;
    tx.commit().await?;
    Ok(published)
}

/// Adherence to a version, in each language that it has.
fn achievement(edition: &Edition) -> Achievement {
    let texts: BTreeMap<String, Words> = edition
        .texts
        .iter()
        .map(|(lang, text)| {
            let t = Texts::of(*lang);
            let version = edition.version.to_string();
            let criteria = t.with_all(
                "charter-badge-criteria",
                [
                    ("title", text.title.as_str().into()),
                    ("version", version.as_str().into()),
                    ("date", t.day(edition.from).into()),
                    ("digest", text.digest().into()),
                ],
            );
            let words = Words {
                name: t.with("charter-badge-name", "version", version.as_str()),
                description: t.with("charter-badge-description", "title", text.title.as_str()),
                criteria,
                image_alt: t.text("charter-badge-alt"),
                module_title: t.text("charter-badge-ring"),
                level_names: Vec::new(),
            };
            (lang.tag().to_owned(), words)
        })
        .collect();
    let (own, _) = edition.text(Lang::default());
    Achievement {
        slug: CHARTER.into(),
        version: edition.version.to_string(),
        kind: "Membership".into(),
        module: String::new(),
        lang: own.tag().into(),
        texts,
        levels: Vec::new(),
        level: String::new(),
        alignments: Vec::new(),
        expires_after: None,
        awarders: Vec::new(),
        design: None,
    }
}
