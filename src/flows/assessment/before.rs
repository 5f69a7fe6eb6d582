//! What is asked of a person before an attempt begins: declarations, badges. A try-out, which gives nothing, asks nothing here.

use super::Begin;
use crate::{
    app::App,
    assessment::module::Module,
    badges::ledger::{Kept, Standing},
    base::{AccountId, Refusal, Result, code::ClaimCode},
    flows::badges::own_credential,
    outside::keyring::code_key,
    store::{badges as rows, holdings, sql::Conn},
};

/// Lets somebody begin who declares what the module asks to be declared, and holds the badges that it asks for.
///
/// # Errors
/// [`Refusal::NotDeclared`], [`Refusal::BadgeNotShown`].
pub(super) async fn admit(app: &App, module: &Module, begin: &Begin<'_>) -> Result<()> {
    let asked = &module.prerequisites;
    // On paper it was signed on the sheet; a table earns nothing.
    if !module.issues_badges() || !begin.manner.earns() || begin.seed.is_some() {
        return Ok(());
    }
    if !asked.declared().is_empty() && !begin.declared {
        return Err(Refusal::NotDeclared.into());
    }
    for badge in &asked.badges {
        if !is_shown(app, badge, begin.account, &begin.shown).await? {
            return Err(Refusal::BadgeNotShown.into());
        }
    }
    Ok(())
}

/// Whether a badge of ours is among those that a person shows, or keeps in their space, and holds; reads only.
///
/// # Errors
/// Those of the store.
pub async fn is_shown(
    app: &App,
    badge: &str,
    account: Option<AccountId>,
    shown: &[String],
) -> Result<bool> {
    let mut reader = app.db.read().await?;
    if let Some(account) = account {
        let kept = holdings::list(&mut reader, account).await?;
        let holds = |held: &holdings::Held| {
            held.achievement == badge
                && held.standing == Standing::Valid
                && held.expires_at.is_none_or(|at| at > app.now())
        };
        if kept.iter().any(holds) {
            return Ok(true);
        }
    }
    for typed in shown {
        if stands_for(app, &mut reader, typed.trim(), badge).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an address or a code is that of a badge that was earned and holds.
async fn stands_for(app: &App, conn: &mut impl Conn, typed: &str, badge: &str) -> Result<bool> {
    let (award, kept) = if let Some(id) = own_credential(app, typed) {
        let Some(kept) = rows::find_credential(conn, id).await? else {
            return Ok(false);
        };
        (rows::find_award(conn, kept.award).await?, Some(kept))
    } else if let Ok(code) = ClaimCode::read(typed) {
        let award = rows::find_award_by_claim(conn, &code_key(&code.to_string())).await?;
        match award {
            // Earned and not yet claimed is earned.
            Some(award) => {
                let kept = rows::find_credential_of_award(conn, award.id).await?;
                (Some(award), kept)
            }
            None => (None, None),
        }
    } else {
        return Ok(false);
    };
    let holds = |kept: &Kept| {
        kept.standing == Standing::Valid && kept.expires_at.is_none_or(|at| at > app.now())
    };
    Ok(award.is_some_and(|award| award.achievement == badge) && kept.iter().all(holds))
}
