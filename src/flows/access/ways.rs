//! What somebody is told of when the ways into their account change.

use crate::{
    access::{account::Account, way::Change},
    app::App,
    base::Result,
    store::{
        db::Tx,
        jobs::{self, Job, Letter},
    },
};

/// Tells somebody by letter that the ways into their account changed.
pub(super) async fn tell(app: &App, tx: &mut Tx, account: &Account, change: Change) -> Result<()> {
    let letter = Letter::Ways {
        change: change.name().to_owned(),
    };
    let job = Job::letter(account.email.clone(), account.lang, letter);
    let mailbox = app.keyring.mailbox(&account.email);
    jobs::add(tx, &job, Some(&mailbox), app.now(), app.now()).await?;
    Ok(())
}
