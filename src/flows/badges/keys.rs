//! The issuer's keys: which pair signs, a new pair in its place, what to do when one was stolen, and what the root key says of each.

use std::sync::Arc;

use jiff::Timestamp;
use openbadges::{
    did::{Listed, document},
    key::PublicKey,
};
use serde_json::{Value, json};

use super::{endorse, standing::sign_again};
use crate::{
    app::{App, Base},
    badges::issuer_key::{IssuerKey, fingerprint, read_statement},
    base::{Error, Refusal, Result},
    outside::keyring::Pair,
    store::{badges, issuer_keys as rows, sql::Conn},
};

/// Notes the first pair of a new instance; says nothing later on.
///
/// # Errors
/// Those of the store.
pub async fn adopt(app: &App, conn: &mut impl Conn) -> Result<()> {
    if rows::find_signing_pair(conn).await?.is_none() {
        rows::add_pair(conn, &app.keyring.pair().names(), None, app.now()).await?;
    }
    Ok(())
}

/// The pair that signs now, with its number. The database says which; where another process has rotated meanwhile, the folder is read again.
///
/// # Errors
/// [`Error::Fault`] where the folder does not hold the pair that the database names.
pub(super) async fn signing(app: &App) -> Result<(i64, Arc<Pair>)> {
    let mut reader = app.db.read().await?;
    let (number, names) = rows::find_signing_pair(&mut reader)
        .await?
        .ok_or_else(|| Error::fault("no pair of keys signs"))?;
    let pair = app.keyring.take(&names).map_err(Error::fault)?;
    Ok((number, pair))
}

/// Every key that the issuer ever had; reads only.
///
/// # Errors
/// Those of the store.
pub async fn history(app: &App) -> Result<Vec<IssuerKey>> {
    rows::list_keys(&mut app.db.read().await?).await
}

/// Lets a new pair sign from now on; what the pair before it signed goes on holding. Gives the names of the new one.
///
/// The new keys are on the disk before the database names them, and take the place of the old ones after: wherever it is cut short, the next start or the next
/// signature goes on from there.
///
/// # Errors
/// [`Refusal::StandingUnchanged`] where another rotation was first.
pub async fn rotate(app: &App) -> Result<[String; 2]> {
    let (before, _) = signing(app).await?;
    let names = app.keyring.prepare_next().map_err(Error::fault)?.names();
    let mut tx = app.db.write().await?;
    if !rows::add_pair(&mut tx, &names, Some(before), app.now()).await? {
        return Err(Refusal::StandingUnchanged.into());
    }
    tx.commit().await?;
    app.keyring.take(&names).map_err(Error::fault)?;
    Ok(names)
}

/// Notes that a key may be in other hands since a moment: it leaves `assertionMethod`, and what it signed holds only where the issuance log has it. Where it
/// signs still, another pair takes its place first. Gives the number of its pair.
///
/// # Errors
/// [`Error::Missing`] for a key that is not ours.
pub async fn compromise(app: &App, multikey: &str, since: Timestamp) -> Result<i64> {
    let keys = history(app).await?;
    let key = keys
        .iter()
        .find(|key| key.multikey == multikey)
        .ok_or(Error::Missing)?;
    if key.signs() {
        rotate(app).await?;
    }
    let mut tx = app.db.write().await?;
    rows::set_compromised(&mut tx, multikey, since).await?;
    tx.commit().await?;
    Ok(key.pair)
}

/// Signs anew what a pair signed last and still holds: the same ids, each on a fresh place, a moment newer than the file that it replaces. It may be cut short
/// and called again. `told` hears how many are done. Gives how many there were.
///
/// # Errors
/// Those of the store.
pub async fn reissue(app: &App, pair: i64, mut told: impl FnMut(usize)) -> Result<usize> {
    // First, so that what carries them carries the new ones.
    endorse::reissue(app, pair).await?;
    let (mut done, mut after) = (0, String::new());
    loop {
        let page = badges::list_signed_by(&mut app.db.read().await?, pair, &after, 200).await?;
        let Some(last) = page.last() else {
            return Ok(done);
        };
        after = last.to_string();
        for id in page {
            let kept = badges::find_credential(&mut app.db.read().await?, id).await?;
            let Some(kept) = kept.filter(|kept| kept.pair == pair) else {
                continue;
            };
            match sign_again(app, kept.clone(), kept.name).await {
                // Somebody changed it meanwhile, and so had it signed anew or taken back.
                Ok(_) | Err(Error::Refusal(_)) => done += 1,
                Err(error) => return Err(error),
            }
            told(done);
        }
    }
}

