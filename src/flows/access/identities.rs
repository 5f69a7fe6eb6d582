//! Entering by a provider of OpenID Connect, and tying an account there to one here. What is asked is answered once, in the browser that asked.

use jiff::SignedDuration;

use crate::{
    access::{
        account::Account,
        audit::{Actor, Noted},
        way::{Change, Identity, Kind, PROVIDER_MINUTES},
    },
    app::App,
    base::{AccountId, CeremonyId, Email, Error, IdentityId, Lang, Refusal, Result},
    flows::access::{entry::Entered, ways::tell},
    outside::openid::{Provider, Refused, Vouched},
    store::{
        access::{self as rows, Ceremony},
        db::Tx,
    },
};

/// Where a browser goes.
pub struct Away {
    /// What its session remembers.
    pub id: CeremonyId,
    /// The address at the provider.
    pub address: String,
}

/// What came of it.
pub enum Came {
    /// Somebody is within.
    Within(Entered),
    /// The account there is tied to the one here from now on.
    Tied,
    /// Nobody here is tied to the account there.
    Unknown,
}

fn provider(app: &App) -> Result<&Provider> {
    app.provider.as_ref().ok_or(Error::Missing)
}

fn told(refused: Refused) -> Error {
    match refused {
        Refused::Unreachable(why) => {
            tracing::warn!(why, "the provider of OpenID Connect cannot be asked");
            Refusal::ProviderSilent.into()
        }
        Refused::Answer(why) => {
            tracing::warn!(
                why,
                "an answer of the provider of OpenID Connect was refused"
            );
            Refusal::ProviderRefused.into()
        }
    }
}

/// Sends a browser to the provider: to enter, or, from within an account, to tie the two.
///
/// # Errors
/// [`Error::Missing`] where the instance has none; [`Refusal::ProviderSilent`].
pub async fn leave_for_provider(app: &App, account: Option<AccountId>) -> Result<Away> {
    let now = app.now();
    let id = CeremonyId::new();
    let address = provider(app)?.address(app.keyring.provider_keys(id), now);
    let address = address.await.map_err(told)?;
    let expires = now
        .checked_add(SignedDuration::from_mins(PROVIDER_MINUTES))
        .map_err(Error::fault)?;
    let asked = Ceremony {
        state: String::new(),
        account,
    };
    let mut tx = app.db.write().await?;
    rows::add_ceremony(&mut tx, id, Kind::Provider, &asked, expires).await?;
    tx.commit().await?;
    Ok(Away { id, address })
}

/// Takes in what a browser brought back. `asked` is what its session remembers, `within` the account in which it is.
///
/// # Errors
/// [`Refusal::ProviderRefused`]: used, too old, of another browser, or not what was asked; [`Refusal::ProviderSilent`]; [`Refusal::IdentityTaken`].
pub async fn come_back(
    app: &App,
    asked: Option<CeremonyId>,
    within: Option<&Account>,
    state: &str,
    code: &str,
    lang: Lang,
    session: &str,
) -> Result<Came> {
    let refused = || Error::from(Refusal::ProviderRefused);
    let id = asked
        .filter(|id| app.keyring.provider_keys(*id).state == state)
        .ok_or_else(refused)?;
    let mut reader = app.db.read().await?;
    let found = rows::find_ceremony(&mut reader, id, Kind::Provider, app.now()).await?;
    drop(reader);
    let ceremony = found.ok_or_else(refused)?;
    // The one answer is taken before anybody is asked: a code that is brought twice asks nothing of the provider.
    let mut tx = app.db.write().await?;
    if !rows::take_ceremony(&mut tx, id).await? {
        return Err(refused());
    }
    tx.commit().await?;
    if ceremony.account.is_some() && ceremony.account != within.map(|account| account.id) {
        return Err(refused());
    }
    let vouched = provider(app)?
        .vouched(code, app.keyring.provider_keys(id), app.now())
        .await
        .map_err(told)?;
    let key = app.keyring.identity(&vouched.issuer, &vouched.subject);
    let mut tx = app.db.write().await?;
    let came = match (ceremony.account, within) {
        (Some(_), Some(account)) => {
            tie(app, &mut tx, account, &key).await?;
            rows::forget_sessions_of(&mut tx, account.id, session).await?;
            Came::Tied
        }
        _ => enter(app, &mut tx, &key, &vouched, lang).await?,
    };
    tx.commit().await?;
    Ok(came)
}

async fn enter(app: &App, tx: &mut Tx, key: &str, vouched: &Vouched, lang: Lang) -> Result<Came> {
    let now = app.now();
    let account = match rows::find_identity(tx, key).await? {
        Some(tied) => {
            rows::set_identity_used(tx, tied.id, now).await?;
            tied.account
        }
        None => match newcomer(app, tx, key, vouched, lang).await? {
            Some(account) => account,
            None => return Ok(Came::Unknown),
        },
    };
    rows::set_entered(tx, account, now).await?;
    let who = Actor::Account(account);
    rows::note(
        tx,
        who,
        Noted::Entered,
        &account.to_string(),
        "provider",
        now,
    )
    .await?;
    Ok(Came::Within(Entered {
        account,
        proved: false,
    }))
}

/// The account of a verified address, where the instance takes the provider's word for one. Whoever is trusted with something ties theirs from within.
async fn newcomer(
    app: &App,
    tx: &mut Tx,
    key: &str,
    vouched: &Vouched,
    lang: Lang,
) -> Result<Option<AccountId>> {
    let trusted = app
        .config
        .openid
        .as_ref()
        .is_some_and(|one| one.trust_email);
    let email = vouched.email.as_deref().filter(|_| trusted);
    let Some(email) = email.and_then(|email| Email::read(email).ok()) else {
        return Ok(None);
    };
    let id = rows::add_account(tx, &email, lang, app.now()).await?;
    let account = rows::find_account(tx, id).await?.ok_or(Error::Missing)?;
    if account.is_staff() {
        return Ok(None);
    }
    tie(app, tx, &account, key).await?;
    Ok(Some(id))
}

async fn tie(app: &App, tx: &mut Tx, account: &Account, key: &str) -> Result<()> {
    let now = app.now();
    let tied = Identity {
        id: IdentityId::new(),
        account: account.id,
        provider: app.provider_label().unwrap_or_default().to_owned(),
        made_at: now,
        used_at: None,
    };
    if !rows::add_identity(tx, &tied, key).await? {
        return match rows::find_identity(tx, key).await? {
            Some(known) if known.account == account.id => Ok(()),
            _ => Err(Refusal::IdentityTaken.into()),
        };
    }
    note(app, tx, account.id, Noted::IdentityTied).await?;
    tell(app, tx, account, Change::IdentityTied).await
}

/// Unties an account elsewhere; other sessions of the account end, and its person is told by letter.
///
/// # Errors
/// [`Error::Missing`] where the account has none of that name.
pub async fn untie(app: &App, account: &Account, id: IdentityId, session: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !rows::forget_identity(&mut tx, account.id, id).await? {
        return Err(Error::Missing);
    }
    rows::forget_sessions_of(&mut tx, account.id, session).await?;
    note(app, &mut tx, account.id, Noted::IdentityUntied).await?;
    tell(app, &mut tx, account, Change::IdentityUntied).await?;
    tx.commit().await
}

async fn note(app: &App, tx: &mut Tx, account: AccountId, deed: Noted) -> Result<()> {
    let who = Actor::Account(account);
    rows::note(tx, who, deed, &account.to_string(), "", app.now()).await
}
