//! `crema items` and `crema reviews`: questions that people contest, and results that a person decides, also while the server runs.

use clap::{Subcommand, builder::NonEmptyStringValueParser};

use super::{Failure, instance, runtime};
use crate::{
    app::App,
    base::{AttemptId, Error},
    flows::contested,
    store::contested as rows,
};

/// What to do about questions.
#[derive(Subcommand)]
pub(super) enum Items {
    /// List what people said of questions, tab-separated; of one module, word by word.
    Contested {
        /// The module.
        module: Option<String>,
    },
    /// Take a question out of the score for everybody, and count finished attempts again. No badge is taken away.
    Neutralise(Target),
    /// Let a question count again; levels reached without it stay.
    Restore(Target),
}

#[derive(clap::Args)]
pub(super) struct Target {
    /// The module.
    module: String,
    /// The question, by its id.
    item: String,
    /// Why, in words that everybody reads on the module's page of changes.
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    reason: String,
}

/// What to do about results near the bar of a certification.
#[derive(Subcommand)]
pub(super) enum Reviews {
    /// List the results that wait, tab-separated: attempt, level, chance that the true score reaches the bar.
    List,
    /// Give the level.
    Grant(Decision),
    /// Do not give the level; a lower one that was reached is given.
    Refuse(Decision),
}

#[derive(clap::Args)]
pub(super) struct Decision {
    /// The attempt.
    attempt: String,
    /// Why.
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    reason: String,
}

pub(super) fn items(command: &Items) -> Result<(), Failure> {
    with_app(async |app| match command {
        Items::Contested { module } => contested_items(app, module.as_deref()).await,
        Items::Neutralise(Target {
            module,
            item,
            reason,
        }) => {
            let raised = contested::neutralise(app, module, item, reason).await?;
            eprintln!("crema: {item} counts for nobody any more; {raised} results rose");
            Ok(())
        }
        Items::Restore(Target {
            module,
            item,
            reason,
        }) => {
            contested::restore(app, module, item, reason).await?;
            eprintln!("crema: {item} counts again");
            Ok(())
        }
    })
}

async fn contested_items(app: &App, module: Option<&str>) -> Result<(), Error> {
    let mut reader = app.db.read().await?;
    let Some(module) = module else {
        for summary in rows::count_contests(&mut reader).await? {
            println!("{}\t{}\t{}", summary.said, summary.module, summary.item);
        }
        return Ok(());
    };
    for contest in rows::list_contests(&mut reader, module).await? {
        println!(
            "{}\t{}\t{}\t{}\t{}",
            contest.item,
            contest.version,
            contest.said_at.strftime("%Y-%m-%d"),
            contest.reason,
            contest.words.unwrap_or_default()
        );
    }
    Ok(())
}

pub(super) fn reviews(command: &Reviews) -> Result<(), Failure> {
    with_app(async |app| match command {
        Reviews::List => {
            let mut reader = app.db.read().await?;
            for review in rows::list_reviews(&mut reader).await? {
                let chance = review.chance as f64 / 1000.0;
                println!("{}\t{}\t{chance:.3}", review.attempt, review.level);
            }
            Ok(())
        }
        Reviews::Grant(decision) => decide(app, decision, true).await,
        Reviews::Refuse(decision) => decide(app, decision, false).await,
    })
}

async fn decide(app: &App, decision: &Decision, granted: bool) -> Result<(), Error> {
    let id: AttemptId = decision.attempt.parse().map_err(|_| Error::Missing)?;
    contested::decide(app, id, granted, &decision.reason).await?;
    let word = if granted { "granted" } else { "refused" };
    eprintln!("crema: {id}: {word}");
    Ok(())
}

/// Runs something on the instance of this folder.
fn with_app(work: impl AsyncFnOnce(&App) -> Result<(), Error>) -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let bound = config.listen;
        let app = instance::open(config, bound, false)
            .await
            .map_err(Failure::Environment)?;
        let done = work(&app).await;
        app.db.close().await;
        match done {
            Ok(()) => Ok(()),
            Err(Error::Missing) => {
                eprintln!("crema: there is no such module, question or review here");
                Err(Failure::DoesNotHold)
            }
            Err(Error::Refusal(_)) => {
                eprintln!("crema: that is so already");
                Err(Failure::DoesNotHold)
            }
            Err(error) => Err(Failure::Environment(error.to_string())),
        }
    })
}
