//! What the letters of a certification are about, read when they are sent; nothing where nobody waits for them any more.

use crate::{
    app::App,
    base::{AttestationId, Error, ReadingId, Result, StoryId},
    certification::attestation::{Answer, Attestation},
    store::{access, certification as rows},
};

/// What a letter that asks to confirm a café is about.
pub struct AttestLetter {
    /// The café.
    pub asked: Attestation,
    /// Who asks, by the address that they proved.
    pub author: String,
    /// Where it is answered.
    pub link: String,
}

/// What a letter about a story that was decided is about.
pub struct DecidedLetter {
    /// Whether it passed.
    pub passed: bool,
    /// Whether an appeal decided.
    pub heard: bool,
    /// For how many days a refusal can be appealed against.
    pub appeal_days: i64,
    /// The page of the dossier.
    pub page: String,
}

/// What a letter that asks to confirm a café says.
///
/// # Errors
/// Those of the store.
pub async fn attest_letter(app: &App, id: AttestationId) -> Result<Option<AttestLetter>> {
    let mut reader = app.db.read().await?;
    let Some(asked) = rows::find_attestation(&mut reader, id).await? else {
        return Ok(None);
    };
    let author = access::find_account(&mut reader, asked.account).await?;
    Ok(author
        .filter(|_| asked.is_open(app.now()))
        .map(|author| AttestLetter {
            author: author.email.as_str().to_owned(),
            link: app.url(&format!(
                "/attestations/{}",
                app.keyring.attestation_token(id)
            )),
            asked,
        }))
}

/// The café that was answered, whether it was confirmed, and the page of the certifications.
///
/// # Errors
/// Those of the store.
pub async fn attested_letter(
    app: &App,
    id: AttestationId,
) -> Result<Option<(Attestation, Option<String>, String)>> {
    let mut reader = app.db.read().await?;
    let asked = rows::find_attestation(&mut reader, id).await?;
    Ok(asked.and_then(|asked| {
        let why = match &asked.answer {
            Some((_, Answer::Declined(why))) => Some(why.clone()),
            Some((_, Answer::Confirmed(_))) => None,
            None => return None,
        };
        Some((asked, why, app.url("/me/certifications")))
    }))
}

/// The page on which a story is read, while it waits.
///
/// # Errors
/// Those of the store.
pub async fn reads(app: &App, id: ReadingId) -> Result<Option<(String, jiff::Timestamp)>> {
    let reading = rows::find_reading(&mut app.db.read().await?, id).await?;
    Ok(reading
        .filter(|one| one.done_at.is_none() && one.stands())
        .map(|one| (app.url(&format!("/admin/reviews/{id}")), one.due_at)))
}

/// What became of a story.
///
/// # Errors
/// Those of the store.
pub async fn decided_letter(app: &App, id: StoryId) -> Result<Option<DecidedLetter>> {
    let mut reader = app.db.read().await?;
    let Some(story) = rows::find_story(&mut reader, id).await? else {
        return Ok(None);
    };
    let dossier = rows::find_dossier(&mut reader, story.dossier).await?;
    let dossier = dossier.ok_or_else(|| Error::fault("a story without its dossier"))?;
    let served = app.shelf().find(&dossier.module);
    let plan = served.and_then(|served| super::plan(&served, dossier.lang, &dossier.level));
    Ok(story.decided_at.map(|_| DecidedLetter {
        passed: story.passed,
        heard: story.heard_at.is_some(),
        appeal_days: plan.map_or(0, |plan| plan.appeal_days),
        page: app.url(&format!(
            "/me/certifications/{}/{}",
            dossier.module, dossier.level
        )),
    }))
}
