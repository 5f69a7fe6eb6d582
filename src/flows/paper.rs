//! Paper sheets typed in by an animator: each becomes an attempt like any other, by the same flows.

use jiff::SignedDuration;
use serde_json::Value;

use super::assessment::{Begin, Repeatable, complete, open, start, store};
use crate::{
    app::App,
    assessment::{module::Module, paper::SheetCode},
    base::{AttemptId, Error, Result, digest},
};

/// Whether whoever is there may type sheets of this module. A certification needs somebody who answers for what was written, and
/// nobody signs in here: until then its sheets are marked by `crema score` alone.
pub fn may_enter(module: &Module) -> bool {
    !module.delivery.certification
}

/// Stores a sheet as an attempt of its own: begun, answered, completed. Each step may be made again, so that the same key with the same
/// answers, after a double click or a fault on the way, ends at the one attempt.
///
/// # Errors
/// [`Error::Missing`] for a module that takes no such sheet; [`crate::base::Refusal::KeyReused`] for a key that came with other answers.
pub async fn enter(
    app: &App,
    module: &str,
    code: &SheetCode,
    answers: &[(String, Value)],
    key: &str,
) -> Result<AttemptId> {
    let served = app.shelf().find(module).ok_or(Error::Missing)?;
    if !may_enter(served.own()) || !code.is_of(&served.hash) {
        return Err(Error::Missing);
    }
    let staged = served.own().delivery.two_stage.is_some();
    let said = serde_json::to_string(answers).map_err(Error::fault)?;
    let repeatable = Repeatable {
        key: &format!("sheet {key}"),
        fingerprint: digest(format!("{module} {code} {said}")),
    };
    let begin = Begin {
        seed: Some(code.seed()),
        ..Begin::alone(module, code.lang)
    };
    let id = start(app, begin, Some(repeatable)).await?;
    for (item, response) in answers {
        let opened = open(app, id).await?;
        match store(app, opened, item, response.clone(), SignedDuration::ZERO).await {
            // The set that the first stage did not lead to is not in the attempt, whatever was written there.
            Err(Error::Missing) if staged => {}
            answered => drop(answered?),
        }
    }
    complete(app, id).await?;
    Ok(id)
}
