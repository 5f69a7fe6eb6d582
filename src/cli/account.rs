//! `crema account`: roles given from the server itself, and a way in printed here, for the first administrator or one who lost everything else.

use clap::Subcommand;

use super::{Failure, instance, runtime};
use crate::{
    access::{
        account::{INVITATION_HOURS, Post, Role, territory},
        audit::Actor,
    },
    app::App,
    base::{Email, Error, Lang, Result},
    flows::access,
    store::access as rows,
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Give a role, and print a link that opens the account once, within a day.
    #[command(after_help = "Example: crema account grant ada@example.org admin")]
    Grant {
        /// The address of the account; it is made where there is none.
        email: String,
        /// admin, author, coordinator or reviewer.
        role: String,
        /// The department that the role is bound to, such as 93.
        #[arg(long, default_value = "")]
        territory: String,
    },
}

pub(super) fn run(command: &Command) -> Result<(), Failure> {
    let Command::Grant {
        email,
        role,
        territory: department,
    } = command;
    let usage = |what: &str| Failure::Environment(what.to_owned());
    let email =
        Email::read(email).map_err(|_| usage(&format!("«{email}» is no address of a mailbox")))?;
    let role = role
        .parse()
        .ok()
        .filter(|role: &Role| role.is_granted())
        .ok_or_else(|| {
            usage(&format!(
                "«{role}» is no role to be given: admin, author, coordinator, reviewer"
            ))
        })?;
    let territory = territory(department)
        .ok_or_else(|| usage(&format!("«{department}» is no code of a department")))?;
    let config = instance::config().map_err(Failure::Environment)?;
    runtime()?.block_on(async {
        let app = instance::open_bare(config)
            .await
            .map_err(Failure::Environment)?;
        let done = grant(&app, &email, &Post { role, territory }).await;
        app.db.close().await;
        let link = done.map_err(|error| Failure::Environment(error.to_string()))?;
        eprintln!(
            "crema: the role «{role}» is given; this link opens the account once, within {INVITATION_HOURS} hours:"
        );
        println!("{link}");
        Ok(())
    })
}

async fn grant(app: &App, email: &Email, post: &Post) -> Result<String> {
    let link = access::invite(app, email, Lang::default()).await?;
    let account = rows::find_account_of(&mut app.db.read().await?, email)
        .await?
        .ok_or(Error::Missing)?;
    access::grant(app, Actor::Console, account.id, post).await?;
    Ok(link)
}
