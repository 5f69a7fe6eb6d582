//! Quizzes taken by people of differing ability: each answer is one that the page would have sent.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::{Stage, people::Person};
use crate::{
    assessment::{
        attempt::Attempt,
        contest::Reason,
        item::{Gap, Item, Kind},
        present::{Presented, Shown},
    },
    base::{AttemptId, Lang, Name, Result},
    flows::{access, assessment, badges, contested},
    store::badges as rows,
};

/// How many strangers take each module: beyond the thirty under which no figures are shown.
const STRANGERS: usize = 45;

/// Has strangers take every awareness module, then the people of the cast, who keep their badges.
pub(super) async fn answer(stage: &mut Stage, cast: &[Person]) -> Result<()> {
    let modules: Vec<String> = stage
        .app
        .shelf()
        .modules()
        .filter(|served| !served.own().delivery.certification)
        .map(|served| served.own().id.clone())
        .collect();
    for module in &modules {
        eprintln!("crema: {STRANGERS} people take {module}");
        for number in 0..STRANGERS {
            stage.pass(SignedDuration::from_mins(20));
            let ability = 35 + stage.throw(60);
            let id = take(stage, module, ability).await?;
            if number == 7 {
                contest(stage, id).await?;
            }
            if number % 3 == 0 {
                claim(stage, id, None).await?;
            }
        }
    }
    for (place, person) in cast.iter().enumerate() {
        for module in modules.iter().take(1 + place % modules.len()) {
            stage.pass(SignedDuration::from_hours(3));
            let id = take(stage, module, 100).await?;
            if let Some(code) = claim(stage, id, Some(person.name)).await? {
                access::attach(&stage.app, &person.account, &code).await?;
            }
        }
    }
    Ok(())
}

/// Takes a module, right in about `ability` of a hundred questions.
async fn take(stage: &mut Stage, module: &str, ability: u64) -> Result<AttemptId> {
    let mut begin = assessment::Begin::alone(module, Lang::default());
    begin.declared = true;
    let id = assessment::start(&stage.app, begin, None).await?;
    let mut opened = assessment::open(&stage.app, id).await?;
    loop {
        let next = opened
            .attempt()
            .waiting()
            .first()
            .map(|item| item.id.clone());
        let Some(next) = next else { break };
        stage.pass(SignedDuration::from_secs(20));
        let right = stage.throw(100) < ability;
        let dice = stage.throw(1 << 32);
        let attempt = opened.attempt();
        let item = attempt.item(&next).ok_or(crate::base::Error::Missing)?;
        let response = respond(&attempt, item, right, dice);
        opened = assessment::answer(&stage.app, id, &next, response, SignedDuration::ZERO).await?;
    }
    assessment::complete(&stage.app, id).await?;
    Ok(id)
}

/// The badge of an attempt, taken with a name or none: its code, where one was earned.
async fn claim(stage: &Stage, id: AttemptId, name: Option<&str>) -> Result<Option<String>> {
    let awards = rows::list_awards_of_attempt(&mut stage.app.db.read().await?, id).await?;
    let Some(award) = awards.first() else {
        return Ok(None);
    };
    let code = stage.app.keyring.claim_code(award.id).to_string();
    let name = name.and_then(|name| Name::read(name).ok().flatten());
    badges::claim(&stage.app, &code, name.as_ref()).await?;
    Ok(Some(code))
}

async fn contest(stage: &Stage, id: AttemptId) -> Result<()> {
    let opened = assessment::open(&stage.app, id).await?;
    let item = opened
        .attempt()
        .items()
        .iter()
        .find(|item| item.is_scored())
        .map(|item| item.id.clone());
    match item {
        Some(item) => {
            let words = "Deux réponses me semblaient justes selon l’outil que l’on utilise.";
            contested::contest(&stage.app, id, &item, Reason::Wrong, words).await
        }
        None => Ok(()),
    }
}

