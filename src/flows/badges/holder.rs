//! What somebody does with a badge of their own, by the address that only they have: another name on it, a letter, giving it up.

use jiff::SignedDuration;

use openbadges::{did::did_key, key::Algorithm};

use super::{compose, endorse, standing};
use crate::{
    app::App,
    badges::{
        achievement::ANIMATION,
        award::Evidence,
        ledger::{Kept, Standing},
    },
    base::{CredentialId, Email, Error, Lang, Name, Refusal, Result},
    store::{
        allowances, badges as rows, holdings,
        jobs::{self, Job, Letter},
    },
};

/// How often the name on one badge may change in a day: each change takes a place in a status list for good.
const NAMES_A_DAY: i64 = 5;

/// How many letters about one badge may be asked for in a day.
const LETTERS_A_DAY: i64 = 3;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The badge whose holder has this token; reads only.
///
/// # Errors
/// [`Error::Missing`].
pub async fn held(app: &App, token: &str) -> Result<Kept> {
    let id = app.keyring.holder_of(token).ok_or(Error::Missing)?;
    let kept = rows::find_credential(&mut app.db.read().await?, id).await?;
    kept.ok_or(Error::Missing)
}

/// Puts another name on a badge, or takes it off: the same id is signed again, and the file with the name before is refused from now on. The same name again
/// changes nothing.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::StandingUnchanged`] where the badge does not hold; [`Refusal::TooOften`].
pub async fn rename(app: &App, token: &str, name: Option<&Name>) -> Result<()> {
    let kept = held(app, token).await?;
    let name = name.map(|name| name.as_str().to_owned());
    if kept.standing != Standing::Valid {
        return Err(Refusal::StandingUnchanged.into());
    }
    if kept.name == name {
        return Ok(());
    }
    take_turn(app, &format!("name {}", kept.id), NAMES_A_DAY).await?;
    standing::sign_again(app, kept, name).await?;
    // The name before is to be gone from the disk, not only from the table.
    app.db.fold().await
}

/// Has a badge name the key of its holder's wallet, or none any more: the same id is signed again, and the file before is refused from now on. Whoever has that key
/// can show by it, anywhere, that the badge is theirs. The same key again changes nothing.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::KeyUnreadable`]; [`Refusal::StandingUnchanged`] where the badge does not hold; [`Refusal::TooOften`].
pub async fn tie(app: &App, token: &str, typed: &str) -> Result<()> {
    let kept = held(app, token).await?;
    if kept.standing != Standing::Valid {
        return Err(Refusal::StandingUnchanged.into());
    }
    let wallet = wallet(typed)?;
    if compose::wallet_of(&kept.document) == wallet {
        return Ok(());
    }
    take_turn(app, &format!("name {}", kept.id), NAMES_A_DAY).await?;
    let name = kept.name.clone();
    let again = standing::Again::sign_with(app, kept, name, wallet).await?;
    again.put(app).await?;
    // The key before is to be gone from the disk as well.
    app.db.fold().await
}

/// A key as it was typed, without what wallets write behind it; none where nothing was.
fn wallet(typed: &str) -> Result<Option<String>> {
    let did = typed.trim().split('#').next().unwrap_or_default();
    if did.is_empty() {
        return Ok(None);
    }
    let key = did_key(did).map_err(|_| Refusal::KeyUnreadable)?;
    // Of the kinds that wallets have; one of RSA would be longer than the rest of the badge.
    match key.algorithm() {
        Algorithm::EdDsa | Algorithm::Es256 => Ok(Some(format!("did:key:{}", key.multikey()))),
        _ => Err(Refusal::KeyUnreadable.into()),
    }
}

/// Signs a badge again as it is, so that it carries what others say of it today. It takes one of the turns of its names.
pub(super) async fn sign_anew(app: &App, kept: Kept) -> Result<()> {
    if kept.standing != Standing::Valid {
        return Err(Refusal::StandingUnchanged.into());
    }
    take_turn(app, &format!("name {}", kept.id), NAMES_A_DAY).await?;
    let name = kept.name.clone();
    standing::sign_again(app, kept, name).await.map(|_| ())
}

/// Takes one of `most` turns in a day.
async fn take_turn(app: &App, what: &str, most: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !allowances::take(&mut tx, what, most, DAY, app.now()).await? {
        return Err(Refusal::TooOften.into());
    }
    tx.commit().await
}

/// Claims the badge of a code as the renewal of the one that its holder has: it shows the same name and says what it renews. The same again gives the same.
///
/// # Errors
/// [`Error::Missing`]; those of [`super::open_claim`]; [`Refusal::NotARenewal`] where it is of another module or achievement.
pub async fn renew(app: &App, token: &str, typed: &str) -> Result<CredentialId> {
    let former = held(app, token).await?;
    if !matches!(former.standing, Standing::Valid) {
        return Err(Refusal::StandingUnchanged.into());
    }
    let (_, before) = rows::find_stated(&mut app.db.read().await?, &former).await?;
    let claim = super::open_claim(app, typed).await?;
    let same = claim.achievement.slug == before.slug
        || !before.module.is_empty() && claim.achievement.module == before.module;
    if !same || claim.kept.as_ref().is_some_and(|kept| kept.id == former.id) {
        return Err(Refusal::NotARenewal.into());
    }
    let name = Name::read(former.name.as_deref().unwrap_or_default())?;
    let (id, _) = super::sign_claim(app, typed, name.as_ref(), Some(former.id)).await?;
    Ok(id)
}

