//! What is done with voices: said, answered, reported, published or not. Nothing is written down of who says or answers something.

use jiff::SignedDuration;

use crate::{
    access::audit::{Actor, Noted},
    app::App,
    base::{Error, EventId, Lang, Refusal, Result, VoiceId},
    events::{Occurrence, Standing, standing::Status},
    store::{access::note, allowances, db::Tx, voices as rows},
    voices::{Answer, Kind, Origin, State, Tally, Voice},
};

pub use crate::outside::keyring::Browser;

/// How many statements anybody may say in a day after one event or of themes, and of everything: what is more than people can read is no use.
const OF_ONE_A_DAY: i64 = 100;
const IN_ALL_A_DAY: i64 = 1_000;

/// How many reports of one statement are kept: more say nothing new.
const REPORTS: i64 = 20;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A statement as it is handed in, each part read.
pub struct Said {
    /// After which event.
    pub event: Option<EventId>,
    /// About what.
    pub theme: String,
    /// Which kind.
    pub kind: Kind,
    /// The statements.
    pub words: Vec<String>,
    /// In which language.
    pub lang: Lang,
}

/// Whether things may be said of an event by anybody: it is announced and has begun once.
pub fn is_open(standing: &Standing, dates: &[Occurrence], now: jiff::Timestamp) -> bool {
    standing.status == Status::Published
        && dates
            .iter()
            .any(|date| !date.is_cancelled() && date.starts_at <= now)
}

/// Takes in what somebody says; it waits to be read by who moderates.
///
/// # Errors
/// [`Refusal::TooOften`] where as much was said today.
pub async fn say(app: &App, said: &Said) -> Result<Vec<VoiceId>> {
    let now = app.now();
    let what = match said.event {
        Some(event) => format!("voices {event}"),
        None => "voices of themes".to_owned(),
    };
    let mut tx = app.db.write().await?;
    for _ in &said.words {
        if !allowances::take(&mut tx, &what, OF_ONE_A_DAY, DAY, now).await?
            || !allowances::take(&mut tx, "voices", IN_ALL_A_DAY, DAY, now).await?
        {
            return Err(Refusal::TooOften.into());
        }
    }
    let added = add(app, &mut tx, said, Origin::Anybody).await?;
    tx.commit().await?;
    Ok(added.into_iter().map(|(id, _)| id).collect())
}

/// Writes down what was said at one's own café: it is published, for its organiser has read it, unless its words are withheld after that event.
///
/// # Errors
/// Those of the store.
pub async fn write_down(app: &App, by: Actor, said: &Said) -> Result<Vec<VoiceId>> {
    let mut tx = app.db.write().await?;
    let added = add(app, &mut tx, said, Origin::Organiser).await?;
    for (id, _) in added.iter().filter(|(_, state)| *state == State::Published) {
        let (id, now) = (id.to_string(), app.now());
        note(
            &mut tx,
            by,
            Noted::VoiceSettled,
            &id,
            State::Published.name(),
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(added.into_iter().map(|(id, _)| id).collect())
}

/// Adds statements, and tells where each stands.
async fn add(app: &App, tx: &mut Tx, said: &Said, origin: Origin) -> Result<Vec<(VoiceId, State)>> {
    let now = app.now();
    let published = origin == Origin::Organiser;
    let mut added = Vec::new();
    for words in &said.words {
        let state = match said.event {
            Some(event) if rows::is_withheld(tx, event, words).await? => State::Withheld,
            _ if published => State::Published,
            _ => State::Waiting,
        };
        let voice = Voice {
            id: VoiceId::new(),
            event: said.event,
            theme: said.theme.clone(),
            kind: said.kind,
            words: words.clone(),
            lang: said.lang,
            origin,
            state,
            tally: Tally::default(),
            said_at: now,
            settled_at: published.then_some(now),
            reports: 0,
        };
        rows::add(tx, &voice).await?;
        added.push((voice.id, state));
    }
    Ok(added)
}

/// Publishes a statement, withholds it, or shows it again, for the whole instance; what was told of it is settled with that.
///
/// # Errors
/// [`Error::Missing`] where there is no such statement.
pub async fn settle(app: &App, by: Actor, id: VoiceId, to: State) -> Result<()> {
    set(app, by, id, None, to).await
}

/// Publishes a statement after one's own event, refuses it, hides it or shows it again, as long as nobody withholds it for the whole instance. What was told of it
/// stays, for them to read.
///
/// # Errors
/// [`Error::Missing`] where there is no such statement after it, or it is withheld.
pub async fn settle_own(
    app: &App,
    by: Actor,
    event: EventId,
    id: VoiceId,
    to: State,
) -> Result<()> {
    set(app, by, id, Some(event), to).await
}

async fn set(app: &App, by: Actor, id: VoiceId, of: Option<EventId>, to: State) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !rows::set_state(&mut tx, id, of, to, now).await? {
        return Err(Error::Missing);
    }
    note(
        &mut tx,
        by,
        Noted::VoiceSettled,
        &id.to_string(),
        to.name(),
        now,
    )
    .await?;
    tx.commit().await
}

/// Takes what a browser answers to a statement, in the place of what it answered before.
///
/// # Errors
/// [`Error::Missing`] where the statement is not published.
pub async fn answer(app: &App, id: VoiceId, browser: Browser, answer: Answer) -> Result<()> {
    let mark = app.keyring.voice_mark(browser, id);
    let mut tx = app.db.write().await?;
    if !rows::put_answer(&mut tx, id, &mark, answer, app.now()).await? {
        return Err(Error::Missing);
    }
    tx.commit().await
}

/// Keeps what somebody tells of a statement that should not stand there. Told once too often, it is known.
///
/// # Errors
/// Those of the store.
pub async fn report(app: &App, id: VoiceId, words: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    let report = VoiceId::new().to_string();
    rows::report(&mut tx, &report, id, words, REPORTS, app.now()).await?;
    tx.commit().await
}
