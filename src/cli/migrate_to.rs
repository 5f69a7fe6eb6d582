//! `crema migrate-to`: the data of an instance into another database, mostly from SQLite to PostgreSQL; what arrives is compared with what left.

use super::{Failure, instance, restore::open_bare, runtime};
use crate::{
    base::Error,
    store::{
        db::{Db, Place},
        instance::{find_setting, set_setting},
        whole::{self, Content},
    },
};

/// The note that a database was moved, and where to.
pub(super) const MOVED: &str = "moved";

#[derive(clap::Args)]
pub(super) struct Args {
    /// The database to move to, which holds no instance: `postgres://…` or `sqlite:PATH`.
    url: String,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    let to = Place::read(&args.url).map_err(Failure::Environment)?;
    runtime()?
        .block_on(go(&config.database, &to))
        .map_err(Failure::Environment)
}

async fn go(from: &Place, to: &Place) -> Result<(), String> {
    let told = |error: Error| error.to_string();
    instance::must_be(from)?;
    // What a server writes after the last row has left would stay behind.
    let (door, queue) = (instance::take_door(from)?, instance::take_queue(from));
    if queue.is_none() {
        return Err(format!(
            "a `crema work` works with {from}: end it first, so that nothing is left behind"
        ));
    }
    let source = Db::open(from)
        .await
        .map_err(|error| instance::unopened(from, &error))?;
    // Brought up to date first: both sides then have the schema of this program.
    source.migrate(from).await.map_err(told)?;
    let schema = source.steps_done().await.map_err(told)?;
    let target = Db::open(to)
        .await
        .map_err(|error| instance::unopened(to, &error))?;
    let tables = open_bare(&target, to, schema).await?;
    // Held until the end: nothing is written meanwhile that would stay behind.
    let mut left = source.write().await.map_err(told)?;
    if let Some(moved) = find_setting(&mut left, MOVED).await.map_err(told)? {
        return Err(format!("this instance was moved to {moved} already"));
    }
    let mut arriving = target.write().await.map_err(told)?;
    for table in tables.iter().rev() {
        table.clear(&mut arriving).await.map_err(told)?;
    }
    let mut contents = Vec::with_capacity(tables.len());
    for table in &tables {
        let mut content = Content::default();
        table
            .each_row(&mut left, async |row| {
                content.add(row);
                table.add_row(&mut arriving, row).await
            })
            .await
            .map_err(told)?;
        contents.push(content);
    }
    let mut total = 0;
    for (table, content) in tables.iter().zip(&contents) {
        if table.content(&mut arriving).await.map_err(told)? != *content {
            return Err(format!(
                "{} did not arrive as it left; nothing was moved",
                table.name
            ));
        }
        total += content.rows;
    }
    arriving.commit().await.map_err(told)?;
    set_setting(&mut left, MOVED, &to.to_string())
        .await
        .map_err(told)?;
    left.commit().await.map_err(told)?;
    source.close().await;
    drop((door, queue));
    let flaws = target.flaws().await.map_err(told)?;
    target.close().await;
    eprintln!(
        "crema: {total} rows of {} tables are in {to} now, every digest as it was",
        whole::tables(schema).len()
    );
    eprintln!(
        "crema: set CREMA_DATABASE_URL to it; keys and modules stay where they are, and the old database is served no more"
    );
    for flaw in flaws {
        eprintln!("crema: {to}: {flaw}");
    }
    Ok(())
}
