//! The cast: people who are invented, with what they say of themselves, and what they do together. Communes are real, as the map is.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::Stage;
use crate::{
    access::{
        account::{Account, Post, Role},
        audit::Actor,
    },
    badges::{design::Design, doubt::Ground, draft::Draft, ledger::Standing, recipient::Recipient},
    base::{Email, Error, Lang, Name, Result},
    charter::adherence::{Party, Sector},
    directory::{
        Audience,
        Calling::{self, Ambassador, Animator, Coordinator, NetworkHead, Organiser},
        Profile, Shown,
    },
    flows::{
        access,
        badges::{self, Giver, Written},
        charter, directory,
    },
    store::{access as rows, badges as badge_rows},
};

/// Somebody of the cast, once they have an account.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) account: Account,
}

/// Who somebody is: name, INSEE code of the commune, what they do, languages, formats, words.
type Part = (
    &'static str,
    &'static str,
    &'static [Calling],
    &'static str,
    &'static str,
    &'static str,
);

const CAST: &[Part] = &[
    (
        "Inès Morvan",
        "29019",
        &[Animator, Organiser],
        "fr br",
        "expérimenter, débattre",
        "Médiatrice numérique, je pose l’ordinateur au milieu de la table et on regarde ensemble ce qu’il répond.",
    ),
    (
        "Bastien Lacroix",
        "63113",
        &[Animator],
        "fr",
        "jouer",
        "J’anime surtout avec des adolescents, carte en main plutôt que diapositives.",
    ),
    (
        "Nour Belkacem",
        "93048",
        &[Animator, Coordinator],
        "fr ar",
        "débattre, écrire",
        "Je coordonne les cafés de l’est parisien et j’accueille volontiers en arabe.",
    ),
    (
        "Maëlle Prigent",
        "35238",
        &[Animator],
        "fr fsl",
        "expérimenter",
        "Cafés en français et en langue des signes, à la bibliothèque.",
    ),
    (
        "Étienne Roussel",
        "69123",
        &[Organiser, NetworkHead],
        "fr en",
        "débattre",
        "Je cherche des lieux, des dates et des chaises ; d’autres animent bien mieux que moi.",
    ),
    (
        "Agathe Fontan",
        "31555",
        &[Animator],
        "fr es oc",
        "écrire",
        "Ateliers d’écriture de futurs possibles, pour adultes qui n’écrivent jamais.",
    ),
    (
        "Yanis Haddad",
        "13055",
        &[Animator],
        "fr",
        "jouer, expérimenter",
        "Conseiller numérique dans un centre social.",
    ),
    (
        "Louise Wehrlé",
        "67482",
        &[Animator],
        "fr de",
        "débattre",
        "Deux langues, une seule question par soirée.",
    ),
    (
        "Soizic Le Bihan",
        "56260",
        &[Organiser],
        "fr",
        "",
        "J’ouvre la médiathèque un jeudi par mois.",
    ),
    (
        "Mathurin Payet",
        "97411",
        &[Animator, Ambassador],
        "fr rcf",
        "expérimenter, jouer",
        "Cafés à La Réunion, en créole quand la salle le veut.",
    ),
    (
        "Célia Marchetti",
        "2A004",
        &[Animator],
        "fr co it",
        "débattre",
        "Professeure documentaliste, j’anime au lycée et hors les murs.",
    ),
    (
        "Paulin Delattre",
        "59350",
        &[Animator, Organiser],
        "fr en",
        "jouer",
        "Un tiers-lieu, du café, et des prompts qu’on compare à voix haute.",
    ),
    (
        "Rose-Aimée Cadet",
        "97209",
        &[Organiser],
        "fr gcf",
        "écrire",
        "Les témoignages des anciens rencontrent les machines des petits-enfants.",
    ),
    (
        "Gaspard Nivelle",
        "38185",
        &[Animator],
        "fr",
        "expérimenter",
        "Ingénieur retraité, j’explique sans équation.",
    ),
    (
        "Hélène Tissot",
        "25056",
        &[Animator],
        "fr",
        "débattre, écrire",
        "Je travaille avec des personnes éloignées du numérique : on commence toujours par ce qui inquiète.",
    ),
    (
        "Omar Diarra",
        "76540",
        &[Animator, Organiser],
        "fr wo",
        "jouer, débattre",
        "Animateur jeunesse, convaincu qu’on apprend mieux en riant.",
    ),
];

