//! `crema work`: does what is done later, letters first of all, for servers that only answer.

use std::sync::Arc;

use super::{
    Failure, instance, log, runtime,
    serve::{self, Duties, PAUSE},
};
use crate::{config::Config, outside::quizzes::Look};

/// Runs until SIGTERM or Ctrl-C.
pub(super) fn run() -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    let _telling = log::begin(&config);
    runtime()?
        .block_on(work(config))
        .map_err(Failure::Environment)
}

async fn work(config: Config) -> Result<(), String> {
    let figures = serve::figures(&config).await?;
    let look = Look::at(&config.quizzes).ok();
    let bound = config.listen;
    let app = instance::open(config, bound, false).await?;
    let queue = instance::take_queue(&app.config.database);
    if queue.is_none() {
        return Err("another process does the jobs of this database, and with SQLite only one can: end it, or start the server with --no-jobs".to_owned());
    }
    let duties = Duties {
        listener: None,
        figures,
        jobs: true,
        look,
        pause: PAUSE,
    };
    duties.run_until_stopped(Arc::new(app), "working").await
}
