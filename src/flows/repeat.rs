//! Requests that may come twice: the same key with the same body is harmless, with another body it is refused.

use crate::{app::App, base::Result, outside::keyring::code_key, store::instance};

/// Notes that a key was used for a request.
///
/// # Errors
/// [`crate::base::Refusal::KeyReused`] where it came before with another body.
pub async fn note(app: &App, scope: &str, key: &str, fingerprint: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    instance::take_key(
        &mut tx,
        &code_key(&format!("{scope} {key}")),
        &code_key(fingerprint),
        "",
        app.now(),
    )
    .await?;
    tx.commit().await
}