/// Makes the accounts and profiles of the cast.
pub(super) async fn arrive(stage: &Stage) -> Result<Vec<Person>> {
    let app = &stage.app;
    let mut cast = Vec::with_capacity(CAST.len());
    for (place, part) in CAST.iter().enumerate() {
        stage.pass(SignedDuration::from_hours(9));
        let (name, ..) = *part;
        let email =
            Email::read(&format!("personne{}@cafe.example", place + 1)).map_err(Error::from)?;
        let id = access::add_member(app, &email, Lang::default()).await?;
        let posts = [
            (place == 2).then(|| (Role::Coordinator, Some("93".to_owned()))),
            (place < 4).then_some((Role::Reviewer, None)),
        ];
        for (role, territory) in posts.into_iter().flatten() {
            access::grant(app, Actor::Console, id, &Post { role, territory }).await?;
        }
        let account = rows::find_account(&mut app.db.read().await?, id).await?;
        let account = account.ok_or(Error::Missing)?;
        directory::save(app, &account, &profile(part), 0).await?;
        cast.push(Person { name, account });
    }
    Ok(cast)
}

/// Has the cast adhere to the charter that holds today, one of them for an organisation too.
pub(super) async fn adhere(stage: &Stage, cast: &[Person]) -> Result<()> {
    let app = &stage.app;
    let Some(edition) = charter::in_force(app) else {
        return Ok(());
    };
    let (version, lang) = (edition.version, Lang::default());
    for (place, person) in cast.iter().enumerate() {
        if let Some(name) = Name::read(person.name).map_err(Error::from)? {
            charter::adhere(app, &person.account, &Party::Person(name), version, lang).await?;
        }
        if place == 8 {
            let library = Party::Organisation {
                name: "Médiathèque des Deux Rives".into(),
                sector: Sector::Library,
                place: "Vannes".into(),
            };
            charter::adhere(app, &person.account, &library, version, lang).await?;
        }
    }
    Ok(())
}

fn profile(&(name, commune, callings, languages, formats, about): &Part) -> Profile {
    fn public<T>(value: T) -> Shown<T> {
        Shown {
            value,
            audience: Audience::Public,
        }
    }
    let words = |text: &str, separator: char| -> Vec<String> {
        let words = text.split(separator).map(str::trim);
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let spoken = words(languages, ' ').into_iter();
    Profile {
        name: name.to_owned(),
        audience: Audience::Public,
        callings: public(callings.iter().copied().collect()),
        about: public(about.to_owned()),
        commune: public(commune.to_owned()),
        languages: public(
            spoken
                .filter(|tag| crate::directory::LANGUAGES.contains(&tag.as_str()))
                .collect(),
        ),
        formats: public(words(formats, ',')),
        skills: public(BTreeSet::new()),
        contact: Audience::Public,
        card: true,
        ..Profile::default()
    }
}

/// Gives a badge written by hand to people who came to a workshop; one is taken back, and one is doubted.
pub(super) async fn gather(stage: &mut Stage, cast: &[Person]) -> Result<()> {
    let app = &stage.app;
    let draft = Draft {
        slug: "atelier-decouverte".into(),
        kind: "Badge".into(),
        name: "Atelier découverte de l’IA".into(),
        description:
            "A pris part à un atelier d’une heure et demie : essayer, comprendre, discuter.".into(),
        criteria: "Être venu à l’atelier du début à la fin et y avoir essayé au moins un outil."
            .into(),
        image_alt: "Un badge rond avec une tasse".into(),
        design: Some(Design::default()),
        skills: Vec::new(),
        months: "36".into(),
        awarders: vec!["animator".into(), "coordinator".into()],
    };
    let Written::Published(slug) =
        badges::write(app, Actor::Console, &draft, Lang::default(), true).await?
    else {
        return Err(Error::fault("the badge of the workshop was not taken"));
    };
    let achievement = badge_rows::find_achievement(&mut app.db.read().await?, &slug).await?;
    let achievement = achievement.ok_or(Error::Missing)?;
    let came = [
        "Lucie",
        "Amadou",
        "Jeanne P.",
        "Théo",
        "Mme Ferrand",
        "Kim",
        "Rachid",
        "Odile",
        "Sacha",
    ];
    let recipient = |name: &&str| Recipient {
        name: Some((*name).to_owned()),
        evidence: Some("Atelier à la Médiathèque des Deux Rives.".into()),
        ..Recipient::default()
    };
    let people: Vec<Recipient> = came.iter().map(recipient).collect();
    let giver = Giver {
        role: "animator",
        lang: Lang::default(),
    };
    let by = Actor::Account(cast[0].account.id);
    let gifts = badges::give_as(app, by, &achievement, giver, &people).await?;
    stage.pass(SignedDuration::from_hours(30));
    let given: Vec<_> = gifts.iter().filter_map(|gift| gift.credential()).collect();
    if let [first, second, ..] = given[..] {
        let reason = "Attribué à la mauvaise personne.";
        badges::set_standing_as(app, Actor::Console, first, Standing::Revoked, reason).await?;
        let about = app.url(&format!("/credentials/{second}"));
        let words = "Ce prénom n’est pas celui de la personne qui me l’a montré.";
        badges::raise(app, &about, Ground::Person, words).await?;
    }
    Ok(())
}
