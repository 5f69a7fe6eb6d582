//! What shows a badge around: links, a letter, a piece of a web page. Nothing is sent before the person clicks, and nothing counts visits.

use askama::Template;
use serde_json::Value;

use crate::{
    badges::ledger::Kept,
    base::{Error, Result},
    i18n::Texts,
    web::Site,
};

/// The ways to share one badge.
pub struct Share {
    /// The address of its page, to give.
    pub link: String,
    /// LinkedIn's form to add a certificate.
    pub linkedin: String,
    /// A letter begun.
    pub mail: String,
    /// What the person pastes into a page of their own.
    pub embed: String,
}

/// The image that holds the badge, as a link to its page. No script.
#[derive(Template)]
#[template(path = "badges/embed.html")]
struct Embed<'a> {
    url: &'a str,
    name: &'a str,
}

impl Share {
    /// The ways to share a badge, under the name that was signed: that of a test says so everywhere.
    ///
    /// # Errors
    /// [`Error::Fault`] where the badge cannot be read, or a template fails.
    pub fn of(site: &Site, t: &Texts, kept: &Kept) -> Result<Share> {
        let credential: Value = serde_json::from_str(&kept.document).map_err(Error::fault)?;
        let name = credential["name"].as_str().unwrap_or_default();
        let url = site.app.url(&format!("/credentials/{}", kept.id));
        let link = format!("{url}.html");
        Ok(Share {
            linkedin: linkedin(site, name, &link, kept),
            mail: format!(
                "mailto:?subject={}&body={}",
                escaped(&t.with("share-mail-subject", "name", name)),
                escaped(&link)
            ),
            embed: Embed { url: &url, name }.render().map_err(Error::fault)?,
            link,
        })
    }
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

fn linkedin(site: &Site, name: &str, url: &str, kept: &Kept) -> String {
    let day = |at: jiff::Timestamp| at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let issued = day(kept.issued_at);
    let expires = kept.expires_at.map(day).map_or_else(String::new, |until| {
        format!(
            "&expirationYear={}&expirationMonth={}",
            until.year(),
            until.month()
        )
    });
    format!(
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name={}&organizationName={}&issueYear={}&issueMonth={}{expires}&certUrl={}&certId={}",
        escaped(name),
        escaped(&site.app.config.issuer.name),
        issued.year(),
        issued.month(),
        escaped(url),
        kept.id
    )
}
