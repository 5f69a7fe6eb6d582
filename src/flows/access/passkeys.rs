//! Passkeys: made in one's own space, proved in place of a code by time, and a way in by themselves. What is asked is answered once.

use jiff::{SignedDuration, Timestamp};

use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
        way::{Change, Kind, PASSKEY_MINUTES, PASSKEY_NAME, PASSKEYS, Passkey},
    },
    app::App,
    base::{AccountId, CeremonyId, Error, PasskeyId, Refusal, Result},
    flows::access::{entry::Entered, ways::tell},
    outside::passkeys::{Asked, Passkeys, Refused},
    store::{
        access::{self as rows, Ceremony},
        db::Tx,
    },
};

/// What a browser is asked.
pub struct Question {
    /// What its session remembers.
    pub id: CeremonyId,
    /// What its script is given, as JSON.
    pub options: String,
}

fn library(app: &App) -> Result<&Passkeys> {
    app.passkeys.as_ref().ok_or(Error::Missing)
}

/// Why an answer opens nothing, as a person is told; the reason goes to the log.
fn told(refused: Refused) -> Error {
    match refused {
        Refused::Copied => Refusal::PasskeyCopied.into(),
        Refused::Answer(why) => {
            tracing::debug!(why, "a passkey was refused");
            Refusal::PasskeyRefused.into()
        }
    }
}

async fn ask(app: &App, kind: Kind, account: Option<AccountId>, asked: Asked) -> Result<Question> {
    let expires = app
        .now()
        .checked_add(SignedDuration::from_mins(PASSKEY_MINUTES))
        .map_err(Error::fault)?;
    let (id, state) = (CeremonyId::new(), asked.state);
    let mut tx = app.db.write().await?;
    rows::add_ceremony(&mut tx, id, kind, &Ceremony { state, account }, expires).await?;
    tx.commit().await?;
    Ok(Question {
        id,
        options: asked.options,
    })
}

/// What a session was asked, where it may still answer.
async fn asked(app: &App, id: Option<CeremonyId>, kind: Kind) -> Result<(CeremonyId, Ceremony)> {
    let id = id.ok_or(Refusal::PasskeyRefused)?;
    let mut reader = app.db.read().await?;
    let found = rows::find_ceremony(&mut reader, id, kind, app.now()).await?;
    Ok((id, found.ok_or(Refusal::PasskeyRefused)?))
}

/// Takes the one answer that a question has, whatever it is worth.
async fn answered(app: &App, id: CeremonyId) -> Result<Tx> {
    let mut tx = app.db.write().await?;
    if rows::take_ceremony(&mut tx, id).await? {
        Ok(tx)
    } else {
        Err(Refusal::PasskeyRefused.into())
    }
}

/// Asks for a new passkey.
///
/// # Errors
/// [`Error::Missing`] where this instance has none; [`Refusal::PasskeysFull`].
pub async fn begin_passkey(app: &App, account: &Account) -> Result<Question> {
    let mut reader = app.db.read().await?;
    let had = rows::list_passkeys(&mut reader, account.id).await?;
    drop(reader);
    if had.len() as i64 >= PASSKEYS {
        return Err(Refusal::PasskeysFull.into());
    }
    let kept: Vec<&str> = had.iter().map(|one| one.credential.as_str()).collect();
    let asked = library(app)?.ask_new(account.id.bytes(), account.email.as_str(), &kept);
    ask(app, Kind::Making, Some(account.id), asked.map_err(told)?).await
}

/// Adds the passkey that a browser made; other sessions of the account end, and its person is told by letter.
///
/// # Errors
/// [`Refusal::PasskeyRefused`]: used, too old, of another session, or not what was asked; [`Refusal::PasskeyTaken`]; [`Refusal::PasskeysFull`].
pub async fn add_passkey(
    app: &App,
    account: &Account,
    id: Option<CeremonyId>,
    answer: &str,
    name: &str,
    session: &str,
) -> Result<()> {
    let (id, ceremony) = asked(app, id, Kind::Making).await?;
    let made = library(app)?.made(&ceremony.state, answer);
    let mut tx = answered(app, id).await?;
    let made = match made {
        Ok(made) if ceremony.account == Some(account.id) => made,
        refused => {
            tx.commit().await?;
            return Err(refused
                .err()
                .map_or_else(|| Refusal::PasskeyRefused.into(), told));
        }
    };
    let now = app.now();
    let row = Passkey {
        id: PasskeyId::new(),
        account: account.id,
        name: named(name),
        credential: made.credential,
        made_at: now,
        used_at: None,
        doubted_at: None,
    };
    if !rows::add_passkey(&mut tx, &row, &made.key, PASSKEYS).await? {
        let held = rows::find_passkey(&mut tx, &made.key).await?;
        tx.commit().await?;
        let refusal = match held {
            Some(_) => Refusal::PasskeyTaken,
            None => Refusal::PasskeysFull,
        };
        return Err(refusal.into());
    }
    rows::forget_sessions_of(&mut tx, account.id, session).await?;
    note(&mut tx, account.id, Noted::SecondAdded, now).await?;
    tell(app, &mut tx, account, Change::PasskeyAdded).await?;
    tx.commit().await
}

