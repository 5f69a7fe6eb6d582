//! The card of somebody who lets it be taken home.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    person::Seen,
    search::{callings, commune},
};
use crate::{
    base::{Error, Result},
    directory::{Viewer, card::Card},
    i18n::Texts,
    web::Site,
};

/// The card as a file; what it holds is what who asks sees on the page.
///
/// # Errors
/// [`Error::Missing`] where the person does not let it be taken.
pub(super) fn answer(site: &Site, t: &Texts, seen: &Seen, viewer: Viewer) -> Result<Response> {
    let (standing, profile) = (&seen.standing, &seen.standing.profile);
    if !profile.card {
        return Err(Error::Missing);
    }
    let place = commune(standing, viewer);
    let text = |field| profile.shown(field, viewer).cloned().unwrap_or_default();
    let languages = profile
        .shown(&profile.languages, viewer)
        .into_iter()
        .flatten();
    let single = place.filter(|commune| !commune.postal.contains(' '));
    let card = Card {
        name: profile.name.clone(),
        url: site.app.url(&format!("/people/{}", standing.slug)),
        role: callings(t, standing, viewer),
        place: place
            .map(|commune| commune.name.to_owned())
            .unwrap_or_default(),
        postal: single
            .map(|commune| commune.postal.to_owned())
            .unwrap_or_default(),
        note: text(&profile.about),
        languages: languages.cloned().collect(),
        website: text(&profile.website),
    };
    let disposition = format!("attachment; filename=\"{}.vcf\"", standing.slug);
    let head = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/vcard; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).map_err(Error::fault)?,
        ),
    ];
    Ok((head, card.text()).into_response())
}
