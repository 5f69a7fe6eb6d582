//! A badge that comes with something else, to an account: signed first, then written in the transaction of what it comes with.

use super::{compose, keys, reserve};
use crate::{
    app::App,
    badges::{
        achievement::Achievement,
        award::{Award, Evidence, claim_until},
        ledger::{Kept, Seat, Standing},
    },
    base::{AccountId, AwardId, CredentialId, Error, Lang, Result, digest},
    outside::keyring::code_key,
    store::{
        badges as rows,
        db::Tx,
        holdings::{self, Way},
    },
};

/// What a badge is to say.
pub struct Statement<'s> {
    /// What it attests.
    pub achievement: &'s Achievement,
    /// Its language.
    pub lang: Lang,
    /// How it was earned.
    pub evidence: Evidence,
    /// The name that it shows.
    pub name: Option<&'s str>,
    /// The badge whose place it takes.
    pub former: Option<CredentialId>,
}

/// A badge that is signed and not yet written: nobody has it.
pub struct Ready {
    award: Award,
    kept: Kept,
    seat: Seat,
}

/// Signs a badge in both forms. Should it never be written, a gap in a status list is all that is left.
///
/// # Errors
/// Those of the store and of signing.
pub async fn prepare(app: &App, statement: Statement<'_>) -> Result<Ready> {
    let (pair, signers) = keys::signing(app).await?;
    let seat = reserve(app).await?;
    let (id, now) = (CredentialId::new(), app.now());
    let award = Award {
        id: AwardId::new(),
        achievement: statement.achievement.slug.clone(),
        achievement_version: statement.achievement.version.clone(),
        attempt: None,
        lang: statement.lang,
        level: statement.achievement.level.clone(),
        evidence: statement.evidence,
        awarded_at: now,
        claim_until: claim_until(now),
    };
    let until = compose::expiry(statement.achievement, now)?;
    let issue = compose::Issue {
        id,
        award: &award,
        achievement: statement.achievement,
        name: statement.name,
        seat,
        at: now,
        until,
        former: statement.former,
    };
    let signed = compose::sign(app, &signers, &issue)?;
    let kept = Kept {
        id,
        award: award.id,
        name: statement.name.map(str::to_owned),
        standing: Standing::Valid,
        reason: None,
        standing_at: now,
        revision: 1,
        pair,
        expires_at: until,
        issued_at: now,
        former: statement.former,
        document: signed.document,
        jwt: signed.jwt,
    };
    Ok(Ready { award, kept, seat })
}

impl Ready {
    /// The award.
    pub fn award(&self) -> AwardId {
        self.award.id
    }

    /// The credential.
    pub fn credential(&self) -> CredentialId {
        self.kept.id
    }

    /// Writes award and credential, and puts the badge into the space of an account. The lines of the log wait for [`Ready::log`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn write(&self, app: &App, tx: &mut Tx, account: AccountId) -> Result<()> {
        let code = app.keyring.claim_code(self.award.id).to_string();
        rows::add_award(tx, &self.award, &code_key(&code)).await?;
        if !rows::add_credential(tx, &self.kept, self.seat).await? {
            return Err(Error::fault("a fresh award that has a credential"));
        }
        holdings::add(tx, self.award.id, account, Way::Issued, self.kept.issued_at).await?;
        app.meters.issued.inc();
        Ok(())
    }

    /// Writes the lines of the issuance log: last in the transaction, since writers wait for each other here.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn log(&self, tx: &mut Tx) -> Result<()> {
        let digests = [&self.kept.document, &self.kept.jwt].map(digest);
        rows::add_log_lines(tx, &digests, self.kept.issued_at).await
    }
}