/// Gives a badge up: what is kept of it here goes, and its page says so. The file in its holder's hands goes on to hold, unless `voided` asks that it
/// does not.
///
/// # Errors
/// [`Error::Missing`].
pub async fn give_up(app: &App, token: &str, voided: bool) -> Result<()> {
    let kept = held(app, token).await?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !rows::withdraw(&mut tx, kept.id, now).await? {
        return Ok(());
    }
    if voided {
        // The place of the newest form: once the row is held, nobody signs another.
        let seat = rows::find_seat(&mut tx, kept.id).await?;
        let seat = seat.ok_or_else(|| Error::fault("a credential without a place"))?;
        rows::set_bit(&mut tx, seat, now).await?;
    }
    endorse::forget_of_badge(&mut tx, kept.id, now).await?;
    holdings::forget_everywhere(&mut tx, kept.award).await?;
    tx.commit().await?;
    app.db.fold().await
}

/// Sends the address of a badge, and that of its holder, to a mailbox. The address of the mailbox stands in that letter alone, and goes with it.
///
/// # Errors
/// [`Error::Missing`]; [`Refusal::StandingUnchanged`] for a badge that was given up; [`Refusal::TooOften`].
pub async fn send(app: &App, token: &str, to: Email, lang: Lang) -> Result<()> {
    let kept = held(app, token).await?;
    if !may_be_sent(&kept) {
        return Err(Refusal::StandingUnchanged.into());
    }
    let letter = Letter::Badge {
        credential: kept.id,
    };
    post(app, &format!("letter {}", kept.id), to, lang, letter).await
}

/// Whether a badge goes by letter: not where it was given up, or its issuer took it back for a time or for good.
pub fn may_be_sent(kept: &Kept) -> bool {
    !matches!(
        kept.standing,
        Standing::Withdrawn | Standing::Revoked | Standing::Suspended
    )
}

/// Sends the code of an award that waits to a mailbox, for who claims it later.
///
/// # Errors
/// Those of [`super::open_claim`]; [`Refusal::TooOften`].
pub async fn send_code(app: &App, typed: &str, to: Email, lang: Lang) -> Result<()> {
    let award = super::open_claim(app, typed).await?.award.id;
    let letter = Letter::Claim { award };
    post(app, &format!("letter {award}"), to, lang, letter).await
}

async fn post(app: &App, what: &str, to: Email, lang: Lang, letter: Letter) -> Result<()> {
    let now = app.now();
    let mailbox = app.keyring.mailbox(&to);
    let mut tx = app.db.write().await?;
    // By badge and by mailbox: nobody fills a mailbox of somebody else from here.
    for name in [what.to_owned(), format!("badges to {mailbox}")] {
        if !allowances::take(&mut tx, &name, LETTERS_A_DAY, DAY, now).await? {
            return Err(Refusal::TooOften.into());
        }
    }
    let job = Job::letter(to, lang, letter);
    jobs::add(&mut tx, &job, Some(&mailbox), now, now).await?;
    tx.commit().await
}

/// What a letter about a badge says of it: its name, its address, and that of its holder. Nothing where it was given up meanwhile.
///
/// # Errors
/// Those of the store.
pub async fn letter(app: &App, id: CredentialId, lang: Lang) -> Result<Option<BadgeLetter>> {
    let mut reader = app.db.read().await?;
    let Some(kept) = rows::find_credential(&mut reader, id).await? else {
        return Ok(None);
    };
    if kept.standing == Standing::Withdrawn {
        return Ok(None);
    }
    let (_, achievement) = rows::find_stated(&mut reader, &kept).await?;
    Ok(Some(BadgeLetter {
        name: achievement.texts(lang).1.name.clone(),
        page: app.url(&format!("/credentials/{id}")),
        holder: app.url(&format!("/holder/{}", app.keyring.holder_token(id))),
        until: kept.expires_at,
        renewal: (achievement.kind == ANIMATION).then(|| app.url("/me/certifications")),
    }))
}

/// What a letter about an award says of it: its name, its code, where to claim it, and until when. Nothing where its time is over or the badge is claimed.
///
/// # Errors
/// Those of the store.
pub async fn claim_letter(
    app: &App,
    award: crate::base::AwardId,
    lang: Lang,
) -> Result<Option<ClaimLetter>> {
    let mut reader = app.db.read().await?;
    let Some(award) = rows::find_award(&mut reader, award).await? else {
        return Ok(None);
    };
    let claimed = rows::find_credential_of_award(&mut reader, award.id).await?;
    if claimed.is_some() || app.now() > award.claim_until {
        return Ok(None);
    }
    let achievement = rows::find_achievement_of(&mut reader, &award).await?;
    let code = app.keyring.claim_code(award.id).to_string();
    Ok(Some(ClaimLetter {
        name: achievement.texts(lang).1.name.clone(),
        page: app.url(&format!("/claims/{code}")),
        code,
        until: award.claim_until,
        came: matches!(award.evidence, Evidence::Attended(_)),
    }))
}

/// See [`letter`].
pub struct BadgeLetter {
    /// The badge's name.
    pub name: String,
    /// The address for everybody.
    pub page: String,
    /// The address for its holder alone.
    pub holder: String,
    /// When it ends.
    pub until: Option<jiff::Timestamp>,
    /// Where it is renewed, where that is not the page of its holder.
    pub renewal: Option<String>,
}

/// See [`claim_letter`].
pub struct ClaimLetter {
    /// The badge's name.
    pub name: String,
    /// Where it is claimed.
    pub page: String,
    /// The code.
    pub code: String,
    /// Until when.
    pub until: jiff::Timestamp,
    /// Whether it is for having come to an event.
    pub came: bool,
}