/// The DID document of the instance under `base`: the same keys under each of its names, and where their dates are told; reads only. The dates stand in no
/// `expires` or `revoked` of a key that was only replaced: what it signed would no longer count (Controlled Identifiers 1.0, section 2.2).
///
/// # Errors
/// Those of the store.
pub async fn did_document(app: &App, base: &Base) -> Result<Value> {
    let mut document = with_keys(base, &history(app).await?, IssuerKey::asserts);
    document["service"] = json!([{
        "id": format!("{}#keys", base.did),
        "type": "KeyHistory",
        "serviceEndpoint": app.url("/issuer/keys.json"),
    }]);
    Ok(document)
}

/// The document in which stolen keys assert still: what the issuance log has is checked against it.
pub(super) fn document_of_the_log(base: &Base, keys: &[IssuerKey]) -> Value {
    with_keys(base, keys, |_| true)
}

fn with_keys(base: &Base, keys: &[IssuerKey], asserts: impl Fn(&IssuerKey) -> bool) -> Value {
    let listed: Vec<Listed> = keys
        .iter()
        .filter_map(|key| {
            Some(Listed {
                key: PublicKey::from_multikey(&key.multikey).ok()?,
                asserts: asserts(key),
                revoked: key.compromised_at.filter(|_| !asserts(key)),
            })
        })
        .collect();
    document(&base.did, &listed)
}

/// Keeps what the root key says of one of our keys; gives the key.
///
/// # Errors
/// [`Refusal::StatementForeign`] where it is not by the root key of the settings, or not about a key of ours.
pub async fn add_statement(app: &App, text: &str) -> Result<String> {
    let root = app
        .config
        .issuer
        .root
        .as_deref()
        .ok_or(Refusal::StatementForeign)?;
    let root = PublicKey::from_multikey(root).map_err(Error::fault)?;
    let about = read_statement(text.trim(), &root).ok_or(Refusal::StatementForeign)?;
    let multikey = app
        .bases()
        .iter()
        .find_map(|base| about.strip_prefix(&base.did)?.strip_prefix('#'))
        .ok_or(Refusal::StatementForeign)?;
    let mut tx = app.db.write().await?;
    if !rows::set_statement(&mut tx, multikey, text.trim()).await? {
        return Err(Refusal::StatementForeign.into());
    }
    tx.commit().await?;
    Ok(multikey.to_owned())
}

/// The keys with their dates as `/issuer/keys.json` and `crema keys list --json` give them.
pub fn history_value(app: &App, keys: &[IssuerKey]) -> Value {
    let keys: Vec<Value> = keys.iter().map(|key| key_value(app, key)).collect();
    match app.config.issuer.root.as_deref() {
        Some(root) => {
            let root = json!({"publicKeyMultibase": root, "fingerprint": fingerprint(root)});
            json!({"id": app.did(), "root": root, "keys": keys})
        }
        None => json!({"id": app.did(), "keys": keys}),
    }
}

fn key_value(app: &App, key: &IssuerKey) -> Value {
    let mut value = json!({
        "id": format!("{}#{}", app.did(), key.multikey),
        "publicKeyMultibase": key.multikey,
        "pair": key.pair,
        "made": key.made_at.to_string(),
    });
    let later = [
        ("retired", key.retired_at.map(|at| at.to_string())),
        ("compromised", key.compromised_at.map(|at| at.to_string())),
        ("statement", key.statement.clone()),
    ];
    for (name, text) in later {
        if let Some(text) = text {
            value[name] = text.into();
        }
    }
    value
}
