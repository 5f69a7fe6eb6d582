//! Our badges as Open Badges 2.0 has them, for passports that read no 3.0: hosted, so that their addresses are what counts, and made of the rows when they are read.

use openbadges::{
    AchievementCredential,
    ob2::{self, Addresses},
};
use serde_json::Value;

use super::compose;
use crate::{
    app::{App, Base},
    badges::{
        achievement::Achievement,
        ledger::{Kept, Standing},
    },
    base::{CredentialId, Error, Lang, Result},
    outside::fetch::Document,
    store::badges as rows,
};

/// What stands at an address of an assertion.
pub struct Assertion {
    /// The document.
    pub value: Value,
    /// It was taken back: the answer has the status 410.
    pub gone: bool,
    /// What is awarded.
    pub achievement: Achievement,
    /// The language of the image.
    pub lang: Lang,
}

/// The address of a badge of 2.0 beside that of a credential. None has one where the issuer has no address for mail, which 2.0 asks of every issuer, or the
/// instance no https, on which alone what is not signed rests.
pub fn v2_address(app: &App, credential: &str) -> Option<String> {
    has_v2(app, app.base_url()).then(|| format!("{credential}/v2"))
}

fn has_v2(app: &App, base: &str) -> bool {
    app.config.issuer.email.is_some() && base.starts_with("https://")
}

/// The issuer's profile of 2.0 at one of our addresses.
fn issuer_address(base: &Base) -> String {
    format!("{}/issuer/v2", base.url)
}

fn class_address(base: &Base, slug: &str, version: &str) -> String {
    format!("{}/achievements/{slug}/{version}/v2", base.url)
}

/// Whether somebody is this instance as an issuer of 2.0.
pub(super) fn is_own_issuer(app: &App, id: &str) -> bool {
    app.bases().iter().any(|base| issuer_address(base) == id)
}

/// A credential as a hosted assertion; of one that does not hold, what says so. Reads only.
///
/// # Errors
/// [`Error::Missing`] where there is none, or no form of 2.0; those of the store.
pub async fn v2_assertion(app: &App, base: &Base, id: CredentialId) -> Result<Assertion> {
    if !has_v2(app, &base.url) {
        return Err(Error::Missing);
    }
    let address = format!("{}/credentials/{id}/v2", base.url);
    let mut reader = app.db.read().await?;
    let kept = rows::find_credential(&mut reader, id).await?;
    let kept = kept.ok_or(Error::Missing)?;
    let (award, achievement) = rows::find_stated(&mut reader, &kept).await?;
    let value = match taken_back(&kept) {
        Some(reason) => ob2::revoked(&address, reason).map_err(Error::fault)?,
        None => assertion(base, &kept, &achievement, &address)?,
    };
    Ok(Assertion {
        value,
        gone: kept.standing != Standing::Valid,
        achievement,
        lang: award.lang,
    })
}

fn assertion(base: &Base, kept: &Kept, one: &Achievement, address: &str) -> Result<Value> {
    let document: Value = serde_json::from_str(&kept.document).map_err(Error::fault)?;
    let credential = AchievementCredential::try_from(document)
        .map_err(|broken| Error::fault(broken.to_string()))?;
    let addresses = Addresses {
        assertion: address,
        badge_class: &class_address(base, &one.slug, &one.version),
        issuer: &issuer_address(base),
        image: Some(&format!("{address}.png")),
    };
    ob2::assertion(&credential, &addresses).map_err(Error::fault)
}

/// Why a credential does not hold. Of one that its holder gave up nothing more is said.
fn taken_back(kept: &Kept) -> Option<Option<&str>> {
    let reason = kept.reason.as_deref();
    match kept.standing {
        Standing::Valid => None,
        Standing::Withdrawn => Some(None),
        Standing::Revoked => Some(reason),
        // 2.0 has no word for these two, and readers of it are told in plain words.
        Standing::Suspended => Some(reason.or(Some("suspended"))),
        Standing::Replaced => Some(reason.or(Some("replaced"))),
    }
}

/// An achievement as a badge class, in its first language. Reads only.
///
/// # Errors
/// Those of [`v2_assertion`].
pub async fn v2_badge_class(app: &App, base: &Base, slug: &str, version: &str) -> Result<Value> {
    if !has_v2(app, &base.url) {
        return Err(Error::Missing);
    }
    let mut reader = app.db.read().await?;
    let one = rows::find_achievement_version(&mut reader, slug, version).await?;
    let one = one.ok_or(Error::Missing)?;
    let lang = one.lang.parse().unwrap_or_default();
    let achievement = compose::achievement(app, &one, lang, &[]).map_err(Error::fault)?;
    let addresses = Addresses {
        assertion: "",
        badge_class: &class_address(base, slug, version),
        issuer: &issuer_address(base),
        image: None,
    };
    ob2::badge_class(&achievement, &addresses).map_err(Error::fault)
}

/// The issuer's profile of 2.0.
///
/// # Errors
/// [`Error::Missing`] where there is no form of 2.0.
pub fn v2_issuer(app: &App, base: &Base) -> Result<Value> {
    if !has_v2(app, &base.url) {
        return Err(Error::Missing);
    }
    let profile = compose::issuer(app).map_err(Error::fault)?;
    ob2::issuer(&profile, &issuer_address(base)).map_err(Error::fault)
}

/// A document of 2.0 of ours by its address. Reads only.
///
/// # Errors
/// Those of the store.
pub(super) async fn own(app: &App, url: &str) -> Result<Option<Document>> {
    let path = |base: &Base| {
        url.strip_prefix(&base.url)?
            .strip_suffix("/v2")
            .map(str::to_owned)
    };
    let found = app
        .bases()
        .iter()
        .find_map(|base| Some((base, path(base)?)));
    let Some((base, path)) = found else {
        return Ok(None);
    };
    let bytes = |value: Value| value.to_string().into_bytes();
    let here = |value: Value| Document::Here(bytes(value));
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    let document = match steps.as_slice() {
        ["issuer"] => v2_issuer(app, base).map(here),
        ["achievements", slug, version] => v2_badge_class(app, base, slug, version).await.map(here),
        ["credentials", id] => match id.parse() {
            Ok(id) => v2_assertion(app, base, id).await.map(|found| {
                if found.gone {
                    Document::Gone(bytes(found.value))
                } else {
                    here(found.value)
                }
            }),
            Err(_) => Err(Error::Missing),
        },
        _ => Err(Error::Missing),
    };
    match document {
        Ok(document) => Ok(Some(document)),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}
