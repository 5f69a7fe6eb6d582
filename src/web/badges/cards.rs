//! Cards to print before anybody earned anything: a page of HTML, eight to a sheet, each with its code and the QR code that leads to it.

use askama::Template;

use crate::{
    app::App,
    badges::{issuer_key::fingerprint, qr},
    base::{Error, Lang, Result, code::ClaimCode},
    i18n::Texts,
};

#[derive(Template)]
#[template(path = "badges/cards.html")]
struct Cards {
    t: Texts,
    title: String,
    text: String,
    issuer: String,
    /// The fingerprint of the root key, for who checks it against the one that is published.
    root: Option<String>,
    /// Each card's code, and its QR code.
    cards: Vec<(String, String)>,
}

/// The sheet of these cards.
///
/// # Errors
/// [`Error::Fault`] where the template fails.
pub fn sheet(app: &App, lang: Lang, codes: &[ClaimCode]) -> Result<String> {
    let t = Texts::of(lang);
    let cards = codes.iter().map(|code| {
        let url = app.url(&format!("/claims/{code}"));
        let drawn = qr::svg(&url, &t.text("claim-title")).map_err(Error::fault)?;
        Ok((code.to_string(), drawn))
    });
    Cards {
        title: t.text("card-title"),
        text: t.with("card-text", "host", app.host()),
        issuer: app.config.issuer.name.clone(),
        root: app.config.issuer.root.as_deref().map(fingerprint),
        cards: cards.collect::<Result<_>>()?,
        t,
    }
    .render()
    .map_err(Error::fault)
}
