//! Cards to print before anybody earned anything: a page of HTML, ten to a sheet, each with its number, its code and the QR code that leads to it.

use askama::Template;

use super::claims::root;
use crate::{
    app::App,
    badges::qr,
    base::{Error, Lang, Result, code::ClaimCode},
    i18n::Texts,
    web::typography,
};

/// How many cards a sheet of A4 has.
const SHEET: usize = 10;

#[derive(Template)]
#[template(path = "badges/cards.html")]
struct Cards {
    t: Texts,
    title: String,
    text: String,
    /// What is asked for on the line to write on.
    name: String,
    issuer: String,
    /// The fingerprint of the root key, for who checks it against the one that is published.
    root: Option<String>,
    sheets: Vec<Vec<Card>>,
}

struct Card {
    /// Its place among those printed together, so that a missing one is noticed.
    number: String,
    code: String,
    qr: String,
}

/// The sheets of these cards.
///
/// # Errors
/// [`Error::Fault`] where the template fails.
pub fn sheet(app: &App, lang: Lang, codes: &[ClaimCode]) -> Result<String> {
    let t = Texts::of(lang);
    let card = |(at, code): (usize, &ClaimCode)| {
        let url = app.url(&format!("/claims/{code}"));
        Ok(Card {
            number: t.with("card-number", "number", (at + 1).to_string()),
            code: code.to_string(),
            qr: qr::svg(&url, &t.text("claim-title")).map_err(Error::fault)?,
        })
    };
    let mut cards = codes.iter().enumerate().map(card);
    let mut sheets = Vec::new();
    loop {
        let sheet = cards.by_ref().take(SHEET).collect::<Result<Vec<_>>>()?;
        if sheet.is_empty() {
            break;
        }
        sheets.push(sheet);
    }
    let html = Cards {
        title: t.text("card-title"),
        text: t.with("card-text", "host", app.host()),
        name: t.text("card-name"),
        issuer: app.config.issuer.name.clone(),
        root: root(app, &t),
        sheets,
        t,
    }
    .render()
    .map_err(Error::fault)?;
    Ok(typography::set(&html))
}
