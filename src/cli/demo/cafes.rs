//! Cafés that are announced, and who comes: every one of them in the weeks after the day on which the story is told.

use jiff::{Span, Timestamp, civil::Time};
use serde_json::{Value, json};

use super::{Stage, people::Person};
use crate::{
    access::{account::Account, audit::Actor},
    app::App,
    base::{Error, EventId, Lang, Name, Result},
    events::{Event, Pillar},
    flows::{
        events, registration,
        voices::{self, Said},
    },
    registration::{Asked, contact::Contact},
    store::events as rows,
    voices::{Answer, Kind},
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
                "title": "Café IA du soir : une question, quatre réponses", "format": "try", "pillars": ["experiment", "discuss"],
                "summary": "On pose la même question à plusieurs outils et on compare à voix haute. Aucun compte, aucun matériel à apporter.",
                "place": {"commune": "29019", "name": "Maison de quartier", "address": "Salle du rez-de-chaussée", "access": "De plain-pied, boucle magnétique sur demande."},
                "audience": ["beginners"], "seats": 15, "minutes": 90, "series": {"rule": "FREQ=WEEKLY"}, "achievement": "*",
                "questions": [{"label": "Un besoin pour venir ?", "purpose": "Pour préparer la salle."}],
            }),
            9,
        ),
        (
            2,
            6,
            14,
            json!({
                "title": "Ce qui nous inquiète, ce qui nous aide", "format": "debate", "pillars": ["discuss", "act"],
                "summary": "On écrit d’abord chacun pour soi, on tire les billets d’un chapeau, on en parle ensemble.",
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
                "summary": "Une heure pour comprendre ce qu’un modèle de langue calcule, avec des bouts de papier.",
                "place": {"commune": "38185", "name": "Maison des habitants"}, "minutes": 60,
            }),
            0,
        ),
    ]
}

/// What was said at the café before, as its organiser wrote it down (their place in the cast): the kind, the statements, and how many agreed with the
/// first of them, did not, or passed.
const SAID: [(usize, Kind, &[&str], [u8; 3]); 3] = [
    (
        0,
        Kind::Concern,
        &[
            "On ne sait plus si c’est une personne ou une machine qui répond.",
            "Ma fille demande d’abord à son téléphone, et à moi ensuite.",
        ],
        [17, 6, 8],
    ),
    (
        2,
        Kind::Testimony,
        &["J’ai écrit ma lettre de motivation avec un outil, et je ne l’ai pas reconnue."],
        [9, 3, 14],
    ),
    (
        11,
        Kind::Proposal,
        &[
            "Que chaque service public dise quand une machine a répondu.",
            "Un café par quartier et par mois, avec les mêmes personnes.",
        ],
        [24, 5, 6],
    ),
];

/// Writes down what was said, and lets browsers answer: enough of them for figures, and for some too few.
async fn speak(app: &App, account: &Account, event: EventId, organiser: usize) -> Result<()> {
    for (_, kind, words, answered) in SAID.iter().filter(|(place, ..)| *place == organiser) {
        let said = Said {
            event: Some(event),
            theme: Pillar::Discuss.to_string(),
            kind: *kind,
            words: words.iter().map(|words| (*words).to_owned()).collect(),
            lang: Lang::Fr,
        };
        let ids = voices::write_down(app, Actor::Account(account.id), &said).await?;
        for (number, id) in ids.into_iter().enumerate() {
            let answers = if number == 0 { *answered } else { [3, 1, 0] };
            for (answer, count) in Answer::ALL.into_iter().zip(answers) {
                for _ in 0..count {
                    voices::answer(app, id, app.keyring.new_browser(), answer).await?;
                }
            }
        }
    }
    Ok(())
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
        speak(app, account, id, organiser).await?;
        let Some(date) = dates.first() else { continue };
        for (place, name) in names.iter().take(people).enumerate() {
            let Some(name) = Name::read(name).map_err(Error::from)? else {
                continue;
            };
            let asked = Asked {
                name,
                contact: Contact::Nothing,
                remind: false,
                answers: Vec::new(),
            };
            let once = place.to_string();
            registration::register(app, date.id, &asked, Lang::default(), &once).await?;
        }
    }
    Ok(())
}
