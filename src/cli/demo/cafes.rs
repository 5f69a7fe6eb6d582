//! Cafés that are announced, and who comes: every one of them in the weeks after the day on which the story is told.

use jiff::{Span, Timestamp, civil::Time};
use serde_json::{Value, json};

use super::{Stage, people::Person};
use crate::{
    base::{Error, Lang, Name, Result},
    events::Event,
    flows::{events, registration},
    registration::{Asked, contact::Contact},
    store::events as rows,
};

/// Who organises (their place in the cast), in how many days, the hour, what it is, how many seats, and how many register.
type Plan = (usize, i32, i8, Value, usize);

fn plans() -> Vec<Plan> {
    vec![
        (
            0,
            3,
            18,
            json!({
                "title": "Café IA du jeudi : une question, quatre réponses", "format": "try", "pillars": ["experiment", "discuss"],
                "summary": "On pose la même question à plusieurs outils et on compare à voix haute. Aucun compte, aucun matériel à apporter.",
                "place": {"commune": "29019", "name": "Maison de quartier", "address": "Salle du rez-de-chaussée", "access": "De plain-pied, boucle magnétique sur demande."},
                "audience": ["beginners"], "seats": 15, "minutes": 90, "series": {"rule": "FREQ=WEEKLY"},
            }),
            9,
        ),
        (
            2,
            6,
            14,
            json!({
                "title": "Ce qui nous inquiète, ce qui nous aide", "format": "debate", "pillars": ["discuss", "act"],
                "summary": "On écrit d'abord chacun pour soi, on tire les billets d'un chapeau, on en parle ensemble.",
                "place": {"commune": "93048", "name": "Bibliothèque de quartier", "access": "Ascenseur."},
                "seats": 8, "minutes": 90,
            }),
            11,
        ),
        (
            3,
            9,
            10,
            json!({
                "title": "Café en langue des signes", "format": "discuss", "pillars": ["understand", "discuss"],
                "summary": "Un café en français et en langue des signes, pour celles et ceux qui signent et pour les autres.",
                "place": {"commune": "35238", "name": "Médiathèque", "access": "De plain-pied."}, "languages": ["fr", "fsl"],
                "seats": 12, "minutes": 60,
            }),
            4,
        ),
        (
            11,
            16,
            19,
            json!({
                "title": "La bataille des prompts", "format": "play", "pillars": ["experiment"],
                "summary": "Deux équipes, une image à obtenir, dix minutes.",
                "place": {"commune": "59350", "name": "Tiers-lieu"}, "seats": 20, "minutes": 120,
            }),
            6,
        ),
        (
            13,
            21,
            9,
            json!({
                "title": "Comprendre sans équation", "format": "talk", "pillars": ["understand"],
                "summary": "Une heure pour comprendre ce qu'un modèle de langue calcule, avec des bouts de papier.",
                "place": {"commune": "38185", "name": "Maison des habitants"}, "minutes": 60,
            }),
            0,
        ),
    ]
}

/// Announces them, and lets people register; of the second there are more than seats.
pub(super) async fn announce(stage: &Stage, cast: &[Person]) -> Result<()> {
    let app = &stage.app;
    let names = [
        "Ana", "Boris", "Chloé", "Driss", "Elsa", "Farid", "Gilda", "Hugo", "Iris", "Jo", "Katia",
    ];
    let today = Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .date();
    for (organiser, days, hour, mut told, people) in plans() {
        let day = today
            .checked_add(Span::new().days(days))
            .map_err(Error::fault)?;
        let begins = day.to_datetime(Time::constant(hour, 30, 0, 0));
        told["begins"] = begins.to_string().into();
        told["zone"] = "Europe/Paris".into();
        told["organisers"] = json!([cast[organiser].name]);
        let event: Event = serde_json::from_value(told).map_err(Error::fault)?;
        let account = &cast[organiser].account;
        let id = events::write(app, account, &event).await?;
        events::publish(app, account, id).await?;
        let dates = rows::list_dates(&mut app.db.read().await?, id).await?;
        let Some(date) = dates.first() else { continue };
        for (place, name) in names.iter().take(people).enumerate() {
            let Some(name) = Name::read(name).map_err(Error::from)? else {
                continue;
            };
            let asked = Asked {
                name,
                contact: Contact::Nothing,
            };
            let once = place.to_string();
            registration::register(app, date.id, &asked, Lang::default(), &once).await?;
        }
    }
    Ok(())
}