/// An answer to a question: the right one, or what `dice` makes of it.
fn respond(attempt: &Attempt<'_>, item: &Item, right: bool, dice: u64) -> Value {
    let shown = attempt.present(item);
    // One wrong answer in six is none at all.
    if !right && item.is_scored() && dice.is_multiple_of(6) {
        return Value::Null;
    }
    let any = |list: &[Shown]| pick(list, dice);
    let of = |list: &[Shown], place: usize| {
        list.iter()
            .find(|one| one.place == place)
            .map_or(Value::Null, |one| one.id.as_str().into())
    };
    match &item.kind {
        Kind::Single { choices } => {
            let wrong = 1 + (dice as usize) % (choices.len().max(2) - 1);
            of(&shown.choices, if right { 0 } else { wrong })
        }
        Kind::Multiple { choices } => {
            let fits = |place: usize| choices.get(place).is_some_and(|choice| choice.right);
            let chosen = |one: &&Shown| {
                if right {
                    fits(one.place)
                } else {
                    (dice >> one.place) & 1 == 1
                }
            };
            ids(shown.choices.iter().filter(chosen))
        }
        Kind::TrueFalse { right: truth } => Value::Bool(*truth == right),
        Kind::Scale { .. } | Kind::Opinion { .. } => any(&shown.choices),
        Kind::Number { right: number, .. } if right => json!(number.to_string().replace('.', ",")),
        Kind::Number { right: number, .. } => json!((number * 3.0 + 7.0).round().to_string()),
        Kind::Text { accept, .. } => match accept.first() {
            Some(accepted) if right => accepted.text.as_str().into(),
            _ => "je ne suis pas sûre".into(),
        },
        Kind::Match { pairs, .. } => {
            let partner = |place: usize| pairs.get(place).map(|(_, partner)| partner.as_str());
            placed(&shown, right, dice, |left, choice| {
                partner(left.place) == Some(&choice.text)
            })
        }
        Kind::Sort { bins } => {
            let bin = |text: &str| {
                bins.iter()
                    .find(|bin| bin.holds.iter().any(|held| held == text))
            };
            placed(&shown, right, dice, |left, choice| {
                bin(&left.text).is_some_and(|bin| bin.label == choice.text)
            })
        }
        Kind::Order { .. } => {
            let mut order: Vec<&Shown> = shown.choices.iter().collect();
            if right {
                order.sort_by_key(|one| one.place);
            }
            ids(order.into_iter())
        }
        Kind::Spot { segments } => {
            let wrong = |place: usize| segments.get(place).is_some_and(|segment| segment.error);
            ids(shown.choices.iter().filter(|one| wrong(one.place) == right))
        }
        Kind::Cloze { gaps, .. } => gaps
            .iter()
            .zip(&shown.gaps)
            .map(|(gap, list)| match (gap, list) {
                (Gap::Write { accept, .. }, _) if right => accept
                    .first()
                    .map_or(Value::Null, |text| text.as_str().into()),
                (Gap::Choose { .. }, Some(list)) if right => of(list, 0),
                (Gap::Choose { .. }, Some(list)) => any(list),
                _ => Value::Null,
            })
            .collect(),
        Kind::Compare { .. } => json!({"done": true}),
        Kind::Table { .. } => "Nous avons surtout parlé de ce que l’outil ne dit pas.".into(),
        Kind::Reflect { .. } => Value::Null,
    }
}

/// Each thing on the left put where it fits, or anywhere.
fn placed(
    shown: &Presented,
    right: bool,
    dice: u64,
    fits: impl Fn(&Shown, &Shown) -> bool,
) -> Value {
    let mut map = Map::new();
    for (place, left) in shown.left.iter().enumerate() {
        let choice = if right {
            shown.choices.iter().find(|choice| fits(left, choice))
        } else {
            shown
                .choices
                .get((dice as usize >> place) % shown.choices.len().max(1))
        };
        if let Some(choice) = choice {
            map.insert(left.id.clone(), choice.id.as_str().into());
        }
    }
    map.into()
}

fn pick(list: &[Shown], dice: u64) -> Value {
    list.get(dice as usize % list.len().max(1))
        .map_or(Value::Null, |one| one.id.as_str().into())
}

fn ids<'s>(shown: impl Iterator<Item = &'s Shown>) -> Value {
    shown.map(|one| Value::from(one.id.as_str())).collect()
}
