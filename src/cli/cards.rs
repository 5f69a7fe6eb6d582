//! `crema cards`: blank cards to print before a café, as one page of HTML on standard output.

use super::{
    Failure, instance, runtime,
    say::{complain, say},
};
use crate::{base::Lang, flows::badges, web::badges::cards::sheet};

#[derive(clap::Args)]
pub(super) struct Args {
    /// How many cards.
    #[arg(value_parser = clap::value_parser!(u16).range(1..=2000))]
    count: u16,
    /// The language: `fr` or `en`.
    #[arg(long, default_value = "fr", value_parser = ["fr", "en"])]
    lang: String,
}

/// Makes the cards and writes their sheet. Their codes stand nowhere else: what is not printed is lost, and does no harm.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let config = instance::config().map_err(Failure::Environment)?;
    let lang: Lang = args.lang.parse().unwrap_or_default();
    runtime()?.block_on(async {
        let app = instance::open_bare(config)
            .await
            .map_err(Failure::Environment)?;
        if app.is_test() {
            // Paper outlives a try-out.
            complain(&format!(
                "crema: this instance has no public https address: these cards lead to {}",
                app.base_url()
            ));
        }
        let made = badges::make_cards(&app, usize::from(args.count)).await;
        let written = made.and_then(|codes| sheet(&app, lang, &codes));
        app.db.close().await;
        say(&written.map_err(|error| Failure::Environment(error.to_string()))?);
        Ok(())
    })
}
