//! `crema items` and `crema reviews`: questions that people contest, and results that a person decides, also while the server runs.

use clap::{Subcommand, builder::NonEmptyStringValueParser};

use super::{Failure, instance, runtime};
use crate::{
    access::audit::Actor,
    app::App,
    base::{AttemptId, Error},
    flows::contested,
    store::{
        contested as rows,
        db::Snapshot,
        sql::{Named, Order},
    },
};

/// What to do about questions.
#[derive(Subcommand)]
pub(super) enum Items {
    /// List what people said of questions, tab-separated; of one module, word by word.
    #[command(after_help = "Example: crema items contested ia-generative-premiers-pas")]
    Contested {
        /// The module.
        module: Option<String>,
    },
    /// Take a question out of the score for everybody, and count finished attempts again. No badge is taken away.
    #[command(
        after_help = "Example: crema items neutralise ia-generative-premiers-pas prediction --reason \"Deux réponses étaient justes\""
    )]
    Neutralise(Target),
    /// Let a question count again; levels reached without it stay.
    #[command(
        after_help = "Example: crema items restore ia-generative-premiers-pas prediction --reason \"La question est corrigée\""
    )]
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
    #[command(after_help = "Example: crema reviews list")]
    List,
    /// Give the level.
    #[command(
        after_help = "Example: crema reviews grant 0198c2f4-3b7a-7c11-9a55-2f3e4d5c6b7a --reason \"Le récit montre ce que la question cherchait\""
    )]
    Grant(Decision),
    /// Do not give the level; a lower one that was reached is given.
    #[command(
        after_help = "Example: crema reviews refuse 0198c2f4-3b7a-7c11-9a55-2f3e4d5c6b7a --reason \"Deux critères manquent\""
    )]
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
    let Some(module) = module else {
        let mut reader = app.db.read().await?;
        for summary in rows::count_contests(&mut reader).await? {
            println!("{}\t{}\t{}", summary.said, summary.module, summary.item);
        }
        return Ok(());
    };
    in_pages(app, rows::CONTEST_ORDERS, async |reader, order| {
        let contests = rows::list_contests(reader, module, order).await?;
        for contest in &contests {
            println!(
                "{}\t{}\t{}\t{}\t{}",
                contest.item,
                contest.version,
                contest.said_at.strftime("%Y-%m-%d"),
                contest.reason,
                contest.words.as_deref().unwrap_or_default()
            );
        }
        Ok(contests.len())
    })
    .await
}

/// Goes through a long list as one moment of the database has it, a page at a time.
async fn in_pages(
    app: &App,
    orders: &[Named],
    mut print: impl AsyncFnMut(&mut Snapshot, Order) -> Result<usize, Error>,
) -> Result<(), Error> {
    const ROWS: i64 = 500;
    let mut snapshot = app.db.snapshot().await?;
    let mut offset = 0;
    while print(&mut snapshot, Order::of(orders, "", false, ROWS, offset)).await? > 0 {
        offset += ROWS;
    }
    Ok(())
}

pub(super) fn reviews(command: &Reviews) -> Result<(), Failure> {
    with_app(async |app| match command {
        Reviews::List => {
            in_pages(app, rows::REVIEW_ORDERS, async |reader, order| {
                let reviews = rows::list_reviews(reader, order).await?;
                for (review, _) in &reviews {
                    let chance = review.chance as f64 / 1000.0;
                    println!("{}\t{}\t{chance:.3}", review.attempt, review.level);
                }
                Ok(reviews.len())
            })
            .await
        }
        Reviews::Grant(decision) => decide(app, decision, true).await,
        Reviews::Refuse(decision) => decide(app, decision, false).await,
    })
}

async fn decide(app: &App, decision: &Decision, granted: bool) -> Result<(), Error> {
    let id: AttemptId = decision.attempt.parse().map_err(|_| Error::Missing)?;
    contested::decide(app, Actor::Console, id, granted, &decision.reason).await?;
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