/// What somebody calls their passkey, on one line.
fn named(typed: &str) -> String {
    let plain: String = typed
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(PASSKEY_NAME)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks somebody within for a proof of one of their passkeys.
///
/// # Errors
/// [`Error::Missing`] where there is none that holds.
pub async fn begin_proof(app: &App, account: &Account) -> Result<Question> {
    let mut reader = app.db.read().await?;
    let had = rows::list_passkeys(&mut reader, account.id).await?;
    drop(reader);
    let kept: Vec<&str> = had
        .iter()
        .filter(|one| one.doubted_at.is_none())
        .map(|one| one.credential.as_str())
        .collect();
    if kept.is_empty() {
        return Err(Error::Missing);
    }
    let asked = library(app)?.ask(&kept).map_err(told)?;
    ask(app, Kind::Proof, Some(account.id), asked).await
}

/// Proves by a passkey that it is at hand, and who holds it.
///
/// # Errors
/// [`Refusal::PasskeyRefused`]; [`Refusal::PasskeyCopied`], which its person is told of by letter.
pub async fn prove_by_passkey(
    app: &App,
    account: &Account,
    id: Option<CeremonyId>,
    answer: &str,
) -> Result<()> {
    let (id, ceremony) = asked(app, id, Kind::Proof).await?;
    let passkey = named_by(app, answer).await?;
    let own = passkey.filter(|one| {
        one.account == account.id
            && ceremony.account == Some(account.id)
            && one.doubted_at.is_none()
    });
    let proof = match &own {
        Some(one) => library(app)?.proved(&ceremony.state, answer, &one.credential),
        None => Err(Refused::Answer("it is no passkey of this account".into())),
    };
    let mut tx = answered(app, id).await?;
    let verdict = settle(app, &mut tx, own.as_ref(), proof).await?;
    tx.commit().await?;
    verdict
}

/// Asks for a proof of any passkey, as the way in: nobody has to be named, so nothing tells who has an account.
///
/// # Errors
/// [`Error::Missing`] where this instance has none.
pub async fn begin_entry(app: &App) -> Result<Question> {
    let asked = library(app)?.ask_any().map_err(told)?;
    ask(app, Kind::Entry, None, asked).await
}

/// Enters by a passkey. Whoever holds it was verified by it, so that it is the second proof too.
///
/// # Errors
/// [`Refusal::PasskeyRefused`], whether there is no such passkey or it does not answer as it should; [`Refusal::PasskeyCopied`].
pub async fn enter_by_passkey(app: &App, id: Option<CeremonyId>, answer: &str) -> Result<Entered> {
    let (id, ceremony) = asked(app, id, Kind::Entry).await?;
    let passkey = named_by(app, answer).await?;
    let passkey = passkey.filter(|one| one.doubted_at.is_none());
    let proof = match &passkey {
        Some(one) => library(app)?.proved_any(
            &ceremony.state,
            answer,
            &one.credential,
            one.account.bytes(),
        ),
        None => Err(Refused::Answer("there is no such passkey".into())),
    };
    let mut tx = answered(app, id).await?;
    let verdict = settle(app, &mut tx, passkey.as_ref(), proof).await?;
    let Some(Passkey { account, .. }) = passkey.filter(|_| verdict.is_ok()) else {
        tx.commit().await?;
        verdict?;
        return Err(Refusal::PasskeyRefused.into());
    };
    let now = app.now();
    rows::set_entered(&mut tx, account, now).await?;
    let who = Actor::Account(account);
    rows::note(
        &mut tx,
        who,
        Noted::Entered,
        &account.to_string(),
        "passkey",
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Entered {
        account,
        proved: true,
    })
}

async fn named_by(app: &App, answer: &str) -> Result<Option<Passkey>> {
    let Some(key) = library(app)?.named(answer) else {
        return Ok(None);
    };
    rows::find_passkey(&mut app.db.read().await?, &key).await
}

/// Writes what a proof changes: the counter, or that the passkey may have been copied.
async fn settle(
    app: &App,
    tx: &mut Tx,
    passkey: Option<&Passkey>,
    proof: std::result::Result<String, Refused>,
) -> Result<Result<()>> {
    let now = app.now();
    let Some(passkey) = passkey else {
        return Ok(Err(proof
            .err()
            .map_or_else(|| Refusal::PasskeyRefused.into(), told)));
    };
    match proof {
        // Two answers at once from one counter are two devices.
        Ok(kept) if rows::set_passkey_used(tx, passkey, &kept, now).await? => Ok(Ok(())),
        Ok(_) => Ok(Err(Refusal::PasskeyRefused.into())),
        Err(Refused::Copied) => {
            if rows::set_passkey_doubted(tx, passkey.id, now).await?
                && let Some(account) = rows::find_account(tx, passkey.account).await?
            {
                note(tx, account.id, Noted::SecondDoubted, now).await?;
                tell(app, tx, &account, Change::PasskeyDoubted).await?;
            }
            Ok(Err(Refusal::PasskeyCopied.into()))
        }
        Err(refused) => Ok(Err(told(refused))),
    }
}

/// Takes a passkey away; other sessions of the account end, and its person is told by letter.
///
/// # Errors
/// [`Error::Missing`] where the account has none of that name.
pub async fn remove_passkey(
    app: &App,
    account: &Account,
    id: PasskeyId,
    session: &str,
) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::forget_passkey(&mut tx, account.id, id).await? {
        return Err(Error::Missing);
    }
    rows::forget_sessions_of(&mut tx, account.id, session).await?;
    note(&mut tx, account.id, Noted::SecondRemoved, app.now()).await?;
    tell(app, &mut tx, account, Change::PasskeyRemoved).await?;
    tx.commit().await
}

async fn note(tx: &mut Tx, account: AccountId, deed: Noted, at: Timestamp) -> Result<()> {
    let who = Actor::Account(account);
    rows::note(tx, who, deed, &account.to_string(), "passkey", at).await
}
