//! Cards printed before anything was earned: each has a code, and one badge is put into it.

use crate::{
    app::App,
    badges::pocket::{CARD_DAYS, hours_after},
    base::{AttemptId, Error, Refusal, Result, code::ClaimCode},
    outside::keyring::code_key,
    store::{badges as rows, pockets},
};

/// Cards that are made in one write.
const AT_ONCE: usize = 500;

/// Makes cards to be printed. Their codes stand nowhere but on them: only hashes are kept.
///
/// # Errors
/// Those of the store.
pub async fn make_cards(app: &App, count: usize) -> Result<Vec<ClaimCode>> {
    let now = app.now();
    let until = hours_after(now, 24 * CARD_DAYS);
    let mut codes = Vec::with_capacity(count);
    while codes.len() < count {
        let mut tx = app.db.write().await?;
        for _ in 0..AT_ONCE.min(count - codes.len()) {
            let code = random_code()?;
            if pockets::add_card(&mut tx, &code_key(&code.to_string()), until, now).await? {
                codes.push(code);
            }
        }
        tx.commit().await?;
    }
    Ok(codes)
}

/// A code that nothing can be led back to.
pub(super) fn random_code() -> Result<ClaimCode> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Error::fault)?;
    Ok(ClaimCode::from_bytes(&bytes))
}

/// Puts the badge that an attempt has earned into a card; the same again changes nothing.
///
/// # Errors
/// [`Refusal::CodeMistyped`]; [`Refusal::CodeUnknown`] where it is no card's; [`Refusal::ClaimExpired`]; [`Refusal::CardTaken`] where the card holds another
/// badge, or the badge is in another card; [`Error::Missing`] where the attempt has earned nothing.
pub async fn fill_card(app: &App, attempt: AttemptId, typed: &str) -> Result<()> {
    let key = code_key(&ClaimCode::read(typed)?.to_string());
    let mut tx = app.db.write().await?;
    let earned = rows::list_awards_of_attempt(&mut tx, attempt).await?;
    let award = earned.last().ok_or(Error::Missing)?.id;
    let card = pockets::find_card(&mut tx, &key)
        .await?
        .ok_or(Refusal::CodeUnknown)?;
    match card.award {
        Some(held) if held == award => return Ok(()),
        Some(_) => return Err(Refusal::CardTaken.into()),
        None if app.now() > card.until => return Err(Refusal::ClaimExpired.into()),
        None => {}
    }
    if pockets::is_in_a_card(&mut tx, award).await?
        || !pockets::fill_card(&mut tx, &key, award).await?
    {
        return Err(Refusal::CardTaken.into());
    }
    tx.commit().await
}
